"""Owns what became of a letter that was on its way: gone out or not; beginning it is a step like any other."""

from msgspec.structs import replace

from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.conversation.steps import add, answered_by


def went_out(request: Request, sending: Event, event: Event) -> Request:
    """The request with the news that the letter of `sending` was accepted.

    That is a fact, and recorded whatever else was noted meanwhile in another window; noted already, it stands once.
    """
    if any(one.kind is EventKind.SENT and one.message_id == sending.message_id for one in request.events):
        return request
    facts = gather(request)
    answered, _ = answered_by(facts, sending.letter)
    sent = replace(
        event,
        kind=EventKind.SENT,
        at=event.at if answered is None else max(event.at, answered.at),
        letter=sending.letter,
        subject=sending.subject,
        text=sending.text,
        message_id=sending.message_id,
    )
    return add(request, sent)


def did_not_go_out(request: Request, sending: Event, event: Event) -> Request:
    """The request with the news that the letter of `sending` failed; unchanged when that was settled meanwhile."""
    current = gather(request).in_flight
    if current is None or current.id != sending.id:
        return request
    return add(request, replace(event, kind=EventKind.FAILED, letter=sending.letter, message_id=sending.message_id))
