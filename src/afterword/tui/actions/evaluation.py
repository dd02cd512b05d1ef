"""Owns the actions of the evaluation pane."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = ()
