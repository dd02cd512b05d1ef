"""The full-screen app: what is always there, Today and the three panes, and the widgets and screens they share."""
