"""Today, the three panes, and what they have in common."""
