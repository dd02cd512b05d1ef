"""Owns explaining one file: what the mail in it is, which rule said so, and what was newly written."""

import re

from msgspec import Struct

from afterword.domain.conversation.message import Attachment, MailKind
from afterword.domain.text import clean
from afterword.mail.charsets import decode
from afterword.mail.classify import classify
from afterword.mail.content import content_of
from afterword.mail.newtext import new_text
from afterword.mail.parse import NotAMail, looks_like_text, parse

_HTML = re.compile(r"\s*(?:<!doctype|<html|<head|<body|<div|<p\b|<meta|<table|<span|<style)", re.IGNORECASE)


class Explanation(Struct, frozen=True):
    """What `mail explain` prints about one file; every string is cleaned and safe for a terminal."""

    file: str
    kind: MailKind
    reason: str
    sender: str
    in_reply_to: str
    text: str
    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def as_document(self) -> dict[str, object]:
        """The JSON form: `file, kind, reason, from, in_reply_to, text, attachments`, and `notes` on what was odd."""
        return {
            "file": self.file,
            "kind": self.kind.value,
            "reason": self.reason,
            "from": self.sender,
            "in_reply_to": self.in_reply_to,
            "text": self.text,
            "attachments": [{"name": one.name, "type": one.content_type, "size": one.size} for one in self.attachments],
            "notes": list(self.notes),
        }


def explain(name: str, raw: bytes) -> Explanation:
    """What the file called `name` holds; a text without a mail header counts as the pasted text of a reply.

    Raises NotAMail for empty files and for files that are neither mail nor text.
    """
    try:
        message = parse(raw)
    except NotAMail:
        if not looks_like_text(raw):
            raise
        return _explain_paste(name, raw)
    verdict = classify(message)
    sender = f"{message.from_name} <{message.from_address}>" if message.from_name else message.from_address
    content = content_of(message)
    return Explanation(
        file=clean(name),
        kind=verdict.kind,
        reason=verdict.reason,
        sender=sender,
        in_reply_to=message.in_reply_to,
        text=content.text,
        notes=(*message.notes, *filter(None, [content.note])),
        attachments=message.attachments,
    )


def _explain_paste(name: str, raw: bytes) -> Explanation:
    text = clean(decode(raw.removeprefix(b"\xef\xbb\xbf")))
    is_html = name.lower().endswith((".html", ".htm")) or _HTML.match(text)
    written = new_text(None, text) if is_html else new_text(text, None)
    reason = "It has no mail header, so it is read as the text of a reply."
    return Explanation(clean(name), MailKind.REPLY, reason, "", "", clean(written))
