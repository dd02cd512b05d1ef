"""Owns what an action is; which actions there are stands in the modules beside this one."""

from msgspec import Struct


class Action(Struct, frozen=True):
    """Something a key does.

    `id` is `scope.name` and never changes: the keymap of the settings names it. `keys` are Textual key names, separated
    by commas; the first is the one shown. `label` is a word or two for the footer, `help` one sentence for the help
    screen, the palette and docs/keys.md. `footer`: worth a place among the few keys of the footer. `priority`: acts
    even while a text is being typed.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = False
    priority: bool = False

    @property
    def scope(self) -> str:
        """Where the action is at home: `app`, a pane, a screen or a widget."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The action within its scope."""
        return self.id.partition(".")[2]
