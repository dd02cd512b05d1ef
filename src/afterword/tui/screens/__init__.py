"""Screens that lie over the panes: forms, questions, help, and the larger ones of each pane."""
