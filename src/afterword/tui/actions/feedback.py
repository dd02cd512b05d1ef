"""Owns the actions of the feedback pane."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = ()
