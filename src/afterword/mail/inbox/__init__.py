"""Mailboxes that are searched for replies: IMAP, Maildir, mbox and files. Each is only read, and keeps a bookmark."""
