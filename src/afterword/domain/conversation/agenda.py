"""Owns what an application gives occasion to: coming interviews, a note, a question, an offer; and whom you know there.

All of it is computed from the records and the policy at one moment. What is due in a conversation once it has begun is
tracking's; how the due list words it is the tracker's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import chain
from types import ModuleType

from msgspec import Struct

from afterword.domain.conversation.facts import ConversationFacts, gather
from afterword.domain.conversation.request import Finding, FindingKind, Letter, Request
from afterword.domain.conversation.tracking import ComeBack, Occasions
from afterword.domain.dates import Policy
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import ASKED_LAST, PARTS, Part, Person
from afterword.domain.text import fold_name
from afterword.errors import UserError

_ANSWER_WITHIN = timedelta(days=30)
"""How long an offer waits for its answer here; an older one has been answered elsewhere."""
_REMEMBERED = timedelta(days=180)
"""How long after the last round silence is spoken of; rounds of one process lie no further apart."""
_NAMES = (FindingKind.OPPORTUNITY, FindingKind.ADVICE)
_FIRST = (Part.RECRUITER, Part.AGENCY, Part.MANAGER)
_SENTENCE_ENDS = ".!?\n"
_SENTENCE_END = re.compile(r"[.!?\n]")


class LetterOccasion(Struct, frozen=True):
    """A letter that an application gives occasion to from the day `on`; `person` is None where nobody can be reached.

    `interview` is the round it is about. `Letter.ACCEPT` stands for an answer to an offer, whichever it will be.
    """

    letter: Letter
    person: Person | None
    interview: Interview
    on: date


class Course(Struct, frozen=True):
    """An application at one moment: rounds that have taken place, earliest first, its people and conversations.

    `facts` go from the id of a person to what the conversation with them tells.
    """

    application: Application
    held: tuple[Interview, ...]
    is_going_on: bool
    people: Mapping[str, Person]
    facts: Mapping[str, ConversationFacts]

    @property
    def undecided(self) -> bool:
        """Whether a round took place, none is planned, nobody was asked for feedback, and no outcome is known."""
        pending = self.application.outcome is Outcome.PENDING and not self.is_going_on
        return pending and bool(self.held) and all(facts.asked is None for facts in self.facts.values())

    @property
    def enquired_on(self) -> date | None:
        """The day of the question where things stand, whoever was asked."""
        days = [facts.enquired.at.date() for facts in self.facts.values() if facts.enquired is not None]
        return max(days, default=None)

    @property
    def last_word(self) -> date:
        """The day of the last round, or of what anybody of them has written since."""
        replies = (reply for facts in self.facts.values() for reply in (facts.early_reply, facts.last_reply))
        return max([self.held[-1].day, *(reply.at.date() for reply in replies if reply is not None)])

    @property
    def contact(self) -> Person | None:
        """Whom to write to about the application: a contact such as the recruiter, else the last interviewer."""
        contacts = [self.people[person_id] for person_id in self.application.contacts]
        met = (self.people[person_id] for interview in reversed(self.held) for person_id in interview.interviewers)
        ranked = chain(sorted(contacts, key=lambda person: person.part not in _FIRST), met)
        return next((person for person in ranked if self._answers(person) and is_reachable(person)), None)

    def is_thanked(self, person: Person, interview: Interview) -> bool:
        """Whether they were written to since that interview, or asked for feedback; a note alone would come late."""
        facts = self.facts.get(person.id) or ConversationFacts()
        written = (letter for letter in (facts.noted, facts.enquired) if letter is not None)
        return facts.asked is not None or any(letter.at >= interview.at for letter in written)

    def _answers(self, person: Person) -> bool:
        """Whether nothing speaks against writing to them: they have not left, and were not put away."""
        facts = self.facts.get(person.id)
        return facts is None or (facts.left is None and facts.closed is None)


def course(journal: Journal, application: Application, now: datetime) -> Course:
    """How that application stands at `now`."""
    rounds = journal.rounds_of(application.id)
    return Course(
        application,
        tuple(interview for interview in rounds if interview.at <= now),
        any(interview.at > now for interview in rounds),
        {person.id: person for person in journal.people_of(application.id)},
        {request.person_id: gather(request) for request in journal.requests_of_application(application.id)},
    )


def is_reachable(person: Person) -> bool:
    """Whether they can be written to or called themselves: a program's address is nobody's."""
    return bool(person.phone) or _can_be_written_to(person)


def _can_be_written_to(person: Person) -> bool:
    from afterword.domain.greeting import is_program_address

    return bool(person.linkedin) or (bool(person.email) and not is_program_address(person.email))


def occasions_of(at: Course, policy: Policy, now: datetime) -> Iterator[LetterOccasion]:
    """The letters that this application gives occasion to at `now`, each to whom it goes."""
    if at.application.outcome is Outcome.OFFER:
        yield from _answer(at, policy, now.date())
    elif at.application.outcome is Outcome.PENDING:
        yield from _notes(at, policy, now)
        yield from _question(at, policy, now.date())


def _answer(at: Course, policy: Policy, today: date) -> Iterator[LetterOccasion]:
    heard = at.application.outcome_on
    answered = any(facts.answered is not None for facts in at.facts.values())
    if heard is not None and at.held and not answered and today <= heard + _ANSWER_WITHIN:
        yield LetterOccasion(Letter.ACCEPT, at.contact, at.held[-1], policy.weekday(heard))


def _notes(at: Course, policy: Policy, now: datetime) -> Iterator[LetterOccasion]:
    """Thanks for each interview while they are in time, to everybody in it who was not thanked since."""
    for interview in at.held if policy.note else ():
        day = interview.at.astimezone(now.tzinfo).date()
        if now.date() > policy.note_until(day):
            continue
        for person_id in interview.interviewers:
            facts, person = at.facts.get(person_id), at.people[person_id]
            put_away = facts is not None and facts.closed is not None
            if not put_away and not at.is_thanked(person, interview) and _can_be_written_to(person):
                yield LetterOccasion(Letter.NOTE, person, interview, day)


def _question(at: Course, policy: Policy, today: date) -> Iterator[LetterOccasion]:
    """Once, where things stand, until silence is taken as the answer."""
    silence = silent_from(at, policy, today)
    if silence is None or today >= silence or at.enquired_on is not None:
        return
    on = policy.status_due(at.last_word, at.application.promised_on)
    yield LetterOccasion(Letter.STATUS, at.contact, at.held[-1], on)


def silent_from(at: Course, policy: Policy, today: date) -> date | None:
    """The day from which nobody's word counts as no answer; None where somebody is still to be heard of."""
    if not at.undecided or today > at.held[-1].day + _REMEMBERED:
        return None
    return policy.ghosted_due(at.last_word, at.application.promised_on, at.enquired_on)


def is_coming(interview: Interview, application: Application, policy: Policy, now: datetime) -> bool:
    """Whether that interview lies ahead, and the day to prepare for it has come."""
    if interview.at <= now or application.is_ended or application.outcome is Outcome.REJECTED:
        return False
    return policy.prepare_due(interview.at.astimezone(now.tzinfo).date()) <= now.date()


def met_again(journal: Journal, interview: Interview) -> tuple[Person, ...]:
    """The people of that interview who were in an earlier one."""
    return tuple(person for person in journal.interviewers_of(interview) if met_earlier(journal, person, interview))


Named = dict[str, tuple[ComeBack, ...] | None]
"""The days to write again that the replies of a conversation name, by its request; None where nobody has looked."""


def occasions(
    journal: Journal, policy: Policy, now: datetime, among: Iterable[Request] | None = None, days: Named | None = None
) -> dict[str, Occasions]:
    """What each conversation has occasion to, of all, or of these, by the id of its request.

    Those given need not stand in the journal yet. Of what stands in `days` no words are read, and the others are added
    to it: the same words name the same days, whenever they are read.
    """
    read = {} if days is None else days
    marked: dict[str, list[Finding]] = {}
    of_application: dict[str, _About] = {}
    about: dict[str, tuple[Request, _About]] = {}
    for request in journal.live_requests if among is None else among:
        application = journal.application_of(journal.interviews[request.interview_id])
        if application.id not in of_application:
            of_application[application.id] = _About(journal, application, policy, now, marked, read)
        about[request.id] = request, of_application[application.id]
    for finding in journal.findings.values():
        belongs_to = finding.application_id or finding.request_id
        if (belongs_to in about or belongs_to in of_application) and finding.kind in _NAMES:
            marked.setdefault(belongs_to, []).append(finding)
    return {request_id: application.of(request) for request_id, (request, application) in about.items()}


def occasions_in(journal: Journal, request: Request, policy: Policy, now: datetime) -> Occasions:
    """What one conversation has occasion to; it need not stand in the journal yet."""
    return occasions(journal, policy, now, (request,))[request.id]


def letter_out(journal: Journal, request: Request, policy: Policy, now: datetime) -> Letter | None:
    """Which letter “I sent it” means while nothing is drafted, nobody was asked and nothing is decided.

    The note or the question where things stand, whichever is due; None where the conversation itself tells. Refused
    where it may be one or the other.
    """
    interview, facts = journal.interviews[request.interview_id], gather(request)
    outcome = journal.application_of(interview).outcome
    is_evident = request.draft is not None or facts.in_flight or facts.asked or facts.first_reply
    if is_evident or outcome not in (Outcome.PENDING, Outcome.OFFER):
        return None
    if facts.early_reply is not None and facts.thanked is None:
        return Letter.THANK_YOU
    fits = occasions_in(journal, request, policy, now)
    if outcome is Outcome.PENDING and fits.on is not None and fits.on <= now.date():
        return fits.letter
    if outcome is Outcome.PENDING and facts.noted is None and request.person_id in interview.interviewers:
        return Letter.NOTE
    kinds = "accept or decline" if outcome is Outcome.OFFER else "note, status or request"
    raise UserError(
        "Nothing is drafted here, so it has to be said which letter went out.",
        hint=f"Name it: afterword request sent {request.id} --kind KIND, which is {kinds}.",
    )


class _About(Struct, frozen=True, dict=True):
    """What one application gives occasion to.

    `marked` are the openings and the advice, by the id of the request, or of the application whose decision they quote;
    `read` are the days that were found in replies.
    """

    journal: Journal
    application: Application
    policy: Policy
    now: datetime
    marked: Mapping[str, Sequence[Finding]]
    read: Named

    def of(self, request: Request) -> Occasions:
        """What it gives occasion to in that conversation."""
        theirs, by_outcome = self._letters.get(request.person_id), self._outcome
        if (come_backs := self.read.get(request.id)) is None:
            come_backs = self.read[request.id] = _named_in_replies(
                request, self.marked.get(request.id, ()), self.policy
            )
        decided = self.marked.get(self.application.id, ())
        if decided and request.person_id == self._heir:
            by_decision = _named_in_decision(self.application, decided)
            come_backs = (*(each for each in come_backs if not (by_decision and each.guessed)), *by_decision)
        if theirs is None and not come_backs:
            return by_outcome
        return Occasions(
            decided=by_outcome.decided,
            ended=by_outcome.ended,
            letter=theirs.letter if theirs is not None else None,
            on=theirs.on if theirs is not None else None,
            come_back=tuple(each for each in _by_day(come_backs) if not self._came_again(each.said)),
        )

    @cached_property
    def _outcome(self) -> Occasions:
        """What a conversation without any occasion of its own has."""
        return Occasions(decided=self.application.decided_on, ended=self.application.is_ended)

    def _came_again(self, since: datetime) -> bool:
        """Whether another application at that company has reached an interview since: what was said is done."""
        latest = self.journal.latest_rounds.get(fold_name(self.application.company))
        return latest is not None and latest.at > since and latest.application_id != self.application.id

    @cached_property
    def _course(self) -> Course:
        return course(self.journal, self.application, self.now)

    @cached_property
    def _letters(self) -> dict[str, LetterOccasion]:
        """The first letter to each person; most applications are decided and give occasion to none."""
        if self.application.outcome not in (Outcome.PENDING, Outcome.OFFER):
            return {}
        letters: dict[str, LetterOccasion] = {}
        for occasion in occasions_of(self._course, self.policy, self.now):
            if occasion.person is not None:
                letters.setdefault(occasion.person.id, occasion)
        return letters

    @cached_property
    def _heir(self) -> str:
        """Who is written to again where the words of the decision speak of it."""
        asked = [request.person_id for request in self.journal.requests_of_application(self.application.id)]
        contact = self._course.contact
        return contact.id if contact is not None and contact.id in asked else (asked or [""])[-1]


def _named_in_replies(request: Request, marked: Sequence[Finding], policy: Policy) -> tuple[ComeBack, ...]:
    """The days to write again that what was marked in their replies names; of several replies the latest counts.

    An opening that names none is come back to after the months of the policy.
    """
    if not marked:
        return ()
    replies = {event.id: event for event in request.events if event.is_reply}
    come_backs: list[ComeBack] = []
    for finding in marked:
        reply = replies.get(finding.reply_id)
        if reply is None:
            continue
        reply_day = reply.at.date()
        day = _day_named(finding, reply.full_text if finding.whole else reply.text, reply_day)
        if day is not None:
            come_backs.append(ComeBack(day, finding.quote, reply.at, finding.id))
        elif finding.kind is FindingKind.OPPORTUNITY:
            come_backs.append(
                ComeBack(policy.reapproach_due(reply_day), finding.quote, reply.at, finding.id, guessed=True)
            )
    latest = [each for each in come_backs if each.said == max(come_backs, key=lambda each: each.said).said]
    return tuple(each for each in latest if not each.guessed) or tuple(latest[:1])


def _named_in_decision(application: Application, marked: Iterable[Finding]) -> tuple[ComeBack, ...]:
    """The days to write again that what was marked in the words of a decision names."""
    heard = application.outcome_on
    if heard is None:
        return ()
    decided_at = datetime.combine(heard, time(), tzinfo=application.created.tzinfo)
    days = [(day, finding) for finding in marked if (day := _day_named(finding, application.words, heard))]
    return tuple(ComeBack(day, finding.quote, decided_at, finding.id) for day, finding in days)


def _by_day(come_backs: Iterable[ComeBack]) -> Iterable[ComeBack]:
    """One for each day, earliest first: two people who say “in March” ask for one letter."""
    days: dict[date, ComeBack] = {}
    for come_back in sorted(come_backs, key=lambda come_back: (come_back.day, come_back.guessed)):
        days.setdefault(come_back.day, come_back)
    return days.values()


def _day_named(finding: Finding, text: str, said_on: date) -> date | None:
    """The day that the marked words name, else the sentence they stand in; of an advice only one to write again."""
    phrases, sentence = _phrases(), _sentence_around(text, finding.start, finding.start + len(finding.quote))
    if not phrases.may_name_a_day(sentence):
        return None
    day = phrases.when_to_write_again(finding.quote, said_on) or phrases.when_to_write_again(sentence, said_on)
    return day if finding.kind is FindingKind.OPPORTUNITY or (day and phrases.speaks_of_again(sentence)) else None


@cache
def _phrases() -> ModuleType:
    """The phrases of all languages, which only what was marked needs."""
    from afterword.domain import write_again

    return write_again


def _sentence_around(text: str, start: int, end: int) -> str:
    begin = max([text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS]) + 1
    stop = _SENTENCE_END.search(text, max(start, end - 1))
    return text[begin : stop.start() if stop is not None else len(text)]


# ── whom you know there ───────────────────────────────────────────────────────────────────────────────────────────────


_INSTEAD = (Part.RECRUITER, Part.AGENCY, Part.MANAGER, Part.INTERVIEWER, Part.INTERNAL)
PART_WORDS = dict(PARTS)
CLOSE_KINDLY = (
    "Nobody there can be written to, and that says nothing about you. Close it, and what you know yourself counts; "
    "or name a recruiter or another contact, and they are asked."
)


class Acquaintance(Struct, frozen=True):
    """Somebody of an interview, and the latest interview of another application in which you met them before."""

    person: Person
    interview: Interview

    @property
    def words(self) -> str:
        """`Max, 2025 · Hooli · Backend`."""
        met = self.interview
        return f"{self.person.first_name}, {met.day.year} · {met.company} · {met.role}"


def asking_order(rounds: Sequence[Interview], people: Iterable[Person]) -> tuple[Person, ...]:
    """The people of an application in the order in which they are asked, each once; `rounds` are earliest first.

    Whoever saw you in the latest round comes first, then whoever saw you in more of them; a hiring manager before the
    other people of that round, recruiters and agencies last.
    """
    last = {person_id: place for place, interview in enumerate(rounds) for person_id in interview.interviewers}
    often = {person_id: sum(person_id in interview.interviewers for interview in rounds) for person_id in last}

    def key(person: Person) -> tuple[bool, int, int, bool]:
        return (
            person.part in ASKED_LAST,
            -last.get(person.id, -1),
            -often.get(person.id, 0),
            person.part is not Part.MANAGER,
        )

    return tuple(sorted({person.id: person for person in people}.values(), key=key))


def is_written_to(person: Person) -> bool:
    """Whether a person reads what is written there, and no program or team."""
    from afterword.domain.greeting import is_program_address

    return not is_program_address(person.email)


def asked_instead(person: Person, people: Iterable[Person]) -> Person | None:
    """Who of the application's people is asked instead of a program: the recruiter, the agency, else anybody.

    None where there is nobody else whom a letter reaches.
    """
    others = [other for other in people if other.id != person.id and is_written_to(other) and _is_reached(other)]
    return min(others, key=lambda other: _INSTEAD.index(other.part), default=None)


def to_ask(rounds: Sequence[Interview], met: Iterable[Person], people: Iterable[Person]) -> tuple[Person, ...]:
    """Whom to ask of those you met, in order, each once; who is asked instead of a program stands in its place.

    `people` are all of the application. A program without anybody to ask instead is left out.
    """
    all_people = tuple(people)
    read = (
        person if is_written_to(person) else asked_instead(person, all_people) for person in asking_order(rounds, met)
    )
    return tuple({person.id: person for person in read if person is not None}.values())


def _is_reached(person: Person) -> bool:
    return bool(person.email or person.linkedin or person.phone)


def instead_words(person: Person, people: Iterable[Person]) -> str:
    """What to do where that address is read by a program, in a sentence; empty where a person reads it."""
    if is_written_to(person):
        return ""
    other = asked_instead(person, people)
    sentence = f"{person.email} is read by a program or a team."
    return f"{sentence} Ask {other.name} instead ({PART_WORDS[other.part]})." if other else f"{sentence} {CLOSE_KINDLY}"


def met_earlier(journal: Journal, person: Person, interview: Interview) -> tuple[Interview, ...]:
    """The interviews before that one in which that person interviewed you, latest first."""
    rounds = journal.rounds_with(person.id)
    return tuple(other for other in rounds if other.at < interview.at and person.id in other.interviewers)


def met_before(journal: Journal, interview: Interview) -> tuple[Acquaintance, ...]:
    """Those of its interviewers whom you met in an earlier application, with the latest interview of it."""
    acquaintances: list[Acquaintance] = []
    for person in journal.interviewers_of(interview):
        earlier = (other for other in journal.rounds_with(person.id) if other.at < interview.at)
        before = next((other for other in earlier if other.application_id != interview.application_id), None)
        acquaintances += [Acquaintance(person, before)] if before is not None else []
    return tuple(acquaintances)


def met_words(people: Sequence[Acquaintance]) -> str:
    """`met Max in 2025`, or `met Max, Eva before`, where there is little room."""
    names = ", ".join(acquaintance.person.first_name for acquaintance in people)
    when = f"in {people[0].interview.day.year}" if len(people) == 1 else "before"
    return f"met {names} {when}" if people else ""


def known_from(journal: Journal, person: Person) -> tuple[tuple[Application, tuple[Interview, ...]], ...]:
    """The applications that name somebody, latest first, each with the rounds in which they interviewed you."""
    ids = {interview.application_id for interview in journal.rounds_with(person.id)}
    latest = {application_id: journal.rounds_of(application_id)[-1] for application_id in ids}
    ordered = sorted(ids, key=lambda key: (latest[key].at, latest[key].id), reverse=True)
    return tuple(
        (
            journal.applications[application_id],
            tuple(
                each_round for each_round in journal.rounds_of(application_id) if person.id in each_round.interviewers
            ),
        )
        for application_id in ordered
    )
