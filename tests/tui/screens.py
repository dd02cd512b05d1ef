"""What a person sees, as text."""

from textual.app import App


def text_of(app: App[None]) -> str:
    """The lines on the screen without trailing spaces."""
    width, height = app.size
    lines = app.screen._compositor.render_strips(app.size) if (width and height) else []
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)
