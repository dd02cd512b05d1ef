"""Owns how a look for replies reads: what was found in one sentence, and who has replied."""

from collections.abc import Sequence

from afterword.domain.conversation.facts import news_of
from afterword.domain.conversation.message import MailKind, News
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line, plural
from afterword.services.checking import CheckReport, Recorded


def report_words(report: CheckReport, journal: Journal, *, stopped: bool = False) -> str:
    """`Ada Byron (Initech) has replied.`, `2 replied, 1 bounced, 1 to place (P).`, or that nothing is new."""
    sentences = [_found(report, journal)] if report.recorded or report.doubtful or not report.problems else []
    if report.skipped:
        sentences.append(f"{plural(report.skipped, 'mail')} could not be read and {_were(report.skipped)} passed over.")
    if stopped:
        sentences.append("Stopped before the end; the next check goes on from there.")
    return " ".join([*sentences, *map(clean_line, report.problems)])


def _found(report: CheckReport, journal: Journal) -> str:
    replies = [one for one in report.recorded if one.kind is MailKind.REPLY]
    if replies and len(replies) == len(report.recorded) and not report.doubtful:
        return replied_words(replies, journal)
    news = [news_of(one.event) for one in report.recorded if one.event is not None]
    away, left = news.count(News.AWAY), news.count(News.LEFT)
    automatic = report.auto_replies - away - left
    counts = (
        (report.replies, "replied"),
        (away, "out of office"),
        (left, "left the company"),
        (automatic, plural(automatic, "automatic answer").partition(" ")[2]),
        (report.bounces, "bounced"),
        (report.receipts, plural(report.receipts, "receipt").partition(" ")[2]),
        (report.doubtful, "to place (P)"),
    )
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    if told:
        return f"{told}."
    return f"Nothing new in {report.seen:,} mails." if report.seen > 1 else "Nothing new."


def replied_words(replies: Sequence[Recorded], journal: Journal) -> str:
    """`Ada Byron (Initech) has replied.`, and how many others have."""
    names = list(dict.fromkeys(_who(one, journal) for one in replies))
    if len(names) == 1:
        return f"{names[0]} has replied."
    others = plural(len(names) - 1, "other")
    return f"{names[0]} and {others} have replied."


def _who(one: Recorded, journal: Journal) -> str:
    request = journal.requests.get(one.request_id)
    interview = journal.interviews.get(request.interview_id) if request is not None else None
    if request is None or interview is None:
        return clean_line(one.sender)
    person = next((each for each in interview.interviewers if each.id == request.interviewer_id), None)
    if person is None:
        return clean_line(f"{one.sender} ({interview.company})")
    return clean_line(f"{one.event.writer(person) if one.event else person.name} ({interview.company})")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
