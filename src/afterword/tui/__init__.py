"""The full-screen app: a frame, three panes, and the widgets and screens they share."""
