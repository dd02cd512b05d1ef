"""Owns which actions are possible where the person is, who carries them out, and why one is not possible."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from afterword.tui.actions.shared import Action
from afterword.tui.actions.table import TABLE, keys_of, of_scope, shown_key, shown_keys
from afterword.tui.actions.table import action as find_action

_SIGN = re.compile(r"[a-z_]+(?:_[a-z]+)+|slash|plus|minus|comma|at|underscore|backslash|f[0-9]+")
"""Names of keys a person expects something of; the others are those of modifiers and the like."""
_REASONS: Mapping[str, tuple[str, ...]] = {
    "This terminal has sixteen colours only; they are in use.": ("app.theme",),
    "It works from the panes; esc goes back to them.": (
        "app.reflection",
        "app.feedback",
        "app.evaluation",
        "app.next-due",
        "app.history",
        "app.trash",
        "app.clear",
        "app.views",
        "app.today",
    ),
    "Start the clock first (space).": ("rehearsal.keep", "rehearsal.again"),
    "One is chosen here, by enter.": ("pick.tick",),
    "Nothing is due here.": (
        "today.filter",
        "today.do",
        "today.wait",
        "today.wait-until",
        "today.tick",
        "today.tick-all",
    ),
    "There is no interview here yet; a adds one.": (
        "reflection.reflect",
        "reflection.people",
        "reflection.edit",
        "reflection.outcome",
        "reflection.arrival",
        "reflection.remove",
        "reflection.words",
        "reflection.requests",
        "reflection.write-all",
        "reflection.application",
        "reflection.join",
        "reflection.split",
    ),
    "Only reflecting (enter) or Feedback (2) may be due here.": ("reflection.due-step",),
    "Go back to the list of interviews first (esc).": ("reflection.add",),
    "No interview was removed.": ("reflection.restore",),
    "This row takes no rating; the rows with boxes do.": (
        "guided.rate-1",
        "guided.rate-2",
        "guided.rate-3",
        "guided.rate-4",
        "guided.rate-5",
        "guided.clear",
    ),
    "Only the rating of a competency can be left out as not asked.": ("guided.not-asked",),
    "Only a cue of body language can be put away.": ("guided.put-away",),
    "No cue of body language was put away.": ("guided.bring-back",),
    "Only a cue of your own can be edited; + under Body language adds one.": ("guided.edit-cue",),
    "There is nothing to tick on this row.": ("guided.tick",),
    "A note belongs to a row with a rating.": ("guided.note",),
    "Nothing can be added to this section.": ("guided.add",),
    "Only an answer, a reason or a pointer can be removed.": ("guided.remove",),
    "Nothing is open any more.": ("guided.next-open",),
    "There is nothing to show yet; a request appears when an outcome was recorded.": (
        "feedback.states",
        "feedback.sort",
        "feedback.turn",
        "feedback.columns",
        "tracker.group",
        "tracker.tick",
    ),
    "No other interview lies ahead.": ("prep.other",),
    "No browser was found here; h saves a page to print.": ("prep.browser",),
    "Only words that were marked in a reply can be tied or become a pointer.": (
        "sources.pointer",
        "sources.competency",
    ),
    "No mail waits for you to decide.": ("feedback.to-place",),
    "There is no conversation under the cursor.": (
        "feedback.next-step",
        "feedback.ask",
        "feedback.reply",
        "feedback.findings",
        "feedback.thank",
        "feedback.send-all",
        "feedback.follow-up",
        "feedback.sent",
        "feedback.not-sent",
        "feedback.whole",
        "feedback.snooze",
        "feedback.close",
        "feedback.reopen",
        "feedback.bounced",
        "feedback.address",
        "feedback.away",
        "feedback.reapproach",
        "feedback.take-out",
        "feedback.discard",
        "feedback.copy",
        "feedback.tick-all",
    ),
    "Put the cursor on a marked phrase first.": (
        "findings.competency",
        "findings.remove",
        "findings.pointer",
    ),
    "This is the only text to mark in.": ("findings.next-reply",),
    "There is nothing on this row to open.": ("evaluation.open",),
    "It writes longer texts; this field takes one line.": ("form.editor",),
    "Nothing that you typed here was left unsaved.": ("form.bring-back", "form.throw-away"),
    "A pointer is made of a competency, a habit or something they said.": ("evaluation.pointer",),
    "This row has no chart.": ("evaluation.chart",),
    "Only an advice or an opening takes a day (A shows them).": ("evaluation.plan",),
    "Only an advice can be done (A shows them).": ("evaluation.done",),
    "This row has no day.": ("evaluation.drop",),
    "Nothing can be added in this view.": ("evaluation.add",),
    "This line is made of others; the sources behind it (enter) can be changed.": (
        "evaluation.edit",
        "evaluation.remove",
    ),
    "Nothing was removed.": ("evaluation.restore",),
    "The settings are open.": ("app.settings",),
    "Choose a setting first; it is the usual one already, or a line of the file.": ("settings.usual", "settings.edit"),
    "Every phrase has a competency.": ("evaluation.sort",),
    "Put the cursor on a competency first (O shows them).": (
        "evaluation.merge",
        "evaluation.why-me",
    ),
    "Put the cursor on an example first (X shows them).": ("evaluation.rehearse",),
}
"""The sentence told when a key is pressed where it cannot act, for the actions that need something."""

_REASON_OF = {action_id: reason for reason, ids in _REASONS.items() for action_id in ids}


class ActionHost:
    """The app, a screen, a pane or a widget that carries out actions of the table; stands before the Textual class.

    A host takes its keys with `BINDINGS = bindings(scope, …)`, has a method `action_…` for each of these actions, and
    says in Textual's `check_action()` which of them make sense now; the others neither act nor are shown.
    """

    action_ids: ClassVar[frozenset[str]] = frozenset()
    """The actions whose keys it takes."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        taken = (binding for part in cls.__mro__ for binding in part.__dict__.get("BINDINGS", ()))
        cls.action_ids = frozenset(binding.id for binding in taken if isinstance(binding, Binding) and binding.id)

    def check_action(self, _action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Whether that action makes sense now, by the name of its method. Cheap: asked at every key."""
        return True

    def offers(self, _action: str) -> bool:
        """Whether the footer names that action, which makes sense now; unless overridden, it does."""
        return True

    def writes(self, _key: str, _letter: str | None) -> bool:
        """Whether that key begins a text here, whatever else it does elsewhere; unless overridden, it does not."""
        return False

    def label(self, _action: str) -> str:
        """What the action does here and now, in a word or two; empty for the words of the table."""
        return ""

    def reason(self, _action: str) -> str:
        """Why that action cannot be carried out here, where it hangs on the state; empty for the usual words."""
        return ""

    def can(self, action: Action) -> bool:
        """Whether this host would carry out that action now."""
        return action.id in self.action_ids and bool(self.check_action(action.method, parse(action.call)[2]))


def hosts(screen: Screen[object]) -> Iterator[ActionHost]:
    """Whoever would carry out a key now, nearest to the focus first; behind a dialog nobody is asked."""
    start = screen.focused or screen
    for node in start.ancestors_with_self:
        if isinstance(node, ActionHost) and not (screen.is_modal and isinstance(node, App)):
            yield node


def actions_now(screen: Screen[object], among: Sequence[Action] = TABLE) -> list[tuple[Action, ActionHost]]:
    """The actions available now with their hosts, in the order of the table."""
    chain = list(hosts(screen))
    capable = ((action, next((host for host in chain if host.can(action)), None)) for action in among)
    return [(action, host) for action, host in capable if host is not None]


def not_now(action: Action, keymap: Mapping[str, str], host: ActionHost | None = None) -> str:
    """Why that action cannot be carried out now, by the host that has its key, else as far as the table knows."""
    key = shown_keys(action, keymap)[0]
    name = key if ":" in action.label else f"{action.label[0].upper()}{action.label[1:]} ({key})"
    reason = (host.reason(action.method) if host is not None else "") or _REASON_OF.get(action.id)
    return f"{name}: {reason or f'Not possible here. {action.help}'}"


def why_not(screen: Screen[object], key: str, keymap: Mapping[str, str]) -> str:
    """Why nothing came of that key: what its action needs, or that it has none; empty where nobody expects words."""
    for host in hosts(screen):
        for action in TABLE:
            if action.id in host.action_ids and key in keys_of(action, keymap):
                return not_now(action, keymap, host)
    known = {name for action in of_scope("app") for name in keys_of(action, keymap)}
    if len(key) > 1 and key not in known and not _SIGN.fullmatch(key):
        return ""
    help_key = shown_keys(find_action("dialog.help" if screen.is_modal else "app.help"), keymap)[0]
    return f"{shown_key(key)} does nothing here; {help_key} shows every key."
