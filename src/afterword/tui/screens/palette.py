"""Owns the palette: every action by its name, and every record by its words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from afterword.tui.actions.host import actions_now
from afterword.tui.actions.table import SCOPES, TABLE, Action, shown_keys
from afterword.tui.panes.pane import TODAY, is_pane
from afterword.tui.screens.dialogs import Option, Pick

if TYPE_CHECKING:
    from afterword.domain.search import Hits
    from afterword.services.services import Services
    from afterword.tui.screens.search import ChosenHit


_HIDDEN = ("list.", "text.", "focus.", "app.palette", "app.interrupt", "app.clear")
_RECORD = "record/"
_MOST_RECORDS, _LEAST_LETTERS = 40, 2


class Palette(Pick):
    """What can be done on that screen, what is possible now first; `panes`: and in every pane.

    Of what was typed, actions come first, what was done last before others, and then the records that are found.
    """

    def __init__(
        self, below: Screen[object], keymap: Mapping[str, str], used: Sequence[str], services: "Services | None"
    ) -> None:
        panes = below.id == "main-screen"
        now = [action for action, _ in actions_now(below) if not action.id.startswith(_HIDDEN)]
        rest = [action for action in TABLE if panes and is_pane(action.scope) and action not in now]
        places = {action_id: place for place, action_id in enumerate(used)}
        # What was done last, then what belongs to this place, then what works everywhere, then the other panes: Today
        # at the end, whose verbs are those of the others.
        rest.sort(key=lambda action: action.scope == TODAY.pane_id)
        now.sort(key=lambda action: action.scope == "app")
        actions = sorted((*now, *rest), key=lambda action: places.get(action.id, len(places)))
        super().__init__("What shall be done?", [_option(action, keymap) for action in actions])
        self._actions = dict(self._options)
        self._services = services
        self._hits: Hits | None = None

    def matching(self, typed: str) -> list[str]:
        """The actions these words name or tell of, the records they find, then actions told of by their beginnings."""
        self._options = dict(self._actions)
        ranks = self.ranks(typed)
        named = [key for key, rank in ranks.items() if rank == 0]
        told = [key for key, rank in ranks.items() if rank == 1]
        services = self._services
        records = self._records(services, typed) if services is not None and len(typed) >= _LEAST_LETTERS else {}
        self._options |= records
        return [*named, *told, *records, *(key for key, rank in ranks.items() if rank > 1)]

    def _records(self, services: "Services", typed: str) -> dict[str, Option]:
        from afterword.domain.search import title_of, where_of

        self._hits = services.search.find(typed, self._hits)
        journal = services.store.journal()
        return {
            f"{_RECORD}{place}": Option(f"{_RECORD}{place}", title_of(item, journal), f"{item.kind} · {where_of(item)}")
            for place, item in enumerate(self._hits.items[:_MOST_RECORDS])
            if item.leads_to[0]
        }

    def record(self, key: str) -> "ChosenHit | None":
        """The record with that key; None for an action."""
        if self._hits is None or not key.startswith(_RECORD):
            return None
        from afterword.tui.screens.search import ChosenHit, SearchPlace

        item = self._hits.items[int(key.removeprefix(_RECORD))]
        return ChosenHit(item, self._hits.words, SearchPlace())


def _option(action: Action, keymap: Mapping[str, str]) -> Option:
    keys = " ".join(shown_keys(action, keymap)[:1])
    where = f"{SCOPES[action.scope].title.partition(' ')[2]}: " if is_pane(action.scope) else ""
    return Option(action.id, f"{where}{action.label} ({keys})", action.help, action.id)
