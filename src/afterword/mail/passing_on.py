"""Owns who stands behind a mail's sender (groups, trackers, relays), and whether it passes on another mail."""

import re

from afterword.domain.conversation.message import Message
from afterword.domain.people import NamedAddress
from afterword.mail.headers import addresses
from afterword.mail.newtext import is_passed_on

BEHIND = ("reply-to", "x-original-from", "x-google-original-from", "x-original-sender", "sender")
"""The headers that name whom an answer reaches, or whose mail a list or group has passed on."""

_MOST = 20
_LISTED = re.compile(r"^(?:\[(?!fwd?:)[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_FORWARD = re.compile(
    r"\[?(?:fwd?|wg|tr|rv|i|enc|doorst|vl|vb|pd|tov[aá]bb[ií]t[aá]s|ilt|yml|προθ|пер(?:есл)?|转发|轉寄|转寄|転送|전달)"
    r"(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:re|aw|antw|sv|vs|odp|ref|res|回复|答复|返信|回覆)(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_SHOWN_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def behind(message: Message) -> tuple[NamedAddress, ...]:
    """Those for whom the sender stands, by the headers and by an address in the name itself; each once."""
    found = [
        NamedAddress(name, address)
        for header in BEHIND
        for value in message.header_values(header)[:1]
        for name, address in addresses(value)[:_MOST]
    ]
    found += [NamedAddress("", shown) for shown in _SHOWN_ADDRESS.findall(message.from_name)[:1]]
    return tuple(dict.fromkeys(found))


def is_forward(message: Message) -> bool:
    """Whether the mail passes on another one, by its subject or, where that is no answer's, by its text."""
    subject = _LISTED.sub("", message.subject.strip())
    if _FORWARD.match(subject):
        return True
    return not _ANSWER.match(subject) and is_passed_on(message.plain or None, message.html or None)
