"""Domain objects put into words for the screen; plain data, no widget."""
