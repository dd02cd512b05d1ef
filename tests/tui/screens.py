"""What a person sees, as text."""

from dataclasses import dataclass

from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from afterword.tui.app import AfterwordApp


def text_of(app: App[None]) -> str:
    """The lines on the screen without trailing spaces."""
    width, height = app.size
    lines = app.screen._compositor.render_strips(app.size) if (width and height) else []
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Put a text into the field in use at once, as a terminal pastes it; where there is no field, key by key."""
    focused = pilot.app.focused
    if isinstance(focused, TextArea) or (isinstance(focused, Input) and "\n" not in text):
        pilot.app.post_message(events.Paste(text))
        await pilot.pause()
        return
    names = {" ": "space", "\n": "enter"}
    await pilot.press(*(names.get(character, character) for character in text))


@dataclass
class Driven:
    """An app that is driven by keys, with what a person sees of it."""

    app: AfterwordApp
    pilot: Pilot[None]

    @property
    def screen(self) -> str:
        """What a person sees."""
        return text_of(self.app)

    async def press(self, *keys: str) -> None:
        """Press these keys and let everything settle."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Put a text into the field in use."""
        await type_text(self.pilot, text)

    async def settle(self) -> None:
        """Wait until what runs beside the screen has ended."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
