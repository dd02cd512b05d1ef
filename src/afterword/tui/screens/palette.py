"""Owns what the command palette offers: the actions that are available now, by label and sentence."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from afterword.tui.actions.action import Action
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import shown_keys
from afterword.tui.frame import frame_of
from afterword.tui.widgets.key_footer import actions_now

_HIDDEN = ("list.", "text.", "focus.", "app.palette", "app.interrupt", "app.clear")


class ActionProvider(Provider):
    """The table of actions, searched by words."""

    def _offers(self) -> list[tuple[Action, ActionHost]]:
        return [offer for offer in actions_now(self.screen) if not offer[0].id.startswith(_HIDDEN)]

    def _title(self, action: Action) -> str:
        keys = " ".join(shown_keys(action, frame_of(self.screen).keymap)[:1])
        return f"{action.label}  ({keys})"

    async def discover(self) -> Hits:
        """Everything that can be done now."""
        for action, host in self._offers():
            yield DiscoveryHit(self._title(action), partial(host.action_do, action.id), help=action.help)

    async def search(self, query: str) -> Hits:
        """What matches the words typed."""
        matcher = self.matcher(query)
        for action, host in self._offers():
            score = max(matcher.match(action.label), matcher.match(action.help))
            if score > 0:
                title = matcher.highlight(self._title(action))
                yield Hit(score, title, partial(host.action_do, action.id), help=action.help)
