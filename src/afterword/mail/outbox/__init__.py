"""The ways a letter goes out by itself: SMTP, and any command that speaks sendmail; and the copy that is kept."""
