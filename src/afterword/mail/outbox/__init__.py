"""Sending: by SMTP, or by a command that works like sendmail; and the copy in a folder for sent mail."""
