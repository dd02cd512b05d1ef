"""Owns whether a mail that belongs to a conversation is an answer to it: whose it must be, and what it must hold.

An id says which conversation a mail belongs to, not that the interviewer replied: a stranger may have been passed the
letter, a friend may send it on, a mail may hold no word. Those are put before a person, with the reason.
"""

import re
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.incoming import Incoming
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.threads import Thread
from afterword.domain.people import NamedAddress
from afterword.languages.loader import load

_BELOW_A_COUNTRY = frozenset({"co", "com", "org", "net", "ac", "edu"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_LEAST_LABEL = 3


class _Domains(Struct, frozen=True):
    """The services behind which everybody has an address, and the legal forms in names of companies."""

    services: frozenset[str]
    legal_forms: tuple[str, ...]


class _Names(Struct, frozen=True):
    domains: _Domains


@cache
def _domains() -> _Domains:
    return load("names", _Names, "any").domains


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_domains().legal_forms)})\b\.?")


def doubt(thread: Thread, mail: Incoming) -> str:
    """Why a person has to decide whether this mail answers that conversation; empty where it is sure.

    What programs tell (bounces, absences, receipts) is sure; invitations and mail to many never are. An answer needs
    words of somebody who is known there, and to be no forward.
    """
    kind = mail.verdict.taken_as
    if kind in (MailKind.CALENDAR, MailKind.BULK):
        return mail.verdict.reason
    if kind is not MailKind.REPLY:
        return ""
    if mail.forward:
        return "It passes on another mail; whether it holds their answer, only you can tell."
    if not mail.hidden and not any(sign.isalnum() for sign in mail.text):
        return f"It holds only “{mail.text}”, no words." if mail.text else mail.note or "It holds no words."
    if not any(is_known(thread, writer) for writer in mail.writers):
        who = mail.from_name or mail.from_address or "somebody"
        return f"It names your letter, but {who} is nobody known in this conversation."
    return ""


def is_known(thread: Thread, writer: NamedAddress) -> bool:
    """Whether somebody may answer in that conversation: an interviewer, a colleague of theirs, who answered before."""
    interview, request = thread.interview, thread.request
    if any(writer.is_of(person) for person in interview.interviewers):
        return True
    if any(event.sender is not None and event.sender.email == writer.email for event in request.replies):
        return True
    domain = _domain(writer.email)
    if not domain or is_for_everybody(domain):
        return False
    homes = {_domain(person.email) for person in interview.interviewers} - {""}
    return any(_one_house(domain, home) for home in homes) or _is_named_after(domain, interview.company)


def is_for_everybody(domain: str) -> bool:
    """Whether a domain gives addresses to everybody, as Gmail does."""
    *labels, _country = domain.split(".")
    if len(labels) > 1 and labels[-1] in _BELOW_A_COUNTRY:
        labels.pop()
    return bool(labels) and labels[-1] in _domains().services


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().casefold()


def _one_house(domain: str, home: str) -> bool:
    """Whether two domains are one, or one lies below the other."""
    return domain == home or domain.endswith(f".{home}") or home.endswith(f".{domain}")


def _is_named_after(domain: str, company: str) -> bool:
    """Whether a part of the domain is the name of the company, written in one word."""
    name = _SEPARATORS.sub("", _legal_form().sub("", company.casefold()))
    labels = {_SEPARATORS.sub("", label) for label in domain.split(".")[:-1]}
    return len(name) >= _LEAST_LABEL and name in labels
