"""Owns the forms of the evaluation pane: competency, pointer, advice with a day, the filter."""

from datetime import date
from functools import partial

from afterword.domain.competency import Competency
from afterword.domain.conversation.facts import gather
from afterword.domain.date_reading import step_day
from afterword.domain.dates import Lean, show_date, understand_date
from afterword.domain.evaluation.filters import Filter, roles, rounds
from afterword.domain.evaluation.openings import Advice, Opening
from afterword.domain.text import clean_line, shorten
from afterword.services import lookup
from afterword.services.advice import PlanForm
from afterword.services.practice import CompetencyForm
from afterword.services.services import Services
from afterword.services.three_way import Was
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values
from afterword.tui.screens.note import text_words

_TITLE = 40


def competency_form(services: Services, old: Competency | None = None) -> FormSpec:
    """The form for a competency: its name, and one sentence of behaviour that anchors it."""

    def submit(values: Values) -> object:
        if old is None:
            return services.competencies.add(values["name"], values["anchor"])
        began = CompetencyForm(name=old.name, anchor=old.anchor)
        return services.competencies.rename(old.id, values["name"], values["anchor"], began)

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
        again=None if old is None else lambda: competency_form(services, _competency(services, old)),
    )


def _competency(services: Services, old: Competency) -> Competency:
    return lookup.competency(services.store.journal(), old.id)


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
        submit=lambda values: services.competencies.set_why_me(competency.id, values["line"], Was(competency.why_me)),
        said=lambda values, _saved: _why_me_words(competency.why_me, values["line"]),
        again=lambda: why_me_form(services, _competency(services, competency)),
    )


def _why_me_words(before: str, after: str) -> str:
    words = text_words(before, after)
    return "Kept; it stands on the prep sheet where this is asked for" if words == "Saved" else words


def plan_form(services: Services, advice: Advice) -> FormSpec:
    """The form that makes an advice an action with a day."""
    finding_id, today = advice.source.finding_id, services.overview.today()
    todo = lookup.finding(services.store.journal(), finding_id).todo
    began = PlanForm(text=todo.text, day=todo.due) if todo else PlanForm()

    def submit(values: Values) -> object:
        return services.advice.plan(finding_id, understand_date(values["day"], today), values["text"], began)

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
        submit=submit,
        said="Planned; it shows among what is due on that day",
        again=lambda: plan_form(services, advice),
    )


def opening_form(services: Services, opening: Opening) -> FormSpec:
    """The form for the day to write again."""
    request_id, today = opening.source.request_id, services.overview.today()
    planned = gather(lookup.request(services.store.journal(), request_id)).reapproach
    day = planned or opening.suggested

    def submit(values: Values) -> object:
        return services.requests.plan_reapproach(request_id, understand_date(values["day"], today), Was(planned))

    return FormSpec(
        title=f"Write to {opening.source.who} again",
        fields=[_day(services, day.isoformat())],
        submit=submit,
        said="Planned; it shows among what is due on that day",
        again=lambda: opening_form(services, opening),
    )


def _day(services: Services, value: str) -> Field:
    today = services.overview.today()
    return Field(
        id="day",
        label="By",
        kind=FieldKind.DATE,
        value=value,
        hint="+1 week, next mon, 12 Jan",
        required=True,
        echo=lambda text: show_date(understand_date(text, today), today),
        step=step_day(today),
    )


def filter_form(services: Services, chosen: Filter) -> FormSpec:
    """The form for which interviews count; what it returns is the filter."""
    journal, today = services.store.journal(), services.overview.today()

    def read(text: str) -> str:
        return show_date(understand_date(text, today, Lean.BEHIND), today)

    def submit(values: Values) -> Filter:
        days = {
            key: understand_date(values[key], today, Lean.BEHIND) if values[key].strip() else None
            for key in ("since", "until")
        }
        return Filter(since=days["since"], until=days["until"], role=clean_line(values["role"]), round=values["round"])

    day = partial(Field, kind=FieldKind.DATE, echo=read, step=step_day(today, Lean.BEHIND))
    return FormSpec(
        title="Which interviews count",
        fields=[
            Field(id="role", label="Role", kind=FieldKind.CHOICE, value=chosen.role, choices=_all(roles(journal))),
            Field(id="round", label="Round", kind=FieldKind.CHOICE, value=chosen.round, choices=_all(rounds(journal))),
            day(id="since", label="Since", value=_iso(chosen.since), hint="3 months ago"),
            day(id="until", label="Until", value=_iso(chosen.until), hint="today"),
        ],
        submit=submit,
        said="",
    )


def _all(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "all"), *((name, name) for name in names)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
