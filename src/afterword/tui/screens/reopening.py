"""Owns what is asked at the start: what becomes of texts that were left unsaved, and what to do without a journal."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from afterword.domain.history import TypedText
from afterword.domain.text import clean
from afterword.errors import StoreMissing
from afterword.services.services import Services
from afterword.tui.app_context import Err, Ok, run_action
from afterword.tui.screens import conversation_forms, record_forms, reflection_forms  # noqa: F401 - these fill FORMS
from afterword.tui.screens.dialogs import DialogAnswer, LeftDialog, Option, Pick
from afterword.tui.screens.form import FORMS, Form
from afterword.tui.screens.page import Box, ReadingPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp


def offer_each(app: "AfterwordApp", texts: Sequence[TypedText]) -> None:
    """Ask about these one after the other; whoever goes on with one is asked about the next when it is done.

    What was typed in a form of no record, such as the name of a file, is offered in that form alone.
    """
    texts = [text for text in texts if text.place.kind != "form"]
    if not texts:
        return
    text, rest = texts[0], texts[1:]
    form = _form(app.services, text)
    if form is not None and not form.lacks(text):
        app.keeper.drop(text)
        offer_each(app, rest)
        return

    def answered(answer: DialogAnswer | None) -> None:
        if answer is DialogAnswer.DROP:
            app.keeper.drop(text)
            offer_each(app, rest)
        elif answer is DialogAnswer.GO_ON:
            _go_on(app, text, form, lambda _saved: offer_each(app, rest))

    words = f"You were {text.place.words} ({text.when(app.services.clock.now())})."
    app.push_screen(LeftDialog(words, f"“{text.excerpt}”"), answered)


def _form(services: Services, text: TypedText) -> Form | None:
    """The form in which it was typed; None where its record is gone, and for a letter."""
    make = FORMS.get(text.place.kind)
    if make is None:
        return None
    outcome = run_action(lambda: make(services, *text.place.ids))
    return None if isinstance(outcome, Err) else outcome.value


def _go_on(app: "AfterwordApp", text: TypedText, form: Form | None, then: Callable[[object], None]) -> None:
    if text.place.kind == "reply" and form is not None:
        # The pane goes on with what becomes of it: a reply is marked, a letter is sent.
        app.keeper.want(text)
        app.call_later(_in_feedback, app, text.place.ids[0], "reply")
    elif text.place.kind == "letter" and _is_drafted(app.services, text.place.ids[0]):
        app.keeper.want(text)
        app.call_later(_in_feedback, app, text.place.ids[0], "ask")
    elif form is not None:
        app.keeper.want(text)
        app.push_screen(form, then)
    else:
        app.push_screen(_as_page(text), then)


def _is_drafted(services: Services, request_id: str) -> bool:
    request = services.store.journal().requests.get(request_id)
    return request is not None and request.draft is not None


async def _in_feedback(app: "AfterwordApp", request_id: str, action: str) -> None:
    await app.main_screen.show_pane("feedback")
    app.main_screen.pane.go_to(request_id)
    await app.run_action(action, app.main_screen.pane)


def _as_page(text: TypedText) -> ReadingPage:
    """What was typed, to be read and copied, where its form cannot be opened from here."""
    lines = [
        TextLine("The form for this cannot be opened from here, or its record is gone. It is kept.", TextStyle.MUTED)
    ]
    for field in text.fields:
        lines += [TextLine(""), TextLine(Span(field.label, TextStyle.STRONG)), TextLine(field.text)]
    return ReadingPage(f"You were {text.place.words}", lines)


_EMPTY = "begin anew"


class MissingJournal(Pick):
    """Dismissed with the path of the copy to bring back, with `begin anew`, or with None to leave all as it is."""

    def __init__(self, missing: StoreMissing, problem: str) -> None:
        options = [Option(path, words, Path(path).name) for path, words in missing.copies.items()]
        if missing.can_begin:
            options.append(Option(_EMPTY, "Begin a new, empty journal", "the copies stay"))
        super().__init__("Bring a copy back?", options)
        self._sentence = f"{missing.title} Nothing was changed. esc ends the program and leaves all as it is."
        self._problem = problem

    def compose(self) -> ComposeResult:
        """What is missing, over what can be done."""
        with Box(self._title):
            yield Static(clean(self._sentence), markup=False, classes="-detail")
            if self._problem:
                yield Static(clean(self._problem), markup=False, classes="-question")
            yield TextView(widget_id="typed")
            yield VirtualList(self._columns(), heading=False)
            yield KeyLine()


def ask_what_to_do(app: "AfterwordApp", missing: StoreMissing, opened: Callable[[], object], problem: str = "") -> None:
    """Ask, do that and call `opened`; where it cannot be done say why and ask again. Nothing chosen ends the app."""

    def chosen(answer: object) -> None:
        if not isinstance(answer, tuple):
            app.failure = missing
            app.exit(return_code=1)
            return
        what = str(answer[0])
        outcome = run_action(lambda: _done(app, what))
        if isinstance(outcome, Ok):
            app.say(outcome.value, TextStyle.GOOD)
            opened()
        else:
            ask_what_to_do(app, missing, opened, str(outcome.error))

    app.push_screen(MissingJournal(missing, problem), chosen)


def _done(app: "AfterwordApp", what: str) -> str:
    copies = app.services.exchange.copies
    if what == _EMPTY:
        copies.begin_anew()
        return "A new journal is begun; the copies stay where they are."
    copies.restore(Path(what))
    return f"{Path(what).name} is your journal again."
