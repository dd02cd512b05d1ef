"""Mail as bytes: composing, reading, and telling what a message is."""
