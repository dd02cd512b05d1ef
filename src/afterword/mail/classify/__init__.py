"""Telling what a mail is: reply, auto-reply, bounce, calendar mail or bulk, by graded rules."""

from afterword.mail.classify.verdict import classify

__all__ = ["classify"]
