"""Owns the verbs on what a person practises: examples, pointers and competencies."""

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.competency import Competency
from afterword.domain.example import Example, Rehearsal
from afterword.domain.finding import Finding
from afterword.domain.interview import check_took_place
from afterword.domain.journal import Journal
from afterword.domain.pointer import Kept, Pointer, check, check_words
from afterword.domain.text import clean, clean_line, slug
from afterword.errors import NotUnderstood, UserError
from afterword.ports import Clock, Ids
from afterword.services import lookup
from afterword.services.services import UndoableStore
from afterword.services.three_way import Was, settled, settled_value

_LONGEST_TELLING = 3600


class ExampleForm(Struct, frozen=True, kw_only=True):
    """What a person fills in about a story; competencies by id or name."""

    title: str
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    competencies: tuple[str, ...] = ()
    numbers: str = ""
    roles: tuple[str, ...] = ()


def form_of(example: Example) -> ExampleForm:
    """The form, filled with an example."""
    return ExampleForm(
        title=example.title,
        situation=example.situation,
        task=example.task,
        action=example.action,
        result=example.result,
        competencies=example.competencies,
        numbers=example.numbers,
        roles=example.roles,
    )


class ExampleService:
    """The verbs on examples."""

    def __init__(self, ledger: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids

    def add(self, form: ExampleForm) -> Example:
        """A new example; a title is enough to begin with."""
        _check_title(form)
        with self._store.transaction("add example") as work:
            example = _told(work.journal, Example(id=self._ids.new(), title="", created=self._clock.now()), form)
            work.put(example)
        return example

    def edit(self, example_id: str, form: ExampleForm, began: ExampleForm | None = None) -> Example:
        """The example with what the form changed since it `began`."""
        _check_title(form)
        with self._store.transaction("edit example") as work:
            old = lookup.example(work.journal, example_id)
            example = _told(work.journal, old, settled(form, began, form_of(old)))
            work.put(example)
        return example

    def rehearse(self, example_id: str, seconds: int, *, without_notes: bool = False) -> Example:
        """The example with one more time it was told aloud, now, for so many seconds."""
        if not 0 < seconds <= _LONGEST_TELLING:
            raise NotUnderstood(f"{seconds} seconds cannot be right.", hint="Between one second and one hour.")
        with self._store.transaction("rehearse") as work:
            old = lookup.example(work.journal, example_id)
            told = Rehearsal(at=self._clock.now(), seconds=seconds, without_notes=without_notes)
            example = replace(old, rehearsals=(*old.rehearsals, told))
            work.put(example)
        return example

    def restore(self, example_id: str) -> Example:
        """A removed example, back in the bank."""
        with self._store.transaction("restore example") as work:
            removed = {key: one for key, one in work.journal.examples.items() if one.deleted is not None}
            example = replace(lookup.by_prefix(removed, example_id, "example"), deleted=None)
            work.put(example)
        return example

    def remove(self, example_id: str) -> Example:
        """The example marked as removed."""
        with self._store.transaction("remove example") as work:
            example = replace(lookup.example(work.journal, example_id), deleted=self._clock.now())
            work.put(example)
        return example


def _check_title(form: ExampleForm) -> None:
    if not clean_line(form.title):
        raise NotUnderstood("The example needs a title.", hint="A few words to find it by.")


def _told(journal: Journal, example: Example, form: ExampleForm) -> Example:
    """The example as the form tells it."""
    chosen = (lookup.competency(journal, words).id for words in form.competencies)
    return replace(
        example,
        title=clean_line(form.title),
        situation=clean(form.situation).strip(),
        task=clean(form.task).strip(),
        action=clean(form.action).strip(),
        result=clean(form.result).strip(),
        competencies=tuple(dict.fromkeys(chosen)),
        numbers=clean(form.numbers).strip(),
        roles=tuple(dict.fromkeys(role for words in form.roles if (role := clean_line(words)))),
    )


class PointerForm(Struct, frozen=True, kw_only=True):
    """The two halves of a pointer: *When …, I will …*."""

    when: str
    will: str


class PointerService:
    """The verbs on pointers."""

    def __init__(self, ledger: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids

    def add(self, when: str, will: str, interview_id: str | None = None, finding_id: str | None = None) -> Pointer:
        """A new pointer, *When …, I will …*, from an interview or a finding where there is one."""
        first, second = check_words(clean_line(when), clean_line(will))
        with self._store.transaction("add pointer") as work:
            origin = lookup.live_interview(work.journal, interview_id).id if interview_id else None
            finding = lookup.finding(work.journal, finding_id) if finding_id else None
            if finding is not None and origin is None:
                origin = work.journal.requests[finding.request_id].interview_id
            pointer = Pointer(
                id=self._ids.new(),
                when=first,
                will=second,
                created=self._clock.now(),
                interview_id=origin,
                finding_id=finding.id if finding else None,
            )
            work.put(pointer)
        return pointer

    def from_finding(self, finding_id: str, when: str = "", will: str = "") -> Pointer:
        """A new pointer from a finding; a half that is not given takes the words offered."""
        first, second = self.offer(finding_id)
        return self.add(when.strip() or first, will.strip() or second, finding_id=finding_id)

    def offer(self, finding_id: str) -> tuple[str, str]:
        """Words to begin with, *when* and *I will*; nothing is saved."""
        return _offered(self._store.journal(), lookup.finding(self._store.journal(), finding_id))

    def edit(self, pointer_id: str, when: str, will: str, began: PointerForm | None = None) -> Pointer:
        """The pointer in other words; a half that stands as it `began` is left as it is now."""
        first, second = check_words(clean_line(when), clean_line(will))
        with self._store.transaction("edit pointer") as work:
            old = lookup.pointer(work.journal, pointer_id)
            form = settled(PointerForm(when=first, will=second), began, PointerForm(when=old.when, will=old.will))
            pointer = replace(old, when=form.when, will=form.will)
            work.put(pointer)
        return pointer

    def check(self, pointer_id: str, interview_id: str, kept: Kept) -> Pointer:
        """The pointer with what became of it in that interview, which must have taken place."""
        with self._store.transaction("check pointer") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            check_took_place(interview, self._clock.now())
            pointer = check(lookup.pointer(work.journal, pointer_id), interview.id, kept, self._clock.now().date())
            work.put(pointer)
        return pointer

    def remove(self, pointer_id: str) -> Pointer:
        """The pointer marked as removed."""
        with self._store.transaction("remove pointer") as work:
            pointer = replace(lookup.pointer(work.journal, pointer_id), deleted=self._clock.now())
            work.put(pointer)
        return pointer


class CompetencyForm(Struct, frozen=True, kw_only=True):
    """The name of a competency, and the sentence of behaviour that shows it."""

    name: str
    anchor: str


class CompetencyService:
    """The verbs on competencies."""

    def __init__(self, ledger: UndoableStore) -> None:
        self._store = ledger

    def add(self, name: str, anchor: str = "") -> Competency:
        """A competency of your own. Refused when the name is taken."""
        title = _name(name)
        with self._store.transaction("add competency") as work:
            known = work.journal.all_competencies
            _check_free(known, title, None)
            taken = {one.id for one in known}
            key = base = slug(title)
            number = 2
            while key in taken:
                key, number = f"{base}-{number}", number + 1
            competency = Competency(id=key, name=title, anchor=clean_line(anchor))
            work.put(competency)
        return competency

    def rename(
        self, words: str, name: str, anchor: str | None = None, began: CompetencyForm | None = None
    ) -> Competency:
        """The competency under another name; everything tied to it stays tied."""
        title = _name(name)
        with self._store.transaction("rename competency") as work:
            old = lookup.competency(work.journal, words)
            mine = CompetencyForm(name=title, anchor=old.anchor if anchor is None else clean_line(anchor))
            form = settled(mine, began, CompetencyForm(name=old.name, anchor=old.anchor))
            _check_free(work.journal.all_competencies, form.name, old.id)
            competency = replace(old, name=form.name, anchor=form.anchor)
            work.put(competency)
        return competency

    def set_why_me(self, words: str, line: str, was: Was[str] | None = None) -> Competency:
        """The competency with your own line on why you; an empty one takes it away."""
        with self._store.transaction("why me") as work:
            old = lookup.competency(work.journal, words)
            competency = replace(old, why_me=settled_value("line", clean_line(line), was, old.why_me))
            work.put(competency)
        return competency

    def merge(self, words: str, into: str) -> Competency:
        """The competency that remains; findings, ratings, examples and answers of the first move to it."""
        from afterword.domain.merging import merged

        with self._store.transaction("merge competencies") as work:
            source = lookup.competency(work.journal, words)
            target = lookup.competency(work.journal, into)
            for record in merged(work.journal, source, target):
                work.put(record)
        return target

    def archive(self, words: str, *, archived: bool = True) -> Competency:
        """The competency out of the way (or back), with its history kept."""
        with self._store.transaction("archive competency") as work:
            old = lookup.competency(work.journal, words)
            competency = replace(old, archived=archived, merged_into=old.merged_into if archived else None)
            work.put(competency)
        return competency


def _offered(journal: Journal, finding: Finding) -> tuple[str, str]:
    from afterword.domain.evaluation.pointers import offer

    return offer(finding, journal.competency(finding.competency))


def _name(name: str) -> str:
    title = clean_line(name)
    if not title:
        raise NotUnderstood("A competency needs a name.")
    return title


def _check_free(known: tuple[Competency, ...], title: str, own_id: str | None) -> None:
    for one in known:
        if one.id != own_id and one.name.casefold() == title.casefold():
            raise UserError(f"There is a competency called “{one.name}” already.")
