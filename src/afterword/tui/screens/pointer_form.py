"""Owns the form of a pointer, *When …, I will …* (R6): from an interview or a finding, or one in other words."""

from msgspec import Struct

from afterword.domain.dates import show_date
from afterword.domain.pointer import Pointer
from afterword.domain.text import shorten
from afterword.services import lookup
from afterword.services.practice import PointerForm
from afterword.services.services import Services
from afterword.tui.outcome import Ok, run_action
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values

_TITLE = 60


class Origin(Struct, frozen=True, kw_only=True):
    """Where a new pointer comes from; all may be missing. A finding offers words to begin with, else `offer` does."""

    interview_id: str | None = None
    finding_id: str | None = None
    offer: tuple[str, str] = ("", "")


def pointer_form(services: Services, origin: Origin | None = None, old: Pointer | None = None) -> Form:
    """The form; `old` is the pointer that is put into other words."""
    return Form(pointer_spec(services, origin or Origin(), old))


def pointer_spec(services: Services, source: Origin, old: Pointer | None = None) -> FormSpec:
    """What that form is made of; a pointer that comes from nowhere can be tied to an interview."""

    def submit(values: Values) -> object:
        if old is not None:
            began = PointerForm(when=old.when, will=old.will)
            return services.pointers.edit(old.id, values["when"], values["will"], began)
        interview_id = source.interview_id or values.get("interview") or None
        return services.pointers.add(values["when"], values["will"], interview_id, source.finding_id)

    when, will = (old.when, old.will) if old is not None else _offer(services, source)
    fields = [
        Field(id="when", label="When …", value=when, hint="they ask what can fail", required=True),
        Field(id="will", label="I will …", value=will, hint="tell the queue outage with its numbers", required=True),
    ]
    if old is None and source.interview_id is None and source.finding_id is None:
        fields.append(_interview_field(services))
    return FormSpec(
        title=_title(services, source),
        fields=fields,
        submit=submit,
        said="Pointer saved; it comes back before the next interview",
        again=None if old is None else lambda: pointer_spec(services, source, _newest(services, old)),
    )


def _newest(services: Services, old: Pointer) -> Pointer:
    return lookup.pointer(services.store.journal(), old.id)


def _interview_field(services: Services) -> Field:
    now = services.clock.now()
    past = [one for one in services.store.journal().live_interviews if one.at <= now]
    choices = [("", "–"), *((one.id, f"{one.label}, {show_date(one.day)}") for one in past)]
    return Field(id="interview", label="It comes from", kind=FieldKind.CHOICE, choices=choices)


def _title(services: Services, origin: Origin) -> str:
    finding = services.store.journal().findings.get(origin.finding_id or "")
    return f"Next time: “{shorten(finding.quote, _TITLE)}”" if finding is not None else "A pointer for next time"


def _offer(services: Services, origin: Origin) -> tuple[str, str]:
    """Words to begin with, from what was said; none where the finding has just been taken away."""
    finding_id = origin.finding_id
    if finding_id is None:
        return origin.offer
    outcome = run_action(lambda: services.pointers.offer(finding_id))
    return outcome.value if isinstance(outcome, Ok) else ("", "")
