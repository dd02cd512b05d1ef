"""Owns the actions of the reflection pane."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = ()
