"""The full-screen app: what is always there, three panes, and the widgets and screens they share."""
