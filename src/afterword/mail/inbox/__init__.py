"""The places where replies may lie: IMAP, Maildir, mbox and files; each only reads, and remembers where it got to."""
