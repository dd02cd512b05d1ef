"""Owns how what is due is told: what, who, why, since when and in which group; and what comes next where nothing is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from afterword.domain.conversation import agenda
from afterword.domain.conversation.request import FindingKind
from afterword.domain.conversation.tracker import DUE_OF, SENTENCES, Due, DueAction, TrackerRow, occasion_words
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import WEEKDAYS, Policy, show_date, show_short
from afterword.domain.interview import HANDED_IN, MODES, Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.text import clean_line, plural, shorten

_MODE_WORDS = dict(MODES)
_QUOTED = 60
_COUNTED = 30
"""Days up to which it is told how many they are; beyond, the day itself says more."""
_IN_THE_HEADER = 12
_MOST_COMING = 6
NOT_A_NAME = frozenset(
    {
        *("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "sister", "matron", "nurse"),
        *("frau", "herr", "schwester", "pfleger", "madame", "mme", "monsieur", "señor", "señora", "doña", "don"),
    }
)
"""What may stand where a first name would, without a full stop: what people are addressed as."""


class DueGroup(StrEnum):
    """What belongs together in the list of what is due, in its order."""

    AHEAD = "Ahead"
    DECIDE = "To decide"
    WRITE = "People"
    QUIET = "In a quiet moment"


LETTERS = (
    DueAction.NOTE,
    DueAction.THANK,
    DueAction.ASK,
    DueAction.SEND,
    DueAction.FOLLOW_UP,
    DueAction.STATUS,
    DueAction.REAPPROACH,
)
"""What is done by writing a letter, of which several can be written, looked through and sent together."""


def group_of(item: Due) -> DueGroup:
    """Where it stands in the list."""
    return _WORDS[item.action].group


def is_letter(item: Due) -> bool:
    """Whether it is done by a letter that somebody can be written."""
    return item.action in LETTERS and bool(item.request_id or item.person_id)


class _Words(Struct, frozen=True):
    """How a kind of thing is told: in the list, in the header, why it is due as a sentence, and what is done then.

    `why` is the reason in the list, where no day or word of theirs stands there.
    """

    what: str
    short: str
    reason: str
    does: str
    group: DueGroup = DueGroup.WRITE
    why: str = ""


_WORDS = {
    DueAction.INTERVIEW: _Words(
        "interview", "{place} today", "It is today, {when}.", "shows the prep sheet once more.", DueGroup.AHEAD
    ),
    DueAction.EVENING: _Words(
        "read a page",
        "{place} tomorrow",
        "It is tomorrow, {when}.",
        "shows one page without figures for tonight.",
        DueGroup.AHEAD,
    ),
    DueAction.PREPARE: _Words(
        "prepare",
        "{place} {soon}",
        "It is on {when}: {soon}.",
        "shows the prep sheet: pointers, strengths, examples, and who you meet.",
        DueGroup.AHEAD,
    ),
    DueAction.SETTLE: _Words(
        "did it go out?",
        "settle the letter to {name}",
        "The program was stopped while the letter to {who} was on its way.",
        "asks whether it went out; your sent mail knows.",
        DueGroup.DECIDE,
        why="sending broke off",
    ),
    DueAction.OFFER: _Words(
        "answer offer",
        "answer {company}",
        "{company} made you an offer{heard}, and waits for an answer.",
        "asks whether you accept or decline, and writes it with thanks.",
        DueGroup.DECIDE,
        why="an offer",
    ),
    DueAction.CONFIRM_REJECTION: _Words(
        "confirm",
        "confirm a rejection",
        "A mail reads like a rejection. Nothing is noted unasked.",
        "shows the mail.",
        DueGroup.DECIDE,
    ),
    DueAction.CONFIRM_OFFER: _Words(
        "confirm",
        "confirm an offer",
        "A mail reads like an offer. Nothing is noted unasked.",
        "shows the mail.",
        DueGroup.DECIDE,
    ),
    DueAction.ADD_INTERVIEW: _Words(
        "add interview",
        "add an interview",
        "A mail invites you to an interview. Nothing is added unasked.",
        "shows the mail, and fills in the form from it.",
        DueGroup.DECIDE,
    ),
    DueAction.PLACE: _Words(
        "place a mail",
        "place a mail",
        "A mail concerns somebody here, and it is not sure which conversation it belongs to.",
        "shows the mail and where it may belong.",
        DueGroup.DECIDE,
    ),
    DueAction.NOTE: _Words(
        "thank",
        "thank {name}",
        "You met {who} on {met}. A note of thanks is in time within a day.",
        "writes a few lines; you see them before they go.",
    ),
    DueAction.THANK: _Words(
        "thank",
        "thank {name}",
        "{who} replied{replied}. Thanks that take up what they said keep the door open.",
        "writes the thank-you; what they said can be marked first.",
    ),
    DueAction.READ: _Words(
        "read",
        "read {name}’s answer",
        "{who} has written again since you thanked them. Nothing is owed; it may hold advice or an opening.",
        "shows what they wrote, to be marked.",
    ),
    DueAction.FIX_ADDRESS: _Words(
        "mend address",
        "mend {name}’s address",
        "The letter to {who} came back.",
        "opens the address; the letter is a draft again then.",
        why="it came back",
    ),
    DueAction.ASK_ELSE: _Words(
        "ask another",
        "ask another than {name}",
        "{who} has left {company}.",
        "opens the interview, to add somebody else who was there.",
        why="left the company",
    ),
    DueAction.ASK: _Words(
        "ask",
        "ask {name}",
        "{decided}. A day or two later people still remember the talk and answer most often.",
        "writes the request; you see it before it goes.",
        why="the decision is known",
    ),
    DueAction.SEND: _Words(
        "send draft",
        "send {name}’s letter",
        "A letter to {who} is written and has not gone out.",
        "opens the letter, to send it.",
        why="not sent yet",
    ),
    DueAction.FOLLOW_UP: _Words(
        "remind",
        "remind {name}",
        "You asked {who}{asked}, and no answer has come. That is normal; one kind reminder is, too.",
        "writes the one reminder; you see it before it goes.",
    ),
    DueAction.STATUS: _Words(
        "ask status",
        "ask {company}",
        "{silence}. Asking once where things stand is fine.",
        "writes the question; you see it before it goes.",
    ),
    DueAction.REAPPROACH: _Words(
        "write again",
        "write to {name} again",
        "The day to write to {who} again has come{said}.",
        "writes the letter; you see it before it goes.",
    ),
    DueAction.GHOSTED: _Words(
        "no answer?",
        "silence of {company}",
        "{silence}. Silence says nothing about you, and their people can be asked all the same.",
        "opens the outcome, with “no answer” offered.",
        DueGroup.QUIET,
    ),
    DueAction.REFLECT: _Words(
        "reflect",
        "reflect on {place}",
        "You met them on {met}. Three minutes are enough, best before any feedback arrives.",
        "begins the guided reflection.",
        DueGroup.QUIET,
    ),
    DueAction.ADVICE: _Words(
        "act on advice", "act on advice", "You planned it for {due}.", "asks whether it is done.", DueGroup.QUIET
    ),
}


class DueLine(Struct, frozen=True):
    """One thing that is due, in words for a list; `short` is for the header."""

    what: str
    who: str
    why: str
    since: str
    short: str


class DueReading(Struct, frozen=True, dict=True):
    """Puts what is due into words, at one moment. `rows` are the lines of the tracker."""

    journal: Journal
    rows: Sequence[TrackerRow]
    now: datetime

    def line(self, item: Due) -> DueLine:
        """What stands in the list."""
        names = self._names(item)
        words = _WORDS[item.action]
        return DueLine(
            words.what, self._who(item), self._why(item), self._since(item), clean_line(words.short.format(**names))
        )

    def title(self, item: Due) -> str:
        """What and who, as a heading."""
        words = _WORDS[item.action].what
        return f"{words[0].upper()}{words[1:]}: {self._who(item)}"

    def reason(self, item: Due) -> str:
        """Why it is due, in a sentence."""
        row = self.row(item)
        if item.action is DueAction.THANK and row is not None and row.track.state is State.DECLINED:
            return f"{row.interviewer.name} may give no feedback, and wrote to say so. Thanks for that are kind."
        return _WORDS[item.action].reason.format(**self._names(item))

    def does(self, item: Due) -> str:
        """What doing it begins with, as the rest of a sentence that begins with the key."""
        return _WORDS[item.action].does

    def words(self, items: Sequence[Due]) -> str:
        """`3 due: thank Ada, ask Mary, reflect on Initech`, for the header; how many there are comes first."""
        if not items:
            return "nothing due today"
        parts = [self.line(item).short.replace(",", "") for item in items[:_IN_THE_HEADER]]
        return f"{len(items)} due: {', '.join(parts)}" + (", …" if len(items) > _IN_THE_HEADER else "")

    def person(self, item: Due) -> Person | None:
        """Whom it concerns."""
        row = self.row(item)
        return row.interviewer if row is not None else self.journal.people.get(item.person_id)

    def row(self, item: Due) -> TrackerRow | None:
        """The conversation it belongs to, if one has begun."""
        return self._rows.get(item.request_id or "")

    @cached_property
    def _rows(self) -> Mapping[str, TrackerRow]:
        return {row.request.id: row for row in self.rows}

    def _interview(self, item: Due) -> Interview | None:
        return self.journal.interviews.get(item.interview_id)

    def application(self, item: Due) -> Application | None:
        """The application it belongs to."""
        interview = self._interview(item)
        return self.journal.application_of(interview) if interview is not None else None

    def _who(self, item: Due) -> str:
        interview, person = self._interview(item), self.person(item)
        if item.proposal_id:
            mail = self.journal.proposals[item.proposal_id]
            return clean_line(f"{mail.from_name or mail.from_address} · {mail.subject}")
        if person is not None and interview is not None and item.action is not DueAction.ADVICE:
            return f"{person.name} · {interview.company}"
        if interview is None:
            return ""
        return f"{interview.label}, {interview.round}" if interview.round else interview.label

    def _why(self, item: Due) -> str:
        names = self._names(item)
        if item.proposal_id:
            return f"came {show_short(self.journal.proposals[item.proposal_id].at.date())}"
        match item.action:
            case DueAction.INTERVIEW | DueAction.EVENING | DueAction.PREPARE:
                return names["when"].partition(",")[0]
            case DueAction.NOTE | DueAction.REFLECT:
                return f"met {names['met_short']}"
            case DueAction.ADVICE:
                return item.text.partition(": ")[2]
            case DueAction.STATUS | DueAction.GHOSTED:
                return names["silent"]
        return self._why_in_conversation(item)

    def _why_in_conversation(self, item: Due) -> str:
        row, application = self.row(item), self.application(item)
        track = row.track if row is not None else None
        match item.action:
            case DueAction.THANK if track is not None and track.replied_on is not None:
                return f"replied {show_short(track.replied_on)}"
            case DueAction.READ:
                return f"wrote {show_short(item.due)}"
            case DueAction.FOLLOW_UP if track is not None and track.asked_on is not None:
                return f"asked {show_short(track.asked_on)}"
            case DueAction.ASK | DueAction.OFFER if application is not None and application.outcome_on is not None:
                return f"{application.outcome.value.replace('-', ' ')} {show_short(application.outcome_on)}"
            case DueAction.REAPPROACH:
                quote = track.reapproach_words if track is not None else ""
                return f"“{shorten(quote, _QUOTED)}”" if quote else "as you planned"
        return _WORDS[item.action].why

    def _since(self, item: Due) -> str:
        interview, today = self._interview(item), self.now.date()
        if group_of(item) is DueGroup.AHEAD and interview is not None:
            return since_words(interview.at.astimezone(self.now.tzinfo).date(), today)
        return since_words(item.due, today)

    def _names(self, item: Due) -> dict[str, str]:
        """Everything that a sentence may name; empty where it is not known."""
        interview, person, row = self._interview(item), self.person(item), self.row(item)
        today, application = self.now.date(), self.application(item)
        track = row.track if row is not None else None
        quote = track.reapproach_words if track is not None else ""
        return {
            "who": person.name if person is not None else "",
            "name": short_name(person) if person is not None else "somebody",
            "company": interview.company if interview is not None else "",
            "place": interview.company if interview is not None else "",
            "when": self._when(interview),
            "soon": since_words(interview.at.astimezone(self.now.tzinfo).date(), today) if interview else "",
            "met": show_date(interview.day, today) if interview else "",
            "met_short": show_short(interview.day) if interview else "",
            "due": show_date(item.due, today),
            "heard": _on(application.outcome_on if application is not None else None, today),
            "decided": _decided(application, today),
            "replied": _on(track.replied_on if track is not None else None, today),
            "asked": _on(track.asked_on if track is not None else None, today),
            "said": f": “{shorten(quote, _QUOTED)}”" if quote else "",
            **self._silence(item, application),
        }

    def _when(self, interview: Interview | None) -> str:
        """`14:00, video` on the day, `Thu 19 Nov 14:00, video` before."""
        if interview is None:
            return ""
        start, today = interview.at.astimezone(self.now.tzinfo), self.now.date()
        is_near = (start.date() - today).days in (0, 1)
        clock = f"{start:%H:%M}" if is_near else f"{show_date(start.date(), today)} {start:%H:%M}"
        by = "by " if interview.mode in HANDED_IN else ""
        return f"{by}{clock}, {_MODE_WORDS[interview.mode]}"

    def _silence(self, item: Due, application: Application | None) -> dict[str, str]:
        """Since when nobody has been heard of, or by when they wanted to decide."""
        if application is None or item.action not in (DueAction.STATUS, DueAction.GHOSTED):
            return {"silence": "", "silent": ""}
        at, today = agenda.course(self.journal, application, self.now), self.now.date()
        promised = application.promised_on
        if promised is not None and promised >= at.last_word and item.action is DueAction.STATUS:
            return {
                "silence": f"{application.company} wanted to decide by {show_date(promised, today)}",
                "silent": f"promised {show_short(promised)}",
            }
        days = plural((today - at.last_word).days, "day")
        return {
            "silence": f"No word from {application.company} since {show_date(at.last_word, today)}, for {days}",
            "silent": f"last word {show_short(at.last_word)}",
        }


def _on(day: date | None, today: date) -> str:
    return f" on {show_date(day, today)}" if day is not None else ""


def _decided(application: Application | None, today: date) -> str:
    if application is None:
        return ""
    if application.outcome is Outcome.NO_ANSWER:
        return f"No answer came from {application.company}"
    return f"{application.company} said no{_on(application.outcome_on, today)}"


def short_name(person: Person) -> str:
    """What the header calls them, which has little room: the first name where that is sure without reading letters."""
    first, _, rest = person.name.partition(" ")
    is_plain = bool(rest) and "," not in person.name and first.isalpha() and first.casefold() not in NOT_A_NAME
    return first if is_plain and not person.salutation else person.name


def since_words(day: date, today: date) -> str:
    """How long something is due, or how far it lies ahead: `since Tuesday`, `since Nov 2025`, `in 2 days`."""
    days = (today - day).days
    if days < 0:
        return "tomorrow" if days == -1 else f"in {-days} days" if -days <= _COUNTED else show_date(day, today)
    if days <= 1:
        return "since yesterday" if days else "today"
    if days < len(WEEKDAYS):
        return f"since {WEEKDAYS[day.weekday()].capitalize()}"
    if days <= _COUNTED:
        return f"{days} days"
    return f"since {show_short(day) if day.year == today.year else f'{day:%b %Y}'}"


# ── what comes next ───────────────────────────────────────────────────────────────────────────────────────────────────


class Coming(Struct, frozen=True, order=True):
    """Something that is not due yet: from which day on it is, and what it will be, in a sentence."""

    on: date
    text: str


def coming_up(journal: Journal, rows: Iterable[TrackerRow], policy: Policy, now: datetime) -> tuple[Coming, ...]:
    """What comes next, soonest first: interviews, letters, days by which somebody wanted to decide, advice planned."""
    ahead = [
        *_coming_letters(rows),
        *_coming_interviews(journal, now),
        *(
            coming
            for application in journal.live_applications
            for coming in _coming_words(journal, application, policy, now)
        ),
        *_coming_advice(journal),
    ]
    return tuple(sorted(coming for coming in ahead if coming.on > now.date()))[:_MOST_COMING]


def coming_words(coming: Coming, today: date) -> str:
    """`Thu 19 Nov, tomorrow: Follow up with Mary Jackson (Globex)`."""
    return f"{show_date(coming.on, today)}, {since_words(coming.on, today)}: {coming.text}"


def _coming_letters(rows: Iterable[TrackerRow]) -> Iterator[Coming]:
    for row in rows:
        step = row.track.next
        if step is not None and (action := DUE_OF.get(step.action)) is not None:
            text = SENTENCES[action].format(who=row.interviewer.name, company=row.interview.company)
            yield Coming(step.due, text)


def _coming_interviews(journal: Journal, now: datetime) -> Iterator[Coming]:
    for interview in journal.live_interviews:
        application = journal.application_of(interview)
        if interview.at > now and not application.is_ended and application.outcome is not Outcome.REJECTED:
            start = interview.at.astimezone(now.tzinfo)
            yield Coming(start.date(), f"Interview at {interview.label}, {start:%H:%M}")


def _coming_words(journal: Journal, application: Application, policy: Policy, now: datetime) -> Iterator[Coming]:
    """The day by which they promised to decide, and letters to people with whom no conversation has begun."""
    if application.outcome is Outcome.PENDING and application.promised_on is not None:
        yield Coming(application.promised_on, f"{application.label} wants to have decided")
    if application.outcome in (Outcome.PENDING, Outcome.OFFER):
        at = agenda.course(journal, application, now)
        for occasion in agenda.occasions_of(at, policy, now):
            if occasion.person is None or occasion.person.id not in at.facts:
                yield Coming(occasion.on, occasion_words(occasion, application)[1])


def _coming_advice(journal: Journal) -> Iterator[Coming]:
    for finding in journal.findings.values():
        if finding.kind is FindingKind.ADVICE and finding.todo is not None and finding.todo.done is None:
            yield Coming(finding.todo.due, f"Act on advice: {shorten(finding.todo.text, _QUOTED)}")
    for interview in journal.live_interviews:
        for waits in interview.put_off:
            action = _WORDS[DueAction(waits.what)].what if waits.what in _WORDS else waits.what
            yield Coming(waits.until, f"{interview.label}: {action}, which you let wait")
