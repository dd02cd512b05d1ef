"""Owns what an action is; which actions there are stands in the modules beside this one."""

from msgspec import Struct


class Action(Struct, frozen=True):
    """Something a key does.

    `id` is `scope.name` and never changes: the keymap of the settings names it. `keys` are Textual key names, separated
    by commas; the first is the one shown. `label` is a word or two for the footer, `help` one sentence for the help
    screen, the palette and the key tables. `footer`: worth a place among the few keys of the footer. `priority`: acts
    even while a text is being typed. `does` is the action as Textual calls it, where that is not the name alone:
    `rate(3)` calls the method `action_rate` of whoever has the key.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = False
    priority: bool = False
    does: str = ""

    @property
    def scope(self) -> str:
        """Where the action is at home: `app`, a pane, a screen or a widget."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The action within its scope."""
        return self.id.partition(".")[2]

    @property
    def call(self) -> str:
        """The action as Textual calls it."""
        return self.does or self.name.replace("-", "_")

    @property
    def method(self) -> str:
        """The name of what is called, without parameters: Textual asks `check_action` for it."""
        return self.call.partition("(")[0].rpartition(".")[2]
