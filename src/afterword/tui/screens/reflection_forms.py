"""Owns the forms of the guided reflection: an answer given, a possible reason, a pointer."""

from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.reflection import ANSWER_MEANINGS, Answer, AnswerKind, Control, Scenario, ScenarioKind
from afterword.services.reflections import AnswerForm, ScenarioForm, form_of_answer, form_of_scenario
from afterword.services.services import Services
from afterword.services.three_way import changed_only
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values

_NONE = (("", "–"),)
_ENOUGH = (("", "cannot say"), ("yes", "enough"), ("no", "not enough"))
_ENOUGH_VALUES: dict[str, bool | None] = {"": None, "yes": True, "no": False}


def answer_form(services: Services, interview: Interview, old: Answer | None = None) -> FormSpec:
    """The form for one question and the answer you gave (R4)."""

    def submit(values: Values) -> object:
        form = AnswerForm(
            question=values["question"],
            kind=AnswerKind(values["kind"]),
            action=bool(values["action"]),
            result=bool(values["result"]),
            enough=_ENOUGH_VALUES[values["enough"]],
            competency=values["competency"] or None,
            example=values["example"] or None,
            note=values["note"],
        )
        if old is None:
            return services.reflections.put_answer(interview.id, form)
        began = form_of_answer(old)
        return services.reflections.put_answer(interview.id, changed_only(form, began, values.touched), old.id, began)

    return FormSpec(
        title="An answer you gave",
        fields=_answer_fields(services.store.journal(), old),
        submit=submit,
        said="Answer saved",
        again=None
        if old is None
        else lambda: answer_form(services, interview, _newest_answer(services, interview, old)),
    )


def _newest_answer(services: Services, interview: Interview, old: Answer) -> Answer:
    """The answer as it is by now; as it was where it has been removed, which saving will say."""
    answers = services.store.journal().reflection_of(interview.id).answers
    return next((one for one in answers if one.id == old.id), old)


def _answer_fields(journal: Journal, old: Answer | None) -> list[Field]:
    kinds = [(kind, f"{kind}: {ANSWER_MEANINGS[kind]}") for kind in AnswerKind]
    tied = (old.competency, old.example) if old else (None, None)
    competencies = [(one.id, one.name) for one in journal.all_competencies if not one.archived or one.id in tied]
    examples = [(one.id, one.title) for one in journal.examples.values() if one.deleted is None or one.id in tied]
    enough = {None: "", True: "yes", False: "no"}[old.enough if old else None]
    return [
        Field(id="question", label="Question", value=old.question if old else "", required=True),
        Field(
            id="kind", label="Kind", kind=FieldKind.CHOICE, value=old.kind if old else AnswerKind.STORY, choices=kinds
        ),
        Field(id="action", label="Named an action", kind=FieldKind.CHECK, value="yes" if old and old.action else ""),
        Field(id="result", label="Named a result", kind=FieldKind.CHECK, value="yes" if old and old.result else ""),
        Field(id="enough", label="Was it enough?", kind=FieldKind.CHOICE, value=enough, choices=_ENOUGH),
        Field(
            id="competency",
            label="Competency",
            kind=FieldKind.CHOICE,
            value=(old.competency or "") if old else "",
            choices=[*_NONE, *competencies],
        ),
        Field(
            id="example",
            label="Example told",
            kind=FieldKind.CHOICE,
            value=(old.example or "") if old else "",
            choices=[*_NONE, *examples],
        ),
        Field(id="note", label="Note", kind=FieldKind.TEXT, value=old.note if old else ""),
    ]


def scenario_form(services: Services, interview: Interview, old: Scenario | None = None) -> FormSpec:
    """The form for one possible reason, with what speaks for and against it (R5)."""

    def submit(values: Values) -> object:
        form = ScenarioForm(
            kind=ScenarioKind(values["kind"]),
            title=values["title"],
            evidence_for=values["evidence_for"],
            evidence_against=values["evidence_against"],
            control=Control(values["control"]),
        )
        if old is None:
            return services.reflections.put_scenario(interview.id, form)
        began = form_of_scenario(old)
        return services.reflections.put_scenario(interview.id, changed_only(form, began, values.touched), old.id, began)

    return FormSpec(
        title="A possible reason",
        fields=_scenario_fields(old),
        submit=submit,
        said="Reason saved",
        again=None
        if old is None
        else lambda: scenario_form(services, interview, _newest_reason(services, interview, old)),
    )


def _newest_reason(services: Services, interview: Interview, old: Scenario) -> Scenario:
    scenarios = services.store.journal().reflection_of(interview.id).scenarios
    return next((one for one in scenarios if one.id == old.id), old)


def _scenario_fields(old: Scenario | None) -> list[Field]:
    return [
        Field(
            id="kind",
            label="Reason",
            kind=FieldKind.CHOICE,
            value=old.kind if old else ScenarioKind.STRONGER,
            choices=[(kind, kind) for kind in ScenarioKind],
        ),
        Field(id="title", label="In own words", value=old.title if old else "", hint="needed for “other” only"),
        Field(id="evidence_for", label="Speaks for it", value=old.evidence_for if old else ""),
        Field(id="evidence_against", label="Speaks against it", value=old.evidence_against if old else ""),
        Field(
            id="control",
            label="It was",
            kind=FieldKind.CHOICE,
            value=old.control if old else Control.UNKNOWN,
            choices=[(one, one) for one in Control],
        ),
    ]
