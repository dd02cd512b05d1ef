"""Mail: composing and sending it, searching mailboxes, taking a message apart and classifying it."""
