"""Owns how it is told who did something in a conversation, and what automatic answers and receipts say."""

from collections.abc import Mapping

from afterword.domain.conversation.message import MailKind, News
from afterword.domain.conversation.request import Event, EventKind
from afterword.domain.people import Interviewer

_YOU, _MAIL_SYSTEM = "you", "mail system"
_FROM_THEM = (EventKind.REPLY, EventKind.AUTO_REPLY, EventKind.RECEIPT)
_BY_SERVERS = (News.DELIVERED, News.DELAYED)

NEWS: Mapping[News, str] = {
    News.AWAY: "is away; an automatic answer came",
    News.LEFT: "has left the company, so ask somebody else",
    News.CASE_CLOSED: "has not replied: a service desk says that the case is closed",
    News.SEEN: "has seen your letter",
    News.DELETED: "deleted your letter unread",
    News.DELIVERED: "has your letter in the mailbox: it was delivered",
    News.DELAYED: "is not reached yet: the letter is late and still under way",
    News.REACTED: "reacted, without words",
    News.RECALLED: "asked to take a mail back",
}
"""What is told of the interviewer, after the name."""

_KINDS: Mapping[MailKind, str] = {
    MailKind.BOUNCE: "was not reached; the letter came back",
    MailKind.AUTO_REPLY: "has not replied yet; an automatic answer came",
    MailKind.RECEIPT: "has not replied yet; a receipt came",
}


def speaker(event: Event, interviewer: Interviewer) -> str:
    """Who did it, briefly: `you`, `Ada`, `Jo Park for Ada Byron`, `mail system`."""
    if event.kind is EventKind.BOUNCED or (event.kind is EventKind.RECEIPT and event.news in _BY_SERVERS):
        return _MAIL_SYSTEM
    if event.kind not in _FROM_THEM:
        return _YOU
    return interviewer.first_name if event.written_for(interviewer) is None else event.writer(interviewer)


def news_of(event: Event) -> News | None:
    """What an automatic answer or a receipt tells; whoever noted only a day of return was told of an absence."""
    absent = event.kind is EventKind.AUTO_REPLY and event.until is not None
    return event.news or (News.AWAY if absent else None)


def told(kind: MailKind, event: Event | None) -> str:
    """What a mail that came in means, to be said after the interviewer's name: `has replied`, `is away; …`."""
    news = news_of(event) if event is not None else None
    return NEWS[news] if news is not None else _KINDS.get(kind, "has replied")
