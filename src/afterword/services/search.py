"""Owns searching the whole journal: the index of its newest state, made before or with the first letter typed."""

from threading import Lock

from afterword.domain.search import Found, Hits, SearchIndex, found, may_hold
from afterword.domain.text import SearchWords
from afterword.services.services import UndoableStore


class SearchService:
    """Finds records by words."""

    def __init__(self, store: UndoableStore) -> None:
        self._store = store
        self._index: SearchIndex | None = None
        self._making = Lock()

    def find(self, typed: str, before: Hits | None = None) -> Hits:
        """What the words typed find, best first; `before` is what the letters before these found."""
        return self.index().find(typed, before) if typed.strip() else Hits(SearchWords.of(typed))

    def index(self) -> SearchIndex:
        """The index of the newest state; a thread may make it while nothing is typed yet."""
        journal = self._store.journal()
        with self._making:
            if self._index is None or self._index.journal is not journal:
                self._index = SearchIndex.of(journal)
            return self._index

    def find_once(self, typed: str) -> Hits:
        """The same where nothing else is searched for: only records that may hold these words are looked into."""
        journal = self._store.journal()
        return SearchIndex.of(journal, may_hold(typed, journal, self._store.holding)).find(typed)

    def found(self, hits: Hits, most: int | None = None) -> list[Found]:
        """The first of these hits with their words; all of them unless said otherwise."""
        journal = self._store.journal()
        return [found(item, hits.words, journal) for item in hits.items[:most]]
