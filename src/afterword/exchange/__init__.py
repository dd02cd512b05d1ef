"""Files to hand on and take in: JSON, CSV, calendars, Markdown, pages."""
