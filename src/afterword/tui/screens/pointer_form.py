"""Owns the form of a pointer, *When …, I will …* (R6): from an interview or a finding, or one in other words."""

from dataclasses import dataclass

from afterword.domain.pointer import Pointer
from afterword.domain.text import shorten
from afterword.services.services import Services
from afterword.tui.outcome import Done, attempt
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FormSpec, Values

_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a new pointer comes from; all may be missing. A finding offers words to begin with, else `offer` does."""

    interview_id: str | None = None
    finding_id: str | None = None
    offer: tuple[str, str] = ("", "")


def pointer_form(services: Services, origin: Origin | None = None, old: Pointer | None = None) -> Form:
    """The form; `old` is the pointer that is put into other words."""
    source = origin or Origin()

    def submit(values: Values) -> object:
        if old is not None:
            return services.pointers.edit(old.id, values["when"], values["will"])
        return services.pointers.add(values["when"], values["will"], source.interview_id, source.finding_id)

    when, will = (old.when, old.will) if old is not None else _offer(services, source)
    fields = [
        Field(id="when", label="When …", value=when, hint="they ask what can fail", required=True),
        Field(id="will", label="I will …", value=will, hint="tell the queue outage with its numbers", required=True),
    ]
    said = "Pointer saved; it comes back before the next interview"
    return Form(FormSpec(title=_title(services, source), fields=fields, submit=submit, said=said))


def _title(services: Services, origin: Origin) -> str:
    finding = services.ledger.journal().findings.get(origin.finding_id or "")
    return f"Next time: “{shorten(finding.quote, _TITLE)}”" if finding is not None else "A pointer for next time"


def _offer(services: Services, origin: Origin) -> tuple[str, str]:
    """Words to begin with, from what was said; none where the finding has just been taken away."""
    finding_id = origin.finding_id
    if finding_id is None:
        return origin.offer
    outcome = attempt(lambda: services.pointers.offer(finding_id))
    return outcome.value if isinstance(outcome, Done) else ("", "")
