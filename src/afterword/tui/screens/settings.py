"""Owns the screen of all settings, the few questions of the first start, and asking for a name before a letter."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import App
from textual.widgets import Static

from afterword.domain.fields import Field
from afterword.domain.journal import Journal
from afterword.domain.people import LANGUAGES
from afterword.domain.text import plural
from afterword.own_settings import SECTION_TITLES, OwnSettings, Setting, all_settings, setting_of
from afterword.services.services import Services, reading_context
from afterword.settings import Mistake
from afterword.tui.actions import SCOPES, TABLE, bindings, shown_key
from afterword.tui.app_context import context_of, run_action
from afterword.tui.screens.form import Changes, Form, FormSpec
from afterword.tui.screens.page import Box, NarrowedPage
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp


_COLUMNS = (
    ListColumn("setting", 24, share=2),
    ListColumn("value", 22, share=3),
    ListColumn("usual", 16, share=2, hide_below=56),
)
_LOOK_EVERY = 1.0
"""Seconds between two looks whether an editor has written the file."""
_KEYS = "keys"
_BROKEN = "What cannot be read"
_NO_MATCH = "No setting has these words; esc shows all."
_INTRO = "Four things for your letters and days. All can wait: esc skips, and the settings (,) have them, too."
_FOR_LETTER = "This letter goes out under your name. esc goes on without."
_FIRST = ("me.name", "me.address", "me.language", "policy.country")
_LABELS = {
    "me.name": ("Your name", "Sam Seeker, under each letter"),
    "me.address": ("Mail address", "sam@seeker.example"),
    "me.language": ("Letters in", ""),
    "policy.country": ("Country", "DE or Germany, for its holidays"),
}


def _keys() -> Iterable[Setting]:
    """The keys of every action, as settings of their own."""
    return (
        Setting(_KEYS, Field(action.label, action.help, example=action.keys, name=action.id), action.keys)
        for action in TABLE
    )


def _heading(setting: Setting) -> str:
    if setting.section != _KEYS:
        return SECTION_TITLES[setting.section]
    return f"{SECTION_TITLES[_KEYS]}: {SCOPES[setting.field.name.partition('.')[0]].title}"


class SettingsPage(NarrowedPage[None]):
    """Every setting under its section, with its value and the usual one; what a person wrote in the file stays."""

    BINDINGS = bindings("settings")
    opens_by = "edit"
    sheet = "settings"
    beside = "settings-parts"

    def __init__(self, services: Services, own: OwnSettings) -> None:
        super().__init__("Settings", services, VirtualList(_COLUMNS, widget_id="settings-list"), "setting")
        self.id = "settings"
        self._own = own
        self._known = {setting.key: setting for setting in (*all_settings(), *_keys())}
        self._sections = {_heading(setting): f"[{setting.section}]" for setting in self._known.values()}
        self._mistakes: dict[str, Mistake] = {}
        self._broken: dict[str, Mistake] = {}
        self._written: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        """Go by what stands in the file, and look whether it is written elsewhere."""
        self._read()
        self.set_interval(_LOOK_EVERY, self._look)

    def _look(self) -> None:
        if self._read():
            self.show(self.newest())
            self.context.say("The file was changed elsewhere; this is what stands in it now.")

    def _read(self) -> bool:
        """Whether the file was changed; then what stands in it counts."""
        if changed := self._own.changed():
            self._own.read()
            self.context.go_by(self._own)
        return changed

    def show(self, _journal: Journal) -> None:
        """Show the settings that the words keep."""
        own = self._own
        self._written = own.written
        self._mistakes = {mistake.key: mistake for mistake in own.mistakes}
        broken = [mistake for mistake in own.mistakes if mistake.key not in self._known]
        self._broken = {f"{_BROKEN} {number}": mistake for number, mistake in enumerate(broken)}
        kept = [key for key, setting in self._known.items() if self._keeps(setting)]
        lines = [_BROKEN, *self._broken] if broken else []
        headings = {_heading(self._known[key]) for key in kept} | ({_BROKEN} if broken else set())
        for key in kept:
            if (title := _heading(self._known[key])) not in lines:
                lines.append(title)
            lines.append(key)
        self.listed.load(lines, self._row, headings=headings)
        self.bar.count(len(kept), len(self._known))
        wrong = plural(len(own.mistakes), "mistake") if own.mistakes else ""
        self.title_line.show(words=wrong or str(own.path))
        self.tell_of_line()

    def _row(self, key: str) -> Row:
        setting, broken = self._known.get(key), self._broken.get(key)
        if broken is not None:
            return Row((f"  {broken.key or 'a line'}", Span(f"! {broken.problem}", TextStyle.BAD)))
        if setting is None:
            return Row((Span(key, TextStyle.ACCENT), Span(self._sections.get(key, ""), TextStyle.MUTED)))
        value, usual = setting.value_in(self._own.settings), setting.show(setting.default)
        tone = (
            TextStyle.BAD if key in self._mistakes else TextStyle.STRONG if self._is_own(setting) else TextStyle.MUTED
        )
        mark = "! " if key in self._mistakes else ""
        value_span = Span(mark + _value_words(setting, value), tone)
        return Row((f"  {setting.field.label}", value_span, Span(_keyed(setting, usual), TextStyle.MUTED)))

    def _is_own(self, setting: Setting) -> bool:
        return bool(setting.value_in(self._own.settings) != setting.default)

    def _keeps(self, setting: Setting) -> bool:
        return not self.bar.text or self.bar.keeps(self._words(setting))

    def _words(self, setting: Setting) -> str:
        return f"{_heading(setting)}\n{setting.field.label}\n{words_of(self._setting_lines(setting))}"

    def _setting_lines(self, setting: Setting) -> list[TextLine]:
        """What is said of a setting: what it is for, what it may be, where it stands, and from when it counts."""
        field, mistake = setting.field, self._mistakes.get(setting.key)
        example = f" Such as: {field.example}" if field.example and setting.section != _KEYS else ""
        usual = f"Usual: {_keyed(setting, setting.show(setting.default))}"
        lines = [TextLine(field.help + example), TextLine(Span(usual, TextStyle.MUTED)), TextLine("")]
        if mistake is not None:
            where = f"Line {mistake.line}: " if mistake.line else ""
            lines += [TextLine(Span(f"! {where}{mistake.problem}. {mistake.hint}", TextStyle.BAD)), TextLine("")]
        if field.choices:
            lines += [TextLine((Span(f"  {value or '–'}  ", TextStyle.KEY), words)) for value, words in field.choices]
            lines.append(TextLine(""))
        when = "at once" if setting.at_once else "from the next start"
        stands = "stands in the file" if setting.key in self._written else "does not stand in the file"
        lines.append(TextLine(Span(f"{setting.key} {stands}; a change counts {when}.", TextStyle.MUTED)))
        return lines

    def details(self, key: str | None) -> Sequence[TextLine]:
        """What the setting is for, or what is wrong with a line of the file."""
        setting, broken = self._known.get(key or ""), self._broken.get(key or "")
        if setting is not None:
            return self._setting_lines(setting)
        words = _NO_MATCH if broken is None else f"{broken.sentence} It is left out; it stands in {self._own.path}."
        return [TextLine(Span(f"{words[0].upper()}{words[1:]}", TextStyle.WARN))]

    @property
    def _selected(self) -> Setting | None:
        return self._known.get(self.listed.key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a setting can be changed, and one that is the usual already need not be made so."""
        setting = self._selected
        if action == "edit":
            return setting is not None
        if action == "usual":
            return setting is not None and self._is_own(setting)
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        """Change the setting under the cursor; what is yes or no changes at once."""
        setting = self._selected
        if setting is None:
            return
        if isinstance(setting.default, bool):
            self._change(setting, not setting.value_in(self._own.settings))
        else:
            self.app.push_screen(Form(self._form(setting)))

    def action_usual(self) -> None:
        """Make it what it is when nobody says anything."""
        if (setting := self._selected) is not None:
            self._change(setting, list(setting.default) if isinstance(setting.default, tuple) else setting.default)

    def _change(self, setting: Setting, value: object) -> None:
        began = setting.value_in(self._own.settings)
        self.context.run_service(lambda: self._save(setting, value, began), self._changed_words(setting, value))
        self.show(self.newest())

    def _save(self, setting: Setting, value: object, began: object) -> None:
        if setting.read(setting.type(began)) != value or setting.key in self._mistakes:
            self._own.change({setting.key: value}, {setting.key: began})
            self.context.go_by(self._own)

    def _changed_words(self, setting: Setting, value: object) -> str:
        words = _value_words(setting, tuple(value) if isinstance(value, list) else value)
        return f"{setting.field.label}: {words}" + ("" if setting.at_once else ", from the next start")

    def _form(self, setting: Setting) -> FormSpec:
        began = setting.value_in(self._own.settings)
        name = setting.field.name

        def again() -> FormSpec:
            self._own.read()
            return self._form(setting)

        return FormSpec(
            title=_heading(setting),
            fields=[replace(setting.field, example=setting.field.example or setting.show(setting.default))],
            save=lambda changes: self._save(setting, setting.read(changes.texts[name]), began),
            context=reading_context(self._services),
            offered={name: setting.type(began)},
            said=lambda changes, _saved: self._changed_words(setting, setting.read(changes.texts[name])),
            again=again,
        )


def _value_words(setting: Setting, value: object) -> str:
    return _keyed(setting, setting.show(value))


def _keyed(setting: Setting, words: str) -> str:
    """Of a key its name as it stands on the keyboard, of anything else what it is."""
    if setting.section != _KEYS:
        return words
    return " ".join(shown_key(part.strip()) for part in words.split(","))


# ── the first start, and a letter that needs a name ───────────────────────────────────────────────────────────────────


class FewQuestions(Form):
    """Some settings asked in one small form that `esc` skips; dismissed with True once something was saved."""

    def __init__(self, spec: FormSpec, intro: str) -> None:
        super().__init__(spec)
        self._intro = intro

    def on_mount(self) -> None:
        """Say above the fields what they are for."""
        super().on_mount()
        self.query_one(Box).mount(Static(self._intro, markup=False, classes="-intro"), before=0)

    def label(self, action: str) -> str:
        """What `esc` does."""
        return "skip" if action == "leave" else super().label(action)


def _question_fields(keys: Sequence[str]) -> Sequence[Field]:
    fields = []
    for key in keys:
        label, example = _LABELS[key]
        setting = setting_of(key)
        fields.append(replace(setting.field, name=key, label=label, example=example or setting.field.example))
    return fields


def _questions(
    services: Services, own: OwnSettings, title: str, context: "AfterwordApp", offered: Mapping[str, str]
) -> FormSpec:
    """A form for those of the few that do not stand in the file, some of them with what is `offered`."""
    keys = [key for key in _FIRST if key not in own.written]
    before = {key: setting_of(key).value_in(own.settings) for key in keys}

    def save(changes: Changes) -> bool:
        values = {key: setting_of(key).read(changes.texts[key]) for key in keys}
        own.change({key: value for key, value in values.items() if value != before[key]}, before)
        context.go_by(own)
        return True

    return FormSpec(
        title=title,
        fields=_question_fields(keys),
        save=save,
        context=reading_context(services),
        offered={key: setting_of(key).type(value) for key, value in before.items()} | dict(offered),
        said="Saved; , opens all settings",
        walk=len(keys),
    )


def first_questions(services: Services, own: OwnSettings, app: App[None]) -> Form:
    """Name, address, language and country, at the first start; what the machine speaks is offered."""
    spec = _questions(services, own, "Welcome to Afterword", context_of(app), spoken(os.environ))
    return FewQuestions(spec, _INTRO)


def spoken(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Language and country as the machine is set to (`de_AT.UTF-8`); of English only where it is not the usual one."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    language, _, country = locale.partition(".")[0].partition("_")
    if language not in dict(LANGUAGES) or (language, country) == ("en", "US"):
        return {}
    return {"me.language": language, "policy.country": country.partition("@")[0]}


def ask_for_sender(services: Services, own: OwnSettings, app: App[None], then: Callable[[], object]) -> None:
    """Ask for the name to write under, and what else of the few is not said; then go on, answered or not."""
    context = context_of(app)

    def answered(_saved: object) -> None:
        if own.unsaid:
            # The file remembers that it was asked, so that it is not asked again.
            run_action(lambda: own.change(dict.fromkeys(own.unsaid, ""), {}))
        then()

    spec = _questions(services, own, "Before the first letter", context, {})
    app.push_screen(FewQuestions(spec, _FOR_LETTER), answered)
