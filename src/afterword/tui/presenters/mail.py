"""Owns how letters and mails read: a letter being written, sent or handed over, mails to place, what a check found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from afterword.domain.conversation.facts import news_of
from afterword.domain.conversation.letter_reading import KnownPhrase
from afterword.domain.conversation.letters import LetterCheck, character_words, part_label
from afterword.domain.conversation.message import MailKind, News, Offer, Proposal
from afterword.domain.conversation.request import Channel, Letter, letter_name
from afterword.domain.conversation.tracker import TrackerRow, proposed_words
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_moment, show_short
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.text import clean_line, fit, plural
from afterword.errors import SendUnclear
from afterword.services.checking import CheckReport, Recorded
from afterword.services.sending import Sent, Unsent
from afterword.tui.presenters.tracker import is_due, place_words, state_words, title_words
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import ListColumn, Row

_SHORT: Mapping[str, str] = {
    "thanks": "thank-you for the chance",
    "consideration": "considered in future",
    "opportunities": "new opportunities?",
    "pointers": "pointers, areas to develop",
    "advice": "advice, information",
    "strength": "a strength they named",
    "action": "the one thing you will do",
}
_FOR_THE_CHANCE = (Letter.REQUEST, Letter.NOTE)
_COLUMN = 38
_SHOWN_WARNINGS = 3


_LISTED = 8


KINDS: Mapping[MailKind, str] = {
    MailKind.REPLY: "a reply",
    MailKind.AUTO_REPLY: "an automatic answer",
    MailKind.BOUNCE: "a bounce",
    MailKind.RECEIPT: "a receipt",
    MailKind.CALENDAR: "a calendar mail",
    MailKind.BULK: "a mail sent to many",
    MailKind.SENT: "your own letter",
}


OFFERS: Mapping[Offer, str] = {Offer.REJECTION: "a rejection", Offer.INVITATION: "an invitation", Offer.JOB: "an offer"}


MAIL_COLUMNS = (
    ListColumn("from", 16, share=2),
    ListColumn("subject", 16, share=4),
    ListColumn("came", 6),
    ListColumn("taken for", 19, hide_below=66),
)


def part_words(name: str, letter: Letter, *, present: bool) -> str:
    """`✓ there   thanks for the opportunity`, or that it is missing."""
    sign = "✓ there  " if present else "! missing"
    own = part_label(name, letter) if name == "thanks" and letter not in _FOR_THE_CHANCE else _SHORT[name]
    return f"{sign} {own}"


def check_lines(check: LetterCheck, letter: Letter, width: int) -> list[TextLine]:
    """The check as lines: the parts (in two columns where `width` allows), words and questions, the warnings."""
    parts = [
        Span(part_words(name, letter, present=is_present), TextStyle.GOOD if is_present else TextStyle.WARN)
        for name, is_present in check.parts.items()
    ]
    size = Span(f"{plural(check.words, 'word')} · {plural(check.questions, 'question')}", TextStyle.MUTED)
    lines = [TextLine(tuple(row)) for row in _side_by_side([*parts, size], width)]
    if check.characters is not None:
        style = TextStyle.WARN if min(check.left.values()) < 0 else TextStyle.MUTED
        lines.append(TextLine(character_words(check), style))
    missing = [warning for warning in check.warnings if not warning.startswith("Missing: ")]
    lines += [TextLine(f"! {warning}", TextStyle.WARN, 2) for warning in missing[:_SHOWN_WARNINGS]]
    if not check.warnings:
        lines.append(TextLine("✓ Ready to send.", TextStyle.GOOD))
    return lines


def _side_by_side(cells: Sequence[Span], width: int) -> Iterator[Sequence[Span]]:
    if width < 2 * _COLUMN:
        yield from ((cell,) for cell in cells)
        return
    half = (len(cells) + 1) // 2
    for place in range(half):
        left = Span(fit(cells[place].text, _COLUMN), cells[place].tone)
        yield (left, cells[place + half]) if place + half < len(cells) else (left,)


def summary_words(check: LetterCheck) -> str:
    """`5 of 5 parts · 103 words`, for the title."""
    if check.characters is not None:
        return character_words(check)
    present = sum(check.parts.values())
    parts = f"{present} of {plural(len(check.parts), 'part')} · " if check.parts else ""
    return f"{parts}{plural(check.words, 'word')}"


def address_words(person: Person) -> str:
    """Whom it goes to: one person, one address; a program or a team has no other name."""
    if person.name == person.email:
        return person.email
    return f"{person.name} <{person.email}>" if person.email else f"{person.name} (no address yet)"


def goal_words(person: Person, channel: Channel) -> str:
    """Whom a letter goes to and where: the address, for LinkedIn the profile, for the phone the number."""
    if channel is Channel.MAIL:
        return address_words(person)
    where = person.linkedin if channel is Channel.LINKEDIN else person.phone
    name = person.name if person.name != person.email else "the company"
    return f"{name} ({where})" if where else name


def way_words(channel: Channel) -> str:
    """What a letter for that way is: `a note on LinkedIn`."""
    return {Channel.LINKEDIN: "a note on LinkedIn", Channel.PHONE: "three lines to say on the phone"}.get(
        channel, "a mail"
    )


def due_letters(tracker: Iterable[TrackerRow], today: date) -> list[TrackerRow]:
    """The lines whose mail is due; one that may have gone out already, or came back, is settled by the person."""
    return [
        line
        for line in tracker
        if line.request.draft is not None
        and line.request.draft.channel is Channel.MAIL
        and is_due(line.track.next, today)
        and line.track.state not in (State.SENDING, State.BOUNCED)
    ]


def letter_choices(lines: Iterable[TrackerRow]) -> list[tuple[str, str, str]]:
    """Each letter to choose: its request, the one address it goes to, which letter it is."""
    return [(line.request.id, address_words(line.addressee), _letter_words(line)) for line in lines]


def _letter_words(line: TrackerRow) -> str:
    draft = line.request.draft
    return f"{letter_name(draft.letter) if draft else ''} · {place_words(line)}"


def addresses(lines: Sequence[TrackerRow]) -> str:
    """One address per line; what is beyond a screenful is counted."""
    shown = [clean_line(address_words(line.addressee)) for line in lines[:_LISTED]]
    more = [f"… and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join([*shown, *more])


def ended_words(outcomes: Sequence[Sent | Unsent], total: int) -> str:
    """How it went: `5 letters sent, 1 failed, 2 not begun.`, in one sentence."""
    failed = [outcome.error for outcome in outcomes if isinstance(outcome, Unsent)]
    unclear = sum(isinstance(error, SendUnclear) for error in failed)
    counts = ((len(failed) - unclear, "failed"), (unclear, "may have gone out"), (total - len(outcomes), "not begun"))
    parts = [plural(len(outcomes) - len(failed), "letter") + " sent", *(f"{n} {words}" for n, words in counts if n)]
    return f"{', '.join(parts)}."


def ended_lines(outcomes: Sequence[Sent | Unsent], lines: Mapping[str, TrackerRow]) -> list[TextLine]:
    """What became of each letter, those that did not go out first; each failure with its own sentence."""
    outcome_of = {_request_id(outcome): outcome for outcome in outcomes}
    order = sorted(lines, key=lambda key: _rank(outcome_of.get(key)))
    return [line for key in order for line in _outcome_lines(lines[key], outcome_of.get(key))]


def _request_id(outcome: Sent | Unsent) -> str:
    return outcome.request.id if isinstance(outcome, Sent) else outcome.request_id


def _rank(outcome: Sent | Unsent | None) -> int:
    if outcome is None:
        return 1
    return 0 if isinstance(outcome, Unsent) else 2


def _outcome_lines(line: TrackerRow, outcome: Sent | Unsent | None) -> list[TextLine]:
    who = address_words(line.addressee)
    if outcome is None:
        return [TextLine(("- ", who, Span("  not begun; it is still a draft", TextStyle.MUTED)), indent=2)]
    if isinstance(outcome, Sent):
        warning = [TextLine(("  ", Span(outcome.warning, TextStyle.WARN)), indent=2)] if outcome.warning else []
        return [TextLine(("✓ ", who, Span("  sent", TextStyle.GOOD)), indent=2), *warning]
    unclear = isinstance(outcome.error, SendUnclear)
    words, tone = ("may have gone out", TextStyle.WARN) if unclear else ("did not go out", TextStyle.BAD)
    return [TextLine(("! ", who, Span(f"  {words}", tone)), indent=2), TextLine(("  ", str(outcome.error)), indent=2)]


def sender_words(mail: Proposal) -> str:
    """`Ada Byron <ada@initech.example>`, or whichever of both there is."""
    name, address = clean_line(mail.from_name), clean_line(mail.from_address)
    return f"{name} <{address}>" if name and address else name or address or "somebody"


def placing_row(mail: Proposal) -> Row:
    """One line of the list; see `MAIL_COLUMNS`."""
    sender = clean_line(mail.from_name) or sender_words(mail)
    tone = TextStyle.MUTED if mail.offer is Offer.REPLY else TextStyle.ACCENT
    return Row((sender, clean_line(mail.subject), show_short(mail.at.date()), Span(_taken_for(mail), tone)))


def _taken_for(mail: Proposal) -> str:
    return KINDS[mail.kind] if mail.offer is Offer.REPLY else OFFERS[mail.offer]


def placing_lines(mail: Proposal, tracker: Iterable[TrackerRow], journal: Journal, today: date) -> list[TextLine]:
    """The whole of it: who, when, what it was taken for and why, what it is about or where it may belong, its words."""
    places = [title_words(line) for line in tracker if line.request.id in mail.candidates]
    about = [
        journal.applications[application_id].label
        for application_id in mail.applications
        if application_id in journal.applications
    ]
    head = [
        ("From", sender_words(mail)),
        ("Subject", clean_line(mail.subject)),
        ("Came", show_moment(mail.at, today)),
        ("Taken for", f"{_taken_for(mail)}. {clean_line(mail.reason)}"),
    ]
    if about:
        head.append(("About", "; ".join(map(clean_line, about))))
    if mail.appointment is not None:
        when = show_moment(mail.appointment.at, today)
        head.append(("When", " · ".join(filter(None, (when, clean_line(mail.appointment.where))))))
    if places or not about:
        head.append(("May belong", "; ".join(map(clean_line, places)) or "to none that is here"))
    lines = [TextLine((Span(f"{name:<12}", TextStyle.MUTED), words), indent=12) for name, words in head]
    if mail.note:
        lines.append(TextLine((Span(f"{'Holds':<12}", TextStyle.MUTED), clean_line(mail.note)), indent=12))
    return [*lines, TextLine(), *(TextLine(paragraph) for paragraph in (mail.text or mail.full_text).split("\n"))]


def phrase_lines(phrases: Iterable[KnownPhrase]) -> list[TextLine]:
    """What phrases of a rejection tell, what they do not, what can be done."""
    lines: list[TextLine] = []
    sentence = ""
    for phrase in phrases:
        reason = phrase.reason
        quoted = [TextLine(f"“{phrase.words}”", TextStyle.MUTED, 1)] if phrase.words != sentence else []
        sentence = phrase.words
        kind = f"{reason.name}: a phrase of politeness or procedure" if reason.formula else reason.name
        lines += [
            *([TextLine()] if lines else []),
            *quoted,
            TextLine((Span(f"{'= ':<3}", TextStyle.KEY), Span(kind, TextStyle.STRONG)), indent=3),
            *(
                TextLine((Span(f"{name:<15}", TextStyle.MUTED), words), indent=15)
                for name, words in (("Tells", reason.tells), ("Does not tell", reason.silent), ("You can", reason.can))
            ),
        ]
    return lines or [
        TextLine("No phrase in it is known here, so nothing can be said about it."),
        TextLine("If it gives a reason, ask what they mean; = marks it all the same."),
    ]


def place_choices(mail: Proposal, tracker: Iterable[TrackerRow]) -> list[tuple[str, str, str]]:
    """Where it can be placed, as request, title, state: the conversations it may belong to first, then all others."""
    rank = {request_id: place for place, request_id in enumerate(mail.candidates)}
    lines = sorted(tracker, key=lambda line: rank.get(line.request.id, len(rank)))
    return [(line.request.id, title_words(line), state_words(line.track)) for line in lines]


def waiting_words(proposals: Iterable[Proposal]) -> str:
    """`1 rejection to confirm, 2 mails to place (P)`, for the summary; empty when there is none."""
    words = proposed_words(mail.offer for mail in proposals)
    return f"{words} (P)" if words else ""


def report_words(report: CheckReport, journal: Journal, *, stopped: bool = False) -> str:
    """`Ada Byron (Initech) has replied.`, `2 replied, 1 bounced, 1 to place (P).`, or that nothing is new."""
    sentences = [_recorded_words(report, journal)] if report.recorded or report.proposals or not report.problems else []
    if report.skipped:
        sentences.append(f"{plural(report.skipped, 'mail')} could not be read and {_were(report.skipped)} passed over.")
    if stopped:
        sentences.append("Stopped before the end; the next check goes on from there.")
    return " ".join([*sentences, *map(clean_line, report.problems)])


def _recorded_words(report: CheckReport, journal: Journal) -> str:
    replies = [recorded for recorded in report.recorded if recorded.kind is MailKind.REPLY]
    if replies and len(replies) == len(report.recorded) and not report.proposals:
        return replied_words(replies, journal)
    news = [news_of(recorded.event) for recorded in report.recorded if recorded.event is not None]
    away, left = news.count(News.AWAY), news.count(News.LEFT)
    automatic = report.auto_replies - away - left
    counts = (
        (report.replies, "replied"),
        (away, "out of office"),
        (left, "left the company"),
        (automatic, plural(automatic, "automatic answer").partition(" ")[2]),
        (report.bounces, "bounced"),
        (report.receipts, plural(report.receipts, "receipt").partition(" ")[2]),
    )
    proposed = proposed_words(report.offered)
    parts = [f"{count} {words}" for count, words in counts if count]
    kinds = ", ".join([*parts, *([f"{proposed} (P)"] if proposed else [])])
    if kinds:
        return f"{kinds}."
    return f"Nothing new in {report.seen:,} mails." if report.seen > 1 else "Nothing new."


def replied_words(replies: Sequence[Recorded], journal: Journal) -> str:
    """`Ada Byron (Initech) has replied.`, and how many others have."""
    names = list(dict.fromkeys(_who(reply, journal) for reply in replies))
    if len(names) == 1:
        return f"{names[0]} has replied."
    others = plural(len(names) - 1, "other")
    return f"{names[0]} and {others} have replied."


def _who(recorded: Recorded, journal: Journal) -> str:
    request = journal.requests.get(recorded.request_id)
    interview = journal.interviews.get(request.interview_id) if request is not None else None
    if request is None or interview is None:
        return clean_line(recorded.sender)
    person = journal.people[request.person_id]
    return clean_line(f"{recorded.event.writer(person) if recorded.event else person.name} ({interview.company})")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
