"""Owns the forms of records: which fields each shows, what is offered, and what is said once it is saved."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.application import EARLY_OUTCOMES, Application, Outcome
from afterword.domain.competency import Competency, pack
from afterword.domain.conversation.message import Proposal
from afterword.domain.conversation.request import TOLD, EventKind
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.example import Example, carried
from afterword.domain.field_reading import type_field
from afterword.domain.fields import Field, FieldKind, described, fields_of
from afterword.domain.finding import Todo
from afterword.domain.interview import Interview, near_plan, no_arrival_words
from afterword.domain.people import Person
from afterword.domain.pointer import Occasion, Pointer
from afterword.domain.screen_memory import TypedPlace
from afterword.domain.text import shorten
from afterword.services import lookup
from afterword.services.services import Services, reading_context
from afterword.tui.app_context import Ok, run_action
from afterword.tui.screens.form import Changes, Form, FormSpec, text_words

# The pane that needs these has loaded them; the first one does not wait for them.
if TYPE_CHECKING:
    from afterword.domain.evaluation.evaluation import Filter
    from afterword.domain.evaluation.plans import Advice, Opening

_FIRST = 4
"""Company, role, when and with whom: what every interview begins with."""
_TITLE, _POINTER_TITLE = 40, 60
_WHOM = "Ada Byron <ada@initech.example>: then they can be asked for feedback"
_POINTER_TITLES = {Occasion.INTERVIEW: "A pointer for next time", Occasion.DECISION: "A plan for the next no"}
_POINTER_SAVED = {
    Occasion.INTERVIEW: "Pointer saved; it comes back before the next interview",
    Occasion.DECISION: "Plan saved; you see it when you record the next rejection",
}
_AFTER_A_NO = "call a friend, and read it again the day after"
_PLANNED = "Planned; it shows among what is due on that day"


# ── interviews ────────────────────────────────────────────────────────────────────────────────────────────────────────


def interview_form(services: Services, old: Interview | None = None) -> FormSpec:
    """The form to add an interview, or to edit one."""
    spec = FormSpec(
        title="Add an interview",
        fields=fields_of(Interview),
        save=services.interviews.add,
        context=reading_context(services, old),
        offered={"zone": services.clock.zone},
        said=lambda _changes, saved: " ".join(
            filter(None, ("Interview saved.", *_known(services, saved)))
        ).removesuffix("."),
        walk=_FIRST,
        place=TypedPlace("interview", (), "adding an interview"),
    )
    if old is None:
        return spec
    return replace(
        spec,
        title=f"Edit {old.label}",
        place=TypedPlace("interview", (old.id,), f"editing {old.label}"),
        save=lambda changes: services.interviews.edit(old.id, changes, old),
        record=old,
        offered={},
        again=lambda: interview_form(services, _newest(services, old)),
    )


def _known(services: Services, interview: Interview) -> tuple[str, str, str]:
    """What a new interview belongs to, whom of it you met before, and the packs of competencies for such work."""
    packs, language = services.interviews.fitting_packs(interview), services.store.journal().language
    titles = " and ".join(pack(name, language).title for name in packs)
    fitting = f"K takes competencies for this work: {titles}." if packs else ""
    return services.interviews.joined_words(interview), services.interviews.met_words(interview), fitting


def invitation_form(services: Services, mail: Proposal, application_id: str) -> FormSpec:
    """The form to add the interview that a mail invites to, with everything it tells filled in."""
    application, known = services.checking.invited_to(mail.id, application_id)
    spec = interview_form(services)
    context = replace(spec.context, zone=str(known.get("zone", spec.context.zone)))
    offered = {
        field.name: type_field(field, known[field.name], context) for field in spec.fields if field.name in known
    }
    company, joins = str(known.get("company", "")), application.id if application is not None else ""
    return replace(
        spec,
        title=f"The interview {company or 'somebody'} invites you to",
        place=TypedPlace("invitation", (mail.id, application_id), f"adding the interview at {company}"),
        save=lambda changes: services.interviews.add(changes, joins, mail.id),
        offered={**spec.offered, **offered},
    )


def _newest(services: Services, interview: Interview) -> Interview:
    return lookup.live_interview(services.store.journal(), interview.id)


def too_early_to_arrive(services: Services, interview: Interview) -> str:
    """Why no arrival can be noted, or not yet; empty from half a day before the interview on."""
    if not interview.has_arrival:
        return no_arrival_words(interview)
    now = services.clock.now()
    if near_plan(interview, now) or interview.at <= now:
        return ""
    start = dates.show_understood(interview.at, interview.zone)
    return f"{interview.label} lies ahead: {start}. Note the arrival once you are there."


def arrival_form(services: Services, interview: Interview) -> FormSpec:
    """The form for the actual arrival; a bare time means the day of the interview."""
    context, planned = reading_context(services, interview), interview.local
    offered = (interview.arrived or min(interview.at, context.there)).astimezone(planned.tzinfo)
    (arrived,) = fields_of(Interview, "arrived")

    def save(changes: Changes) -> Interview:
        at = changes.get("arrived") or interview.arrived or interview.at
        return services.interviews.arrive(interview.id, at, interview)

    return FormSpec(
        title=f"Arrival at {interview.company} (planned {planned:%H:%M})",
        place=TypedPlace("arrival", (interview.id,), f"noting your arrival at {interview.company}"),
        fields=[replace(arrived, example=f"{planned:%H:%M}")],
        save=save,
        context=context,
        record=interview,
        offered={"arrived": f"{offered:%H:%M}" if offered.date() == planned.date() else f"{offered:%Y-%m-%d %H:%M}"},
        whole=interview.arrived is None,
        said="Arrival noted",
        again=lambda: arrival_form(services, _newest(services, interview)),
    )


def outcome_form(services: Services, interview: Interview) -> FormSpec:
    """The form for how its application ended: the day and the way you heard, the round that ended it, their words.

    Where nobody is known yet, who interviewed you is asked, too.
    """
    context, journal = reading_context(services), services.store.journal()
    application = journal.application_of(interview)
    rounds = journal.rounds_of(application.id)
    ahead = all(held.at > context.now for held in rounds)
    held_on = [held.day for held in rounds if held.at <= context.now]
    heard = application.outcome_on or max([context.now.date(), *held_on])
    offered = Outcome.WITHDRAWN if ahead else Outcome.REJECTED
    silent = (item for item in services.overview.due() if item.action is DueAction.GHOSTED)
    if any(item.application_id == application.id for item in silent):
        offered = Outcome.NO_ANSWER
    current = offered if application.outcome is Outcome.PENDING else application.outcome
    outcome, on, way, ended_by, words = fields_of(Application, "outcome")
    possible = tuple(item for item in outcome.choices if not ahead or item[0] in (*EARLY_OUTCOMES, current))
    named = [(held.id, held.round or dates.show_date(held.day)) for held in reversed(rounds)]
    people = replace(described(Interview)["interviewers"], label="Who met you", example=_WHOM)
    return FormSpec(
        title=f"How did {application.label} end?",
        place=TypedPlace("outcome", (interview.id,), f"noting how {application.label} ended"),
        fields=[
            replace(outcome, choices=possible),
            replace(on, required="Say when you heard."),
            replace(way, choices=((None, "–"), *way.choices)),
            *([replace(ended_by, of="", choices=(("", "the last one"), *named))] if len(rounds) > 1 else []),
            *([] if journal.people_of(application.id) else [people]),
            words,
        ],
        save=lambda changes: services.interviews.hear(interview.id, changes, application),
        context=context,
        record=application,
        whole=True,
        offered={"outcome": current, "outcome_on": heard.isoformat()},
        said=lambda _changes, decided: _outcome_said(services, decided),
        echoes={"outcome": lambda text: services.overview.plan_words(replace(application, outcome=Outcome(text)))},
        again=lambda: outcome_form(services, _newest(services, interview)),
    )


def _outcome_said(services: Services, decided: Application) -> str:
    """What follows from the outcome, and the plan for a no."""
    overview = services.overview
    return " ".join(filter(None, (overview.outcome_words(decided), overview.plan_words(decided))))


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def person_form(services: Services, person: Person, application: Application) -> FormSpec:
    """The form for who somebody of that application is and how to write to them; it says how letters begin."""
    from afterword.domain.greeting import addressed, letter_language, salutation

    def first_line(known: Person) -> str:
        return f"letters begin: {salutation(known, letter_language(known, application, services.language)).line}"

    shown = addressed(person)
    return FormSpec(
        title=f"Who is {person.name}?",
        place=TypedPlace("person", (person.id, application.id), f"writing down who {person.name} is"),
        fields=fields_of(Person),
        save=lambda changes: services.people.edit(person.id, changes, person),
        context=reading_context(services),
        record=shown,
        said=lambda _changes, saved: f"Saved; {first_line(saved)}",
        again=lambda: person_form(services, lookup.person(services.store.journal(), person.id), application),
        echoes={
            "salutation": lambda text: first_line(replace(shown, salutation=text)),
            "family": lambda text: "" if shown.salutation else first_line(replace(shown, family=text)),
        },
    )


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def example_form(services: Services, old: Example | None = None, competency: str = "") -> Form:
    """The form for an example: situation, task, action, result; the last two carry it."""
    return Form(example_spec(services, old, competency))


def example_spec(services: Services, old: Example | None = None, competency: str = "") -> FormSpec:
    """What that form is made of; a new one is tied to the competency that is named."""
    spec = FormSpec(
        title="An example to tell",
        place=TypedPlace("example", ("", competency), "writing an example to tell"),
        fields=fields_of(Example),
        save=services.examples.add,
        context=reading_context(services),
        offered={"competencies": competency},
        said="Example saved",
        echoes={part: partial(_carried, part) for part in ("situation", "task", "action", "result")},
    )
    if old is None:
        return spec
    return replace(
        spec,
        title=f"Example: {shorten(old.title, _TITLE)}",
        place=TypedPlace("example", (old.id, competency), f"editing the example “{shorten(old.title, _TITLE)}”"),
        save=lambda changes: services.examples.edit(old.id, changes, old),
        record=old,
        offered={},
        again=lambda: example_spec(services, lookup.example(services.store.journal(), old.id), competency),
    )


def _carried(part: str, text: str) -> str:
    """How far that part carries the story, and what is missing in it."""
    from afterword.domain.document import bar

    share, said = carried(part, text)
    return f"{bar(share)} {said}"


# ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Origin(Struct, frozen=True, kw_only=True):
    """Where a new pointer comes from, and what for; all may be missing.

    A finding offers words to begin with, else `offer` does.
    """

    interview_id: str | None = None
    finding_id: str | None = None
    offer: tuple[str, str] = ("", "")
    occasion: Occasion = Occasion.INTERVIEW

    def as_ids(self, old: Pointer | None) -> tuple[str, ...]:
        """It and the pointer that is edited, as texts."""
        return (old.id if old else "", self.interview_id or "", self.finding_id or "", self.occasion, *self.offer)


def pointer_form(services: Services, origin: Origin | None = None, old: Pointer | None = None) -> Form:
    """The form; `old` is the pointer that is put into other words."""
    return Form(pointer_spec(services, origin or Origin(), old))


def pointer_spec(services: Services, origin: Origin, old: Pointer | None = None) -> FormSpec:
    """What that form is made of; a pointer that comes from nowhere can be tied to an interview."""
    finding = services.store.journal().findings.get(origin.finding_id or "")
    when, will = _offer(services, origin)
    occasion = origin.occasion if old is None else old.occasion
    from_nowhere = old is None and origin.interview_id is None and origin.finding_id is None
    known = {} if from_nowhere else {"interview_id": origin.interview_id}
    spec = FormSpec(
        title=f"Next time: “{shorten(finding.quote, _POINTER_TITLE)}”" if finding else _POINTER_TITLES[occasion],
        fields=(*_pointer_fields(occasion), *(fields_of(Pointer, "origin") if from_nowhere else ())),
        save=lambda changes: services.pointers.add(changes | known, origin.finding_id),
        context=reading_context(services),
        offered={"when": when, "will": will, "occasion": origin.occasion},
        said=lambda _changes, pointer: _POINTER_SAVED[pointer.occasion],
        place=TypedPlace("pointer", origin.as_ids(old), "writing a pointer"),
    )
    if old is None:
        return spec
    return replace(
        spec,
        save=lambda changes: services.pointers.edit(old.id, changes, old),
        record=old,
        offered={},
        again=lambda: pointer_spec(services, origin, lookup.pointer(services.store.journal(), old.id)),
    )


def _pointer_fields(occasion: Occasion) -> Sequence[Field]:
    """The fields; what is planned for a no has an example of its own."""
    fields = fields_of(Pointer)
    if occasion is Occasion.INTERVIEW:
        return fields
    return [replace(field, example=_AFTER_A_NO) if field.name == "will" else field for field in fields]


def _offer(services: Services, origin: Origin) -> tuple[str, str]:
    """Words to begin with, from what was said; none where the finding has just been taken away."""
    finding_id = origin.finding_id
    if finding_id is None:
        return origin.offer
    outcome = run_action(lambda: services.pointers.offer(finding_id))
    return outcome.value if isinstance(outcome, Ok) else ("", "")


# ── competencies ──────────────────────────────────────────────────────────────────────────────────────────────────────


def competency_form(services: Services, old: Competency | None = None) -> FormSpec:
    """The form for a competency: its name, and one sentence of behaviour that anchors it."""
    spec = FormSpec(
        title="A competency",
        place=TypedPlace("competency", (), "adding a competency"),
        fields=fields_of(Competency),
        save=services.competencies.add,
        context=reading_context(services),
        said="Competency added",
    )
    if old is None:
        return spec
    return replace(
        spec,
        title=f"The competency {old.name}",
        place=TypedPlace("competency", (old.id,), f"editing the competency {old.name}"),
        save=lambda changes: services.competencies.edit(old.id, changes, old),
        record=old,
        said="Competency saved; everything tied to it stays tied",
        again=lambda: competency_form(services, _competency_now(services, old)),
    )


def _competency_now(services: Services, old: Competency) -> Competency:
    return lookup.competency(services.store.journal(), old.id)


def why_me_form(services: Services, competency: Competency) -> FormSpec:
    """The form for your own line on why you."""
    return FormSpec(
        title=f"Why me: {competency.name}",
        place=TypedPlace("why-me", (competency.id,), f"writing why you, for {competency.name}"),
        fields=fields_of(Competency, "why-me"),
        save=lambda changes: services.competencies.edit(competency.id, changes, competency),
        context=reading_context(services),
        record=competency,
        said=lambda changes, _saved: _why_me_words(competency.why_me, changes.texts["why_me"]),
        again=lambda: why_me_form(services, _competency_now(services, competency)),
    )


def _why_me_words(before: str, after: str) -> str:
    words = text_words(before, after)
    return "Kept; it stands on the prep sheet where this is asked for" if words == "Saved" else words


# ── what the evaluation makes due ─────────────────────────────────────────────────────────────────────────────────────


def plan_form(services: Services, advice: "Advice") -> FormSpec:
    """The form that makes an advice an action with a day."""
    old = lookup.finding(services.store.journal(), advice.source.finding_id)
    return FormSpec(
        title=f"“{shorten(advice.source.words, _TITLE)}”",
        place=TypedPlace("advice", (old.id,), "planning an advice"),
        fields=fields_of(Todo),
        save=lambda changes: services.advice.plan(old.id, changes, old),
        context=reading_context(services),
        record=old.todo,
        whole=True,
        offered={} if old.todo else {"due": "+1 week"},
        said=lambda _changes, finding: _PLANNED if finding.todo != old.todo else "Nothing was changed",
        again=lambda: plan_form(services, advice),
    )


def opening_form(services: Services, opening: "Opening") -> FormSpec:
    """The form for the day to write again."""
    request = lookup.request(services.store.journal(), opening.request_id)
    day = opening.planned or opening.suggested
    (until,) = TOLD[EventKind.REAPPROACH]
    return FormSpec(
        title=f"Write to {opening.who} again",
        place=TypedPlace("opening", (opening.source.finding_id,), f"planning to write to {opening.who} again"),
        fields=[replace(until, label="By", example="+1 week, next mon, 12 Jan", required="Choose a day ahead.")],
        save=lambda changes: services.requests.plan_reapproach(request.id, changes["until"], request),
        context=reading_context(services),
        offered={"until": day.isoformat()},
        said=_PLANNED,
        again=lambda: opening_form(services, opening),
    )


def filter_form(services: Services, chosen: "Filter") -> FormSpec:
    """The form for which interviews count; what it returns is the filter."""
    from afterword.domain.evaluation.evaluation import Filter, roles, rounds

    context = reading_context(services)
    day = partial(Field, kind=FieldKind.DATE, past=True)
    return FormSpec(
        title="Which interviews count",
        fields=[
            Field(name="role", label="Role", kind=FieldKind.CHOICE, choices=_all(roles(context.journal))),
            Field(name="round", label="Round", kind=FieldKind.CHOICE, choices=_all(rounds(context.journal))),
            day(name="since", label="Since", example="3 months ago"),
            day(name="until", label="Until", example="today"),
        ],
        save=lambda changes: Filter(**changes),
        context=context,
        record=chosen,
        whole=True,
        said="",
    )


def _all(names: tuple[str, ...]) -> tuple[tuple[object, str], ...]:
    return (("", "all"), *((name, name) for name in names))
