"""Owns the verbs on what a person practises: examples, pointers and competencies."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.request import Finding, FindingKind
from afterword.domain.fields import changed
from afterword.domain.interview import check_took_place
from afterword.domain.journal import Journal, Record
from afterword.domain.practice import (
    NEXT_NO,
    TELLING,
    Competency,
    Example,
    Kept,
    Occasion,
    Pointer,
    Rehearsal,
    bare_half,
    check,
    competencies_of,
    pack,
    pack_in_all_languages,
    pack_names,
)
from afterword.domain.reflection import COMPETENCY_PREFIX, Rating, Reflection
from afterword.domain.suggestion import PhraseGroup, groups_of
from afterword.domain.text import clean_line, fold, slug
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services import lookup
from afterword.services.services import RecordService, UndoableStore

_LONGEST_TELLING = 3600


class ExampleService(RecordService):
    """The verbs on examples."""

    def add(self, changes: Mapping[str, object], answer_id: str = "") -> Example:
        """A new example with these fields; a title is enough to begin with.

        One that is made of an answer takes over what is left out, and stands as the one told in it.
        """
        with self._store.transaction("add example") as work:
            blank = Example(id=self._ids.new(), title="", created=self._clock.now())
            offered: Mapping[str, object] = {}
            if answer_id:
                from afterword.domain.evaluation.questions import example_offered

                interview, answer = lookup.answer(work.journal, answer_id)
                offered = example_offered(answer)
                work.put(_with_example(work.journal.reflection_of(interview.id), answer.id, blank.id))
            return work.put(changed(blank, _tied(work.journal, {**offered, **changes})))

    def edit(self, example_id: str, changes: Mapping[str, object], began: Example | None = None) -> Example:
        """The example with these fields, where nobody else changed the same ones since it `began`."""
        with self._store.transaction("edit example") as work:
            old = lookup.example(work.journal, example_id)
            return work.put(changed(old, _tied(work.journal, changes), began))

    def rehearse(self, example_id: str, seconds: int, *, without_notes: bool = False) -> Example:
        """The example with one more time it was told aloud, now, for so many seconds."""
        if not 0 < seconds <= _LONGEST_TELLING:
            raise NotUnderstood(f"{seconds} seconds cannot be right.", hint="Between one second and one hour.")
        with self._store.transaction("rehearse") as work:
            old = lookup.example(work.journal, example_id)
            rehearsal = Rehearsal(at=self._clock.now(), seconds=seconds, without_notes=without_notes)
            return work.put(replace(old, rehearsals=(*old.rehearsals, rehearsal)))

    def restore(self, example_id: str) -> Example:
        """A removed example, back in the bank."""
        with self._store.transaction("restore example") as work:
            removed = {
                key: candidate for key, candidate in work.journal.examples.items() if candidate.deleted is not None
            }
            example = lookup.by_prefix(
                removed, example_id, "removed example", lambda candidate: candidate.title, "example list"
            )
            return work.put(replace(example, deleted=None))

    def remove(self, example_id: str) -> Example:
        """The example marked as removed."""
        with self._store.transaction("remove example") as work:
            return work.put(replace(lookup.example(work.journal, example_id), deleted=self._clock.now()))


def _with_example(reflection: Reflection, answer_id: str, example_id: str) -> Reflection:
    """The reflection in which that answer told the example."""
    answers = (
        replace(answer, example=example_id) if answer.id == answer_id else answer for answer in reflection.answers
    )
    return replace(reflection, answers=tuple(answers))


_HALVES = ("when", "will")


def _spoken(changes: Mapping[str, object]) -> Mapping[str, object]:
    """The halves of a pointer without the words that its sentence adds."""
    halves = {name: bare_half(name, clean_line(str(changes[name] or ""))) for name in _HALVES if name in changes}
    return {**changes, **halves}


def _tied(journal: Journal, changes: Mapping[str, object]) -> Mapping[str, object]:
    """The changes with the competencies by their ids; they may be named by id, by a beginning of it, or by name."""
    names = changes.get("competencies")
    if not isinstance(names, tuple):
        return changes
    ids = dict.fromkeys(lookup.competency(journal, words).id for words in names if words.strip())
    return {**changes, "competencies": tuple(ids)}


class PointerService(RecordService):
    """The verbs on pointers."""

    def add(self, changes: Mapping[str, object], finding_id: str | None = None) -> Pointer:
        """A new pointer, *When …, I will …*, from an interview or a finding where there is one.

        A half that is missing takes the words that the finding offers; the moment of a plan for the next no is that.
        """
        occasion = Occasion(str(changes.get("occasion") or Occasion.INTERVIEW))
        offered = self.offer(finding_id) if finding_id else (NEXT_NO if occasion is Occasion.DECISION else "", "")
        typed = [str(changes.get(name) or "").strip() for name in _HALVES]
        halves = {name: words or offer for name, words, offer in zip(_HALVES, typed, offered, strict=True)}
        with self._store.transaction("add pointer") as work:
            interview_id = str(changes.get("interview_id") or "")
            origin = lookup.live_interview(work.journal, interview_id).id if interview_id else None
            finding = lookup.finding(work.journal, finding_id) if finding_id else None
            if finding is not None and origin is None:
                origin = work.journal.requests[finding.request_id].interview_id
            blank = Pointer(
                id=self._ids.new(),
                when="",
                will="",
                created=self._clock.now(),
                interview_id=origin,
                finding_id=finding.id if finding else None,
                occasion=occasion,
            )
            return work.put(changed(blank, _spoken(halves)))

    def offer(self, finding_id: str) -> tuple[str, str]:
        """Words to begin with, *when* and *I will*; nothing is saved."""
        return _offered(self._store.journal(), lookup.finding(self._store.journal(), finding_id))

    def edit(self, pointer_id: str, changes: Mapping[str, object], began: Pointer | None = None) -> Pointer:
        """The pointer in other words; a half that stands as it `began` is left as it is now."""
        with self._store.transaction("edit pointer") as work:
            old = lookup.pointer(work.journal, pointer_id)
            return work.put(changed(old, _spoken(changes), began))

    def check(self, pointer_id: str, interview_id: str, kept: Kept) -> Pointer:
        """The pointer with what became of it in that interview, which must have taken place."""
        with self._store.transaction("check pointer") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            check_took_place(interview, self._clock.now())
            return work.put(
                check(lookup.pointer(work.journal, pointer_id), interview.id, kept, self._clock.now().date())
            )

    def remove(self, pointer_id: str) -> Pointer:
        """The pointer marked as removed."""
        with self._store.transaction("remove pointer") as work:
            return work.put(replace(lookup.pointer(work.journal, pointer_id), deleted=self._clock.now()))


class PackUsed(Struct, frozen=True):
    """A pack that was taken: which of its competencies came or came back, and which were there already."""

    name: str
    title: str
    came: tuple[Competency, ...]
    known: tuple[Competency, ...]


class CompetencyService:
    """The verbs on competencies."""

    def __init__(self, store: UndoableStore) -> None:
        self._store = store

    def add(self, changes: Mapping[str, object]) -> Competency:
        """A competency of your own. Refused when the name is taken."""
        with self._store.transaction("add competency") as work:
            return work.put(_new(work.journal, changes))

    def edit(self, words: str, changes: Mapping[str, object], began: Competency | None = None) -> Competency:
        """The competency with another name, sentence, words or line on why you; what is tied to it stays tied."""
        with self._store.transaction("why me" if "why_me" in changes else "rename competency") as work:
            old = lookup.competency(work.journal, words)
            competency = changed(old, _parted(changes), began)
            _check_free(work.journal.subjects, competency.name, old.id)
            return work.put(competency)

    def use_pack(self, name: str) -> PackUsed:
        """The competencies of that pack, added to yours in your language; archived ones of it come back."""
        with self._store.transaction(f"use pack {name}") as work:
            pack_name = pack_named(name)
            journal, title = work.journal, pack(pack_name, work.journal.language).title
            names = {subject.name.casefold(): subject.id for subject in journal.subjects}
            added, present = [], []
            for offered in competencies_of(pack_name, journal.language):
                old = journal.competencies.get(offered.id)
                if names.get(offered.name.casefold(), offered.id) != offered.id or (
                    old and _is_settled(old, pack_name)
                ):
                    present.append(old or offered)
                    continue
                competency = replace(old, pack=pack_name, archived=False) if old is not None else offered
                work.put(competency)
                added.append(competency)
        return PackUsed(pack_name, title, tuple(added), tuple(present))

    def groups(self) -> tuple[PhraseGroup, ...]:
        """Phrases without a competency, by the words they share; nothing is saved."""
        journal = self._store.journal()
        return groups_of((finding.id, finding.quote) for finding in unsorted(journal))

    def sort(self, finding_ids: Collection[str], changes: Mapping[str, object], into: str = "") -> Competency:
        """The competency that these findings are tied to now: a new one with these fields, or the one named `into`.

        The words among the fields become its own, beside those it has.
        """
        with self._store.transaction("sort findings") as work:
            if into:
                old = lookup.competency(work.journal, into)
                words = _parted(changes).get("words")
                both = dict.fromkeys((*old.words, *(words if isinstance(words, tuple) else ())))
                competency = replace(old, words=tuple(both))
            else:
                competency = _new(work.journal, changes)
            work.put(competency)
            for finding_id in finding_ids:
                work.put(replace(lookup.finding(work.journal, finding_id), competency=competency.id))
        return competency

    def merge(self, words: str, into: str) -> Competency:
        """The competency that remains; findings, ratings, examples and answers of the first move to it."""
        with self._store.transaction("merge competencies") as work:
            source = lookup.competency(work.journal, words)
            target = lookup.competency(work.journal, into)
            _check_competency(source)
            _check_competency(target)
            for record in merged(work.journal, source, target):
                work.put(record)
        return target

    def archive(self, words: str, *, archived: bool = True) -> Competency:
        """The competency out of the way (or back), with its history kept."""
        with self._store.transaction("archive competency") as work:
            old = lookup.competency(work.journal, words)
            _check_competency(old)
            return work.put(replace(old, archived=archived, merged_into=old.merged_into if archived else None))


def _offered(journal: Journal, finding: Finding) -> tuple[str, str]:
    from afterword.domain.evaluation.plans import offer

    return offer(finding, journal.competency(finding.competency), journal.language)


def _new(journal: Journal, changes: Mapping[str, object]) -> Competency:
    """A competency of your own with an id that is free."""
    new = changed(Competency(id="", name=""), _parted(changes))
    _check_free(journal.subjects, new.name, None)
    used_ids = {subject.id for subject in journal.subjects}
    base = slug(new.name)
    free = (
        key for key in (base, *(f"{base}-{number}" for number in range(2, len(used_ids) + 3))) if key not in used_ids
    )
    return replace(new, id=next(free))


def _parted(changes: Mapping[str, object]) -> Mapping[str, object]:
    """The changes with words that were typed with commas between them as several."""
    words = changes.get("words")
    if not isinstance(words, tuple):
        return changes
    parts = (clean_line(part) for word in words for part in str(word).split(","))
    return {**changes, "words": tuple(dict.fromkeys(part for part in parts if part))}


def _is_settled(competency: Competency, name: str) -> bool:
    """Whether that competency of the pack needs nothing more: it stands there, or became part of another one."""
    return competency.pack == name and (not competency.archived or competency.merged_into is not None)


_SORTED = frozenset((FindingKind.STRENGTH, FindingKind.AREA, FindingKind.ADVICE))


def unsorted(journal: Journal) -> Iterator[Finding]:
    """What they said of you, or advised, that no competency caught; of interviews that are not removed."""
    for request in journal.live_requests:
        yield from (finding for finding in journal.findings_of(request.id) if _is_unsorted(journal, finding))
    for application in journal.live_applications:
        findings = journal.findings_in_words_of(application.id)
        yield from (finding for finding in findings if _is_unsorted(journal, finding))


def _is_unsorted(journal: Journal, finding: Finding) -> bool:
    return finding.kind in _SORTED and journal.competency(finding.competency) is None


def pack_named(words: str) -> str:
    """The pack of that name, or with that title in any language. Raises `NotFound` with the names there are."""
    typed = fold(words)
    for name in pack_names():
        titles = (fold(wording.title) for wording in pack_in_all_languages(name).values())
        if typed == name or typed in titles:
            return name
    raise NotFound(f"There is no pack “{clean_line(words)}”.", hint=f"Choose one of: {', '.join(pack_names())}.")


def _check_competency(subject: Competency) -> None:
    if subject.id == TELLING:
        raise UserError(
            f"“{subject.name}” is no competency: it is how answers were told.",
            hint="It stays as it is; findings can be tied to a competency instead.",
        )


def _check_free(competencies: tuple[Competency, ...], title: str, own_id: str | None) -> None:
    for competency in competencies:
        if competency.id != own_id and competency.name.casefold() == title.casefold():
            raise UserError(f"There is a competency called “{competency.name}” already.")


def merged(journal: Journal, source: Competency, target: Competency) -> tuple[Record, ...]:
    """The records that change when `source` goes into `target`; the first is archived and remembers where it went.

    Where one interview rates both, the rating of `target` stands and the other is kept in its note, so that nothing
    that was said before a reply is lost. Refused for one and the same, and for an archived target.
    """
    if source.id == target.id:
        raise UserError("A competency cannot be merged into itself.", hint="Name two different ones.")
    if target.archived:
        raise UserError(f"“{target.name}” is archived.", hint="Bring it back first, or choose another one.")
    why = target.why_me or source.why_me
    return (
        replace(source, archived=True, merged_into=target.id),
        *((replace(target, why_me=why),) if why != target.why_me else ()),
        *(
            replace(competency, merged_into=target.id)
            for competency in journal.competencies.values()
            if competency.merged_into == source.id
        ),
        *(
            replace(finding, competency=target.id)
            for finding in journal.findings.values()
            if finding.competency == source.id
        ),
        *_examples(journal, source.id, target.id),
        *_reflections(journal, source, target),
    )


def _examples(journal: Journal, source: str, target: str) -> Iterable[Record]:
    for example in journal.examples.values():
        if source in example.competencies:
            tied = dict.fromkeys(target if competency == source else competency for competency in example.competencies)
            yield replace(example, competencies=tuple(tied))


def _reflections(journal: Journal, source: Competency, target: Competency) -> Iterable[Record]:
    for reflection in journal.reflections.values():
        answers = tuple(
            replace(answer, competency=target.id) if answer.competency == source.id else answer
            for answer in reflection.answers
        )
        moved = replace(reflection, answers=answers, ratings=_ratings(reflection, source, target))
        if moved != reflection:
            yield moved


def _ratings(reflection: Reflection, source: Competency, target: Competency) -> tuple[Rating, ...]:
    from_id, to_id = COMPETENCY_PREFIX + source.id, COMPETENCY_PREFIX + target.id
    old, target_rating = reflection.rating(from_id), reflection.rating(to_id)
    if not old.is_given and not old.note:
        return reflection.ratings
    was = ""
    if not target_rating.is_given or (target_rating.value is None and old.value is not None):
        target_rating = replace(old, dimension=to_id, note=target_rating.note)
    elif old.value is not None:
        was = f"{source.name}: rated {old.value}."
    extra = " ".join(part for part in (was, old.note) if part)
    rating = replace(target_rating, note="\n".join(part for part in (target_rating.note, extra) if part))
    others = tuple(other for other in reflection.ratings if other.dimension not in (from_id, to_id))
    return tuple(sorted((*others, rating), key=lambda other: other.dimension))
