"""Owns how applications read: their rounds in the list of interviews, and the words of one over a round."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from afterword.domain.conversation.agenda import met_before, met_words
from afterword.domain.dates import show_date, show_short
from afterword.domain.interview import Application, Interview, Outcome, Standing, ended_round, standing
from afterword.domain.journal import Journal
from afterword.domain.people import PARTS, Part, Person
from afterword.domain.text import plural
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import Row

_OUTCOMES: Mapping[Outcome, Span] = {
    Outcome.PENDING: Span("… pending", TextStyle.MUTED),
    Outcome.REJECTED: Span("x rejected"),
    Outcome.OFFER: Span("+ offer", TextStyle.GOOD),
    Outcome.WITHDRAWN: Span("- withdrawn", TextStyle.MUTED),
    Outcome.NO_ANSWER: Span("~ no answer", TextStyle.MUTED),
}
_STANDINGS: Mapping[Standing, Span] = {
    Standing.OPEN: Span("… open", TextStyle.MUTED),
    Standing.PASSED: Span("> passed", TextStyle.GOOD),
    Standing.HELD: Span("- held", TextStyle.MUTED),
    Standing.NOT_HELD: Span("- not held", TextStyle.MUTED),
}
_WAYS = {"mail": "by mail", "phone": "by phone", "linkedin": "on LinkedIn", "portal": "in their portal"}
_PARTS = dict(PARTS)


def in_applications(journal: Journal, interview_ids: Collection[str]) -> tuple[list[str], frozenset[str]]:
    """The interviews in `interview_ids` with the ids of their applications as headings, and these headings.

    The application with the latest round comes first, and of its rounds the latest. One that has a single round needs
    no heading: its line says it all.
    """
    keys: list[str] = []
    headings: set[str] = set()
    for application in journal.live_applications:
        rounds = journal.rounds_of(application.id)
        round_ids = [interview.id for interview in reversed(rounds) if interview.id in interview_ids]
        if round_ids and len(rounds) > 1:
            headings.add(application.id)
            keys.append(application.id)
        keys += round_ids
    return keys, frozenset(headings)


def application_heading(application: Application) -> Row:
    """`Initech · Backend ──── x rejected 6 Nov`, over its rounds."""
    return Row((Span(application.label, TextStyle.STRONG), _outcome(application)))


def _outcome(application: Application) -> Span:
    span = _OUTCOMES[application.outcome]
    return (
        span if application.outcome_on is None else Span(f"{span.text} {show_short(application.outcome_on)}", span.tone)
    )


def round_cells(journal: Journal, interview: Interview) -> tuple[str, str]:
    """Company and role beside the round; under the heading of its application, which round of how many it is."""
    rounds = journal.rounds_of(interview.application_id)
    if len(rounds) == 1:
        return interview.label, interview.round
    place = next(place for place, each_round in enumerate(rounds, start=1) if each_round.id == interview.id)
    return f"  round {place} of {len(rounds)}", interview.round


def standing_span(journal: Journal, interview: Interview) -> Span:
    """How that round ended: passed, ended here, open; alone how its application did."""
    application = journal.application_of(interview)
    rounds = journal.rounds_of(application.id)
    stands = standing(application, rounds, interview)
    if len(rounds) == 1:
        return _OUTCOMES[application.outcome]
    if stands is Standing.ENDED:
        return Span("x ended here") if application.outcome is Outcome.REJECTED else _OUTCOMES[application.outcome]
    return _STANDINGS[stands]


def application_row(journal: Journal, interview: Interview) -> Row:
    """Its line over a reflection: which round this is, and how the application ended, when, by which way."""
    application = journal.application_of(interview)
    rounds, people = journal.rounds_of(application.id), journal.people_of(application.id)
    place = next((number for number, each_round in enumerate(rounds, start=1) if each_round.id == interview.id), 1)
    way = _way(application)
    words = [
        (f" {way}" if way else "") + (f" · {plural(len(people), 'person', 'people')}" if people else ""),
        " · their words" if application.words else "",
        f" · {met}" if (met := met_words(met_before(journal, interview))) else "",
    ]
    which = f", round {place} of {len(rounds)}" if len(rounds) > 1 else ""
    return Row((f"  Application{which}", (_outcome(application), "".join(words))))


def _way(application: Application) -> str:
    if application.channel is None:
        return ""
    return _WAYS.get(application.channel.value, "in person")


def application_lines(journal: Journal, interview: Interview) -> list[TextLine]:
    """Everything that is known of it: how it ended, its rounds, its people, the words of the decision."""
    application = journal.application_of(interview)
    rounds = journal.rounds_of(application.id)
    lines = [TextLine(Span(f"{application.label}: {_ending(application, rounds)}", TextStyle.STRONG))]
    for number, each_round in enumerate(rounds if len(rounds) > 1 else (), start=1):
        words = f"{number}  {show_date(each_round.day)}  {each_round.round or 'a round'}: "
        lines.append(TextLine((words, standing_span(journal, each_round)), indent=3))
    people = journal.people_of(application.id)
    if people:
        lines.append(TextLine(f"With {', '.join(map(_name_and_part, people))}", indent=5))
    lines += [TextLine(f"You met before: {met.words}") for met in met_before(journal, interview)]
    if application.promised_on is not None and application.outcome is Outcome.PENDING:
        lines.append(TextLine(f"They promised to decide by {show_date(application.promised_on)}."))
    if application.notes:
        lines.append(TextLine(application.notes, TextStyle.MUTED))
    return [*lines, *_decision(application)]


def _ending(application: Application, rounds: Sequence[Interview]) -> str:
    if application.outcome is Outcome.PENDING:
        return "still open"
    last, way = ended_round(application, rounds), _way(application)
    when = f" on {show_date(application.outcome_on)}" if application.outcome_on is not None else ""
    ended = f", after {last.round or 'the last round'}" if last is not None and len(rounds) > 1 else ""
    outcome = application.outcome.value.replace("-", " ")
    return f"{outcome}{when}{f', {way}' if way else ''}{ended}"


def _name_and_part(person: Person) -> str:
    return person.name if person.part is Part.INTERVIEWER else f"{person.name} ({_PARTS[person.part]})"


def _decision(application: Application) -> Iterator[TextLine]:
    """The words of the decision, and which keys change all of this."""
    if application.words:
        yield TextLine(Span("What they wrote:", TextStyle.STRONG))
        yield from (TextLine(line, indent=2) for line in application.words.split("\n"))
    marks = "M marks phrases in their words · " if application.words else ""
    keys = f"{marks}enter: how it ended · E: the application · J: join another · X: split this round out"
    yield TextLine(keys, TextStyle.MUTED, is_help=True)


def joined_words(applications: Sequence[Application]) -> str:
    """Which applications the rounds of an older journal were put together to, in a sentence."""
    first, count = applications[0].label, len(applications)
    whose = first if count == 1 else f"{count} applications, such as {first},"
    return f"The rounds of {whose} stand together now."
