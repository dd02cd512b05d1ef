"""Owns the form of an example: situation, task, action, result, and beside the last two how far they carry it."""

from msgspec.structs import replace

from afterword.domain.evaluation.charts import bar
from afterword.domain.example import Example, weight
from afterword.domain.text import shorten
from afterword.services import lookup
from afterword.services.practice import ExampleForm, form_of
from afterword.services.services import Services
from afterword.services.three_way import changed_only
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values

_TITLE = 40
_PARTS_THAT_CARRY = 3
"""Action and result make a third of the meter each, situation and task the rest."""


class StarForm(Form):
    """A form whose texts are low, so that two parts of a story are seen at once."""


def example_form(services: Services, old: Example | None = None, competency: str = "") -> StarForm:
    """The form for an example: situation, task, action, result; the last two carry it."""
    return StarForm(example_spec(services, old, competency))


def example_spec(services: Services, old: Example | None = None, competency: str = "") -> FormSpec:
    """What that form is made of."""

    def submit(values: Values) -> object:
        form = ExampleForm(
            title=values["title"],
            situation=values["situation"],
            task=values["task"],
            action=values["action"],
            result=values["result"],
            competencies=tuple(filter(None, values["competencies"].split("\n"))),
            numbers=values["numbers"],
            roles=tuple(part for part in values["roles"].split(",") if part.strip()),
        )
        if old is None:
            return services.examples.add(form)
        began = form_of(old)
        return services.examples.edit(old.id, changed_only(form, began, values.touched), began)

    return FormSpec(
        title="An example to tell" if old is None else f"Example: {shorten(old.title, _TITLE)}",
        fields=_example_fields(services, old, competency),
        submit=submit,
        said="Example saved",
        again=None if old is None else lambda: example_spec(services, _newest(services, old)),
    )


def _newest(services: Services, old: Example) -> Example:
    return lookup.example(services.store.journal(), old.id)


def _example_fields(services: Services, old: Example | None, competency: str) -> list[Field]:
    journal = services.store.journal()
    tied = old.competencies if old else ((competency,) if competency else ())
    known = [(one.id, one.name) for one in journal.all_competencies if not one.archived or one.id in tied]
    blank = Example(id="", title="", created=services.clock.now())
    numbers_hint = "figures to remember: 40 % fewer alarms, 3 weeks"
    return [
        Field(
            id="title", label="Title", value=old.title if old else "", hint="a few words to find it by", required=True
        ),
        Field(id="situation", label="Situation", kind=FieldKind.TEXT, value=old.situation if old else ""),
        Field(id="task", label="Task", kind=FieldKind.TEXT, value=old.task if old else ""),
        Field(
            id="action",
            label="Action (I did)",
            kind=FieldKind.TEXT,
            value=old.action if old else "",
            echo=lambda text: _carried(weight(replace(blank, action=text))),
        ),
        Field(
            id="result",
            label="Result",
            kind=FieldKind.TEXT,
            value=old.result if old else "",
            echo=lambda text: _carried(weight(replace(blank, result=text))),
        ),
        Field(id="numbers", label="Numbers", value=old.numbers if old else "", hint=numbers_hint),
        Field(
            id="competencies",
            label="Shows",
            kind=FieldKind.MULTI,
            value="\n".join(tied),
            choices=known,
        ),
        Field(
            id="roles", label="Fits roles", value=", ".join(old.roles) if old else "", hint="backend, SRE; empty: any"
        ),
    ]


def _carried(part: float) -> str:
    """How far the action or the result carries the story; each is a third of the whole meter."""
    share = min(part * _PARTS_THAT_CARRY, 1.0)
    return f"{bar(share)} {round(100 * share)} % of what it needs"
