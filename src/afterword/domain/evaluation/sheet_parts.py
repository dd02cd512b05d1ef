"""Owns the parts of the prep sheet for one interview: whom you meet again, what they may ask, logistics, examples.

And its words: sentences of a story, plans in their own language, what holds a figure, the letter to me.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice

from msgspec import Struct

from afterword.domain.conversation.agenda import met_earlier
from afterword.domain.conversation.phrasing import language_of
from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import show_date, show_moment
from afterword.domain.demands import Demanded, is_alike, is_other_work, is_same, shared_words
from afterword.domain.evaluation.claims import Claim, Evidence
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import BankEntry
from afterword.domain.evaluation.questions import Asked, Question, Questions, likely
from afterword.domain.interview import LONGEST_TRAVEL, MODES, Interview, Mode
from afterword.domain.journal import Journal
from afterword.domain.people import PARTS, Part, Person
from afterword.domain.practice import TELLING_SECONDS, Competency, Example, Kept, Pointer
from afterword.domain.reflection import OwnQuestion
from afterword.domain.text import capital, clean_line, plural, shorten
from afterword.languages.loader import DEFAULT, gather, load

MOST_EXAMPLES = 3
_TELLABLE = 0.3
"""Below this meter a begun story is not offered for telling."""
_ROLE_FIT, _OTHER_ROLE = 2, 0.4
"""What it adds that a story was written for such a role, and the share that counts of one written for others."""
_SPARE = timedelta(minutes=15)
_QUOTED, _MOST_QUOTED = 160, 2
"""Characters of a quotation in the letter to me, and how many interviews it quotes."""
# A sentence ends at its mark, not behind an initial or a short title such as “Dr.”.
_SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\b[A-Z]\w)(?<!\b[A-Z]\w\w)[.!?…]+[”\"’)]?\s+(?=\S)")
_DIGIT = re.compile(r"[\d%]")
_SHARE = re.compile(r"%|\d\s*/\s*\d+|\b\d+ (?:of|out of|von|sur|de) \d+\b")


def sentences(example: Example) -> Iterator[str]:
    """The sentences of a story from its beginning."""
    for part in (example.situation, example.task, example.action):
        text = clean_line(part)
        begin = 0
        for end in _SENTENCE_END.finditer(text):
            yield text[begin : end.end()].strip()
            begin = end.end()
        if text[begin:]:
            yield text[begin:]


@cache
def _signs(name: str) -> re.Pattern[str]:
    """Words by which praise turns (`but`), and by which a share or a rating is written out (`figures`)."""
    words = gather("sheet", "evening", dict[str, tuple[str, ...]])[name]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def is_plain_praise(words: str) -> bool:
    """Whether praise holds no figure, and does not turn into something else by a “but”."""
    return not has_figures(words) and _signs("but").search(words) is None


def has_share(words: str) -> bool:
    """Whether the words name a share or a rating: “40 %”, “4 of 5”."""
    return _SHARE.search(words) is not None or _signs("figures").search(words) is not None


def has_figures(words: str) -> bool:
    """Whether the words hold any figure."""
    return _DIGIT.search(words) is not None or _signs("figures").search(words) is not None


class _Plan(Struct, frozen=True):
    """How a plan is said: `say` where the second half fits `infinitive`, else `otherwise`; `drops` is not repeated."""

    say: str
    otherwise: str
    infinitive: re.Pattern[str]
    drops: re.Pattern[str]


def plan_words(pointer: Pointer) -> str:
    """The plan as one sentence in the language it was written in: `Wenn sie nach SAP fragen, werde ich …`."""
    language = language_of(f"{pointer.when} {pointer.will}", DEFAULT)
    if language == DEFAULT:
        return pointer.sentence
    plan = load("sheet", _Plan, language, "plan")
    when, will = (plan.drops.sub("", half).rstrip(" .,…") for half in (pointer.when, pointer.will))
    template = plan.say if plan.infinitive.fullmatch(will) else plan.otherwise
    return template.format(when=when, will=will)


def question_on(competency: Competency) -> str:
    """A question that asks for it, to prepare one story on."""
    questions = load("sheet", dict[str, str], section="questions")
    return questions.get(competency.id) or f"Can you tell us about one time that called for {competency.name.lower()}?"


# ── whom you meet again ───────────────────────────────────────────────────────────────────────────────────────────────


MOST_REMARKS, MOST_OWN_QUESTIONS = 3, 3
_FEWEST = 2
"""Questions that are shown even where less speaks for them."""
_TOLD = (FindingKind.AREA, FindingKind.ADVICE, FindingKind.STRENGTH, FindingKind.OPPORTUNITY)
"""What they said, in the order in which it is worth knowing before meeting them again."""


class Remark(Struct, frozen=True):
    """Something that was said about an earlier interview, and what you have done about it since; empty for nothing."""

    said: Evidence
    since: str = ""


class Encounter(Struct, frozen=True):
    """Somebody you will meet, or (without a person) the company where others know you already.

    `met` says when you met before, `remarks` what they said then.
    """

    name: str
    part: str = ""
    met: str = ""
    remember: str = ""
    remarks: tuple[Remark, ...] = ()


def encounters(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Encounter, ...]:
    """Everybody of the interview, then what others at that company said before, where anybody did."""
    people = journal.interviewers_of(interview)
    by_person: dict[str, list[Evidence]] = {person.id: [] for person in people}
    others: list[Evidence] = []
    for kind in _TOLD:
        for piece in whole.material.of_kind(kind):
            request, about = journal.requests.get(piece.request_id), journal.interviews.get(piece.interview_id)
            by_them = by_person.get(request.person_id) if request is not None else None
            if piece.from_mentor:
                continue
            if by_them is not None:
                by_them.append(piece)
            elif about is not None and about.id != interview.id and is_same(about.company, interview.company):
                others.append(piece)
    all_encounters = []
    for person in people:
        # `met on Tue 3 Nov 2026 (Initech · Nurse, first call)`; nothing of somebody new.
        met = [
            f"met on {show_date(other.day)} ({', '.join(filter(None, (other.label, other.round)))})"
            for other in islice(met_earlier(journal, person, interview), 1)
        ]
        part = "" if person.part is Part.INTERVIEWER else dict(PARTS)[person.part]
        remarks = _remarks(journal, whole, by_person[person.id], interview)
        all_encounters.append(Encounter(person.name, part, "".join(met), person.remember, remarks))
    if remarks := _remarks(journal, whole, others, interview):
        all_encounters.append(Encounter(f"Others at {interview.company}", remarks=remarks))
    return tuple(all_encounters)


def _remarks(
    journal: Journal, whole: Evaluation, pieces: Iterable[Evidence], interview: Interview
) -> tuple[Remark, ...]:
    """At most three of what was said before this interview: of each kind the latest first, then the rest."""
    earlier = [piece for piece in pieces if piece.on <= interview.day and piece.interview_id != interview.id]
    latest = sorted(earlier, key=lambda piece: (-piece.on.toordinal(), piece.finding_id))
    first_of_each = {piece.marked: piece for piece in reversed(latest)}
    first = [first_of_each[kind] for kind in _TOLD if kind in first_of_each]
    chosen = [*first, *(piece for piece in latest if piece not in first)][:MOST_REMARKS]
    return tuple(Remark(piece, since(journal, whole, piece)) for piece in chosen)


def since(journal: Journal, whole: Evaluation, piece: Evidence) -> str:
    """What was done about something they said: an action with its day, or a pointer and what became of it."""
    if piece.marked not in (FindingKind.AREA, FindingKind.ADVICE):
        return ""
    finding = journal.findings.get(piece.finding_id)
    todo = finding.todo if finding is not None else None
    if todo is not None:
        done = f"done {show_date(todo.done)}" if todo.done is not None else f"by {show_date(todo.due)}"
        return f"{todo.text} ({done})"
    pointers = (history for history in whole.pointers if history.pointer.finding_id == piece.finding_id)
    # Else one on the same competency that was kept since.
    competency = finding.competency if finding is not None else None
    alike = (history for history in whole.pointers if competency is not None and history.competency == competency)
    kept = (
        history
        for history in alike
        if any(check.kept in (Kept.DONE, Kept.PARTLY) and check.evidence.on >= piece.on for check in history.checks)
    )
    practised = next(pointers, None) or next(kept, None)
    return f"{plan_words(practised.pointer).rstrip('.')} ({practised.words})" if practised is not None else ""


# ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def questions_to_expect(questions: Questions, interview: Interview, demands: Mapping[str, int]) -> tuple[Question, ...]:
    """At most four that were asked before and may come again, likeliest first; two where less speaks for them.

    `demands` are the weights of what is asked for, by competency id. A question on something this interview does not
    ask for, from interviews unlike it, is left out.
    """
    fitting = [question for question in questions.theirs if _fits(question, interview, demands)]
    expected = likely(interview, fitting, demands.keys())

    def is_new_here(asked: Asked) -> bool:
        return asked.interview.at < interview.at and asked.interview.application_id != interview.application_id

    more = (
        question
        for question in fitting
        if question not in expected and question.competency is None and all(map(is_new_here, question.asked))
    )
    return (*expected, *islice(more, max(0, _FEWEST - len(expected))))


def _fits(question: Question, interview: Interview, demands: Mapping[str, int]) -> bool:
    if question.competency is None or question.competency in demands:
        elsewhere = all(is_other_work(asked.interview.role, interview) for asked in question.asked)
        if question.competency in demands or not elsewhere:
            return True
    return any(
        is_alike(asked.interview, interview) or asked.answer.person_id in interview.interviewers
        for asked in question.asked
    )


def questions_to_ask(questions: Questions, interview: Interview) -> tuple[OwnQuestion, ...]:
    """At most three that you asked elsewhere and got an answer to, those of interviews like this one first.

    What this company has answered already is left out.
    """
    alike: list[OwnQuestion] = []
    others: list[OwnQuestion] = []
    for yours in questions.yours:
        earlier = (asked for asked in yours.asked if asked.interview.at < interview.at)
        answered = [asked for asked in earlier if asked.interview.id != interview.id and asked.question.reply.strip()]
        if any(is_same(asked.interview.company, interview.company) for asked in answered):
            continue
        fitting = [asked for asked in answered if is_alike(asked.interview, interview)]
        if fitting or not all(is_other_work(asked.interview.role, interview) for asked in answered):
            (alike if fitting else others).append((fitting or answered)[-1].question)
    return tuple([*alike, *others[: max(0, _FEWEST - len(alike))]][:MOST_OWN_QUESTIONS])


# ── logistics ─────────────────────────────────────────────────────────────────────────────────────────────────────────


_PLACES = {Mode.VIDEO: "Link", Mode.PHONE: "Number", Mode.ONE_WAY: "Link", Mode.TAKE_HOME: "Link"}
_READY = {
    Mode.VIDEO: "Try camera, sound and light a quarter of an hour before; put the stories beside the camera.",
    Mode.PHONE: "A quiet place, a charged phone, this sheet in front of you; stand up when it rings.",
    Mode.ASSESSMENT: "Several tasks, some in a group: eat before, bring water, ask what each task is judged by.",
    Mode.TRIAL: "Clothes and shoes you can work in; ask who shows you round, and whom you may ask.",
    Mode.ONE_WAY: "You speak to a camera alone: record one answer to try it, then look into the lens.",
    Mode.TAKE_HOME: "Read the task twice, ask what is unclear, and keep half an hour to read it over at the end.",
}


def logistics(interview: Interview, people: Iterable[Person]) -> tuple[tuple[str, str], ...]:
    """When in the zone of the place, where, with whom, when to leave, and what to have ready for this way to meet.

    Each with its label: `When`, `Wed 25 Nov 2026 10:00 (Europe/Berlin)`.
    """
    leave = leaving(interview)
    early = "" if leave is None else f"; leave by {leave:%H:%M} to be a quarter of an hour early"
    facts = (
        (
            "Hand in by" if interview.mode is Mode.TAKE_HOME else "When",
            f"{show_moment(interview.local)} ({interview.zone})",
        ),
        (_PLACES.get(interview.mode, "Where"), interview.where),
        ("How", dict(MODES)[interview.mode]),
        ("With", ", ".join(person.name for person in people)),
        ("Getting there", early and f"{plural(interview.travel_minutes or 0, 'minute')}{early}"),
        ("Have ready", _READY.get(interview.mode, "")),
        ("Notes", interview.notes),
    )
    return tuple((label, words) for label, words in facts if words)


def leaving(interview: Interview) -> datetime | None:
    """When to leave to be a quarter of an hour early; None where the way is not known."""
    minutes = interview.travel_minutes
    if minutes is None or not 0 <= minutes <= LONGEST_TRAVEL:
        return None
    return interview.local - timedelta(minutes=minutes) - _SPARE


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Chosen(Struct, frozen=True):
    """An example to tell, and the competencies asked for that it covers."""

    entry: BankEntry
    covers: tuple[Competency, ...]

    @property
    def first_sentence(self) -> str:
        """What to say first: the first sentence of the story."""
        return next(sentences(self.entry.example), "")

    @property
    def told_words(self) -> str:
        """`told twice, last at Hooli · SRE`, and to tell it aloud where that was never done."""
        aloud = "" if self.entry.example.rehearsals else f"; tell it aloud once, in about {TELLING_SECONDS} seconds"
        return f"{self.entry.told_words}{aloud}"


def choose_examples(
    entries: Iterable[BankEntry], asked: Iterable[Demanded], interview: Interview
) -> tuple[Chosen, ...]:
    """At most three examples that together cover what is asked, best covering first.

    An example counts by the demands it still adds, by its meter, and by fitting the role; one that was told at this
    company already comes after the others, and one that was written for other work is left out where another can stand.
    """
    remaining = {demand.competency.id: demand for demand in asked}
    order = list(remaining.values())
    tellable = [entry for entry in entries if entry.example.ready or entry.meter >= _TELLABLE]
    pool = [entry for entry in tellable if not is_other_work(" ".join(entry.example.roles), interview)] or tellable
    chosen: list[Chosen] = []
    while pool and len(chosen) < MOST_EXAMPLES:
        weights = {key: demand.weight for key, demand in remaining.items()}
        best = max(pool, key=lambda entry: (*_fitness(entry, weights, interview), entry.example.id))
        pool.remove(best)
        tied = set(best.example.competencies)
        chosen.append(Chosen(best, tuple(demand.competency for demand in order if demand.competency.id in tied)))
        remaining = {key: demand for key, demand in remaining.items() if key not in tied}
    return tuple(chosen)


def _role_fit(entry: BankEntry, interview: Interview) -> int | None:
    """How many words the roles it was said to fit share with this one; None where it fits any."""
    roles = " ".join(entry.example.roles)
    if not roles:
        return None
    return shared_words(roles, interview.role) or int(roles.casefold() in interview.role.casefold())


def _fitness(
    entry: BankEntry, weights: Mapping[str, int], interview: Interview
) -> tuple[float, bool, bool, int, float]:
    """What it adds; whether it fits the role, was not told at this company yet; its likeness; how much of it stands.

    It adds the weight of the demands it covers by how much of it stands, and how well it fits the role.
    """
    example, role_fit = entry.example, _role_fit(entry, interview)
    added = sum(weights.get(key, 0) for key in example.competencies) * (0.5 + entry.meter / 2)
    if role_fit is not None:
        added = added + _ROLE_FIT * min(role_fit, 2) if role_fit else added * _OTHER_ROLE
    told_here = any(telling.evidence.where.startswith(f"{interview.company} · ") for telling in entry.tellings)
    alike = shared_words(f"{example.title} {example.situation}", f"{interview.role} {interview.round}")
    return round(added, 6), role_fit != 0, not told_here, alike, entry.meter


class Story(Struct, frozen=True):
    """A story by its title, and what to say first; each is empty where it would hold a figure."""

    title: str
    first_sentence: str


def plain_story(example: Example) -> Story:
    """The title of an example, and its first sentence that holds no figure."""
    first = next((sentence for sentence in sentences(example) if not has_figures(sentence)), "")
    return Story("" if has_figures(example.title) else example.title, first)


def quotes(strength: Claim, count: int = 2) -> tuple[Evidence, ...]:
    """The latest words behind a strength, at most `count`, from different conversations where there are several."""
    latest = [piece for piece in reversed(strength.evidence) if piece.marked is FindingKind.STRENGTH]
    first_of_each = list({piece.request_id: piece for piece in reversed(latest)}.values())[::-1]
    chosen = {piece.finding_id for piece in first_of_each}
    rest = (piece for piece in latest if piece.finding_id not in chosen)
    return tuple([*first_of_each, *rest][:count])


# ── the letter to me: only my own words and theirs; nothing is invented ──────────────────────────────────────────────


def letter_to_me(journal: Journal, interview: Interview, praise: Evidence | None) -> str:
    """A few paragraphs, parted by blank lines, the last of them what they praised; short where little is known."""
    well = _went_well(journal, interview)
    nothing = (
        "Nothing is written down yet. After this one I will note what went well, before anything else.",
        "They asked me to come: what they have read of me was worth their time.",
    )
    parts = (
        f"Before {interview.company}, a few lines from me to me.",
        "However it ends, one interview proves nothing, and I will know more after it than before.",
        *(nothing if not well and praise is None else well),
        *([f"{praise_words(praise)}. I did that, and can again."] if praise is not None else []),
    )
    return "\n\n".join(parts)


def praise_words(praise: Evidence) -> str:
    """Who said what: `Ada Byron (Initech · Nurse) said: “calm with the family”`."""
    return f"{capital(praise.who)} ({praise.where}) said: “{shorten(praise.words.strip(' .,;'), _QUOTED)}”"


def _went_well(journal: Journal, interview: Interview) -> list[str]:
    """What went well in the latest earlier interviews, in my own words; only in those like this one where there are."""
    written = [
        earlier
        for earlier in journal.live_interviews
        if earlier.at < interview.at and journal.reflection_of(earlier.id).went_well.strip()
    ]
    alike = [earlier for earlier in written if is_alike(earlier, interview)]
    quoted: dict[str, str] = {}
    for earlier in alike or written:
        quoted.setdefault(shorten(journal.reflection_of(earlier.id).went_well, _QUOTED), earlier.company)
    return [f"After {company} I wrote: “{words}”" for words, company in list(quoted.items())[:_MOST_QUOTED]]
