"""The conversation with one interviewer: events, legal steps, letters, and the mail that belongs to it."""
