"""Owns the forms of the evaluation pane: competency, pointer, advice with a day, the filter."""

from datetime import date

from afterword.domain.competency import Competency
from afterword.domain.dates import Lean, show_date, understand_date
from afterword.domain.evaluation.filters import Filter, roles, rounds
from afterword.domain.evaluation.openings import Advice, Opening
from afterword.domain.text import clean_line, shorten
from afterword.services.services import Services
from afterword.tui.screens.form_spec import Field, FormSpec, Kind, Values
from afterword.tui.screens.note import text_words

_TITLE = 40


def competency_form(services: Services, old: Competency | None = None) -> FormSpec:
    """The form for a competency: its name, and one sentence of behaviour that anchors it."""

    def submit(values: Values) -> object:
        if old is None:
            return services.competencies.add(values["name"], values["anchor"])
        return services.competencies.rename(old.id, values["name"], values["anchor"])

    return FormSpec(
        title="A competency" if old is None else f"The competency {old.name}",
        fields=[
            Field(id="name", label="Name", value=old.name if old else "", required=True),
            Field(
                id="anchor",
                label="What one sees",
                value=old.anchor if old else "",
                hint="one sentence of behaviour: asks before answering, compares two ways",
            ),
        ],
        submit=submit,
        said="Competency added" if old is None else "Competency saved; everything tied to it stays tied",
    )


def why_me_form(services: Services, competency: Competency) -> FormSpec:
    """The form for your own line on why you."""
    return FormSpec(
        title=f"Why me: {competency.name}",
        fields=[
            Field(
                id="line",
                label="I …",
                value=competency.why_me,
                hint="one sentence an interviewer will remember, with its proof",
            )
        ],
        submit=lambda values: services.competencies.set_why_me(competency.id, values["line"]),
        said=lambda values, _saved: _why_me_words(competency.why_me, values["line"]),
    )


def _why_me_words(before: str, after: str) -> str:
    words = text_words(before, after)
    return "Kept; it stands on the prep sheet where this is asked for" if words == "Saved" else words


def plan_form(services: Services, advice: Advice) -> FormSpec:
    """The form that makes an advice an action with a day."""
    todo = advice.todo
    return FormSpec(
        title=f"“{shorten(advice.source.words, _TITLE)}”",
        fields=[
            Field(
                id="text",
                label="I will",
                value=todo.text if todo else "",
                hint="what you will do; empty: the advice itself",
            ),
            _day(services, todo.due.isoformat() if todo else "+1 week"),
        ],
        submit=lambda values: services.advice.plan(
            advice.source.finding_id, understand_date(values["day"], services.overview.today()), values["text"]
        ),
        said="Planned; it shows among what is due on that day",
    )


def opening_form(services: Services, opening: Opening) -> FormSpec:
    """The form for the day to write again."""
    day = opening.planned or opening.suggested
    return FormSpec(
        title=f"Write to {opening.source.who} again",
        fields=[_day(services, day.isoformat())],
        submit=lambda values: services.requests.plan_reapproach(
            opening.source.request_id, understand_date(values["day"], services.overview.today())
        ),
        said="Planned; it shows among what is due on that day",
    )


def _day(services: Services, value: str) -> Field:
    today = services.overview.today()
    return Field(
        id="day",
        label="By",
        kind=Kind.DATE,
        value=value,
        hint="+1 week, next mon, 12 Jan",
        required=True,
        echo=lambda text: show_date(understand_date(text, today), today),
    )


def filter_form(services: Services, chosen: Filter) -> FormSpec:
    """The form for which interviews count; what it returns is the filter."""
    journal, today = services.ledger.journal(), services.overview.today()

    def read(text: str) -> str:
        return show_date(understand_date(text, today, Lean.BEHIND), today)

    def submit(values: Values) -> Filter:
        days = {
            key: understand_date(values[key], today, Lean.BEHIND) if values[key].strip() else None
            for key in ("since", "until")
        }
        return Filter(since=days["since"], until=days["until"], role=clean_line(values["role"]), round=values["round"])

    return FormSpec(
        title="Which interviews count",
        fields=[
            Field(id="role", label="Role", kind=Kind.CHOICE, value=chosen.role, choices=_all(roles(journal))),
            Field(id="round", label="Round", kind=Kind.CHOICE, value=chosen.round, choices=_all(rounds(journal))),
            Field(id="since", label="Since", kind=Kind.DATE, value=_iso(chosen.since), hint="3 months ago", echo=read),
            Field(id="until", label="Until", kind=Kind.DATE, value=_iso(chosen.until), hint="today", echo=read),
        ],
        submit=submit,
        said="",
    )


def _all(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "all"), *((name, name) for name in names)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
