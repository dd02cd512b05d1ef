"""What a person newly wrote in a reply, and a message as readable text."""

from afterword.mail.newtext.reply import is_passed_on, new_text, readable_text
from afterword.mail.newtext.signatures import is_signature

__all__ = ["is_passed_on", "is_signature", "new_text", "readable_text"]
