"""What a person newly wrote in a reply, and a message as readable text."""

from afterword.mail.newtext.reply import new_text, readable_text

__all__ = ["new_text", "readable_text"]
