"""Owns the forms of records: which fields each shows, what is offered, and what is said once it is saved."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.conversation.request import TOLD, EventKind, Todo
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.field_reading import read_all, type_field
from afterword.domain.fields import Field, FieldKind, described, fields_of
from afterword.domain.interview import EARLY_OUTCOMES, Application, Interview, Outcome
from afterword.domain.people import Person
from afterword.domain.practice import Competency, Example, Occasion, Pointer, carried, pack
from afterword.domain.progress import near_plan, no_arrival_words
from afterword.domain.text import shorten
from afterword.errors import NotFound
from afterword.services import lookup
from afterword.services.services import Services, reading_context
from afterword.tui.app_context import Ok, run_action
from afterword.tui.screens.form import Changes, Form, FormSpec, form_of, text_words

if TYPE_CHECKING:
    from afterword.domain.evaluation.evaluation import Filter


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


@form_of("interview")
def interview_form(services: Services, interview_id: str = "") -> FormSpec:
    """The form to add an interview, or to edit one."""
    if not interview_id:
        return _new_interview(services)
    old = _interview(services, interview_id)
    return replace(
        _new_interview(services),
        title=f"Edit {old.label}",
        doing=f"editing {old.label}",
        save=lambda changes: services.interviews.edit(old.id, changes, old),
        context=reading_context(services, old),
        record=old,
        offered={},
    )


def _interview(services: Services, interview_id: str) -> Interview:
    return lookup.live_interview(services.store.journal(), interview_id)


def _new_interview(services: Services) -> FormSpec:
    return FormSpec(
        title="Add an interview",
        fields=fields_of(Interview),
        save=services.interviews.add,
        context=reading_context(services),
        offered={"zone": services.clock.zone},
        said=lambda _changes, saved: " ".join(
            filter(None, ("Interview saved.", *_added_words(services, saved)))
        ).removesuffix("."),
        walk=_FIRST,
        doing="adding an interview",
    )


def _added_words(services: Services, interview: Interview) -> tuple[str, str, str]:
    """What a new interview belongs to, whom of it you met before, and the packs of competencies for such work."""
    packs, language = services.interviews.fitting_packs(interview), services.store.journal().language
    titles = " and ".join(pack(name, language).title for name in packs)
    fitting = f"K takes competencies for this work: {titles}." if packs else ""
    return services.interviews.joined_words(interview), services.interviews.met_words(interview), fitting


@form_of("invitation")
def invitation_form(services: Services, mail_id: str, application_id: str = "") -> FormSpec:
    """The form to add the interview that a mail invites to, with everything it tells filled in."""
    application, prefill = services.checking.invited_to(mail_id, application_id)
    spec = _new_interview(services)
    context = replace(spec.context, zone=str(prefill.get("zone", spec.context.zone)))
    offered = {
        field.name: type_field(field, prefill[field.name], context) for field in spec.fields if field.name in prefill
    }
    company, joins = str(prefill.get("company", "")), application.id if application is not None else ""
    return replace(
        spec,
        title=f"The interview {company or 'somebody'} invites you to",
        doing=f"adding the interview at {company}",
        save=lambda changes: services.interviews.add(changes, joins, mail_id),
        offered={**spec.offered, **offered},
    )


def too_early_to_arrive(services: Services, interview: Interview) -> str:
    """Why no arrival can be noted, or not yet; empty from half a day before the interview on."""
    if not interview.has_arrival:
        return no_arrival_words(interview)
    now = services.clock.now()
    if near_plan(interview, now) or interview.at <= now:
        return ""
    start = dates.show_understood(interview.at, interview.zone)
    return f"{interview.label} lies ahead: {start}. Note the arrival once you are there."


@form_of("arrival")
def arrival_form(services: Services, interview_id: str) -> FormSpec:
    """The form for the actual arrival; a bare time means the day of the interview."""
    interview = _interview(services, interview_id)
    context, planned = reading_context(services, interview), interview.local
    offered = (interview.arrived or min(interview.at, context.local_now)).astimezone(planned.tzinfo)
    (arrived,) = fields_of(Interview, "arrived")

    def save(changes: Changes) -> Interview:
        at = changes.get("arrived") or interview.arrived or interview.at
        return services.interviews.arrive(interview.id, at, interview)

    return FormSpec(
        title=f"Arrival at {interview.company} (planned {planned:%H:%M})",
        doing=f"noting your arrival at {interview.company}",
        fields=[replace(arrived, example=f"{planned:%H:%M}")],
        save=save,
        context=context,
        record=interview,
        offered={"arrived": f"{offered:%H:%M}" if offered.date() == planned.date() else f"{offered:%Y-%m-%d %H:%M}"},
        whole=interview.arrived is None,
        said="Arrival noted",
    )


@form_of("outcome")
def outcome_form(services: Services, interview_id: str) -> FormSpec:
    """The form for how its application ended: the day and the way you heard, the round that ended it, their words.

    Where nobody is known yet, who interviewed you is asked, too.
    """
    context, journal = reading_context(services), services.store.journal()
    application = journal.application_of(_interview(services, interview_id))
    rounds = journal.rounds_of(application.id)
    ahead = all(interview.at > context.now for interview in rounds)
    held_on = [interview.day for interview in rounds if interview.at <= context.now]
    heard = application.outcome_on or max([context.now.date(), *held_on])
    offered = Outcome.WITHDRAWN if ahead else Outcome.REJECTED
    silent = (item for item in services.overview.due() if item.action is DueAction.GHOSTED)
    if any(item.application_id == application.id for item in silent):
        offered = Outcome.NO_ANSWER
    current = offered if application.outcome is Outcome.PENDING else application.outcome
    outcome, on, way, ended_by, words = fields_of(Application, "outcome")
    possible = tuple(item for item in outcome.choices if not ahead or item[0] in (*EARLY_OUTCOMES, current))
    choices = [(interview.id, interview.round or dates.show_date(interview.day)) for interview in reversed(rounds)]
    people = replace(described(Interview)["interviewers"], label="Who met you", example=_WHOM)
    return FormSpec(
        title=f"How did {application.label} end?",
        doing=f"noting how {application.label} ended",
        fields=[
            replace(outcome, choices=possible),
            replace(on, required="Say when you heard."),
            replace(way, choices=((None, "–"), *way.choices)),
            *([replace(ended_by, of="", choices=(("", "the last one"), *choices))] if len(rounds) > 1 else []),
            *([] if journal.people_of(application.id) else [people]),
            words,
        ],
        save=lambda changes: services.interviews.hear(interview_id, changes, application),
        context=context,
        record=application,
        whole=True,
        offered={"outcome": current, "outcome_on": heard.isoformat()},
        said=lambda _changes, decided: _outcome_said(services, decided),
        echoes={"outcome": lambda text: services.overview.plan_words(replace(application, outcome=Outcome(text)))},
    )


def _outcome_said(services: Services, decided: Application) -> str:
    """What follows from the outcome, and the plan for a no."""
    overview = services.overview
    return " ".join(filter(None, (overview.outcome_words(decided), overview.plan_words(decided))))


# ── applications and people ───────────────────────────────────────────────────────────────────────────────────────────


@form_of("application")
def application_form(services: Services, application_id: str) -> FormSpec:
    """The form of an application: company and role of all its rounds, whom else to write to, the language, the day."""
    old, yours = lookup.application(services.store.journal(), application_id), ("", "yours")
    return FormSpec(
        title=f"The application for {old.label}",
        doing=f"editing the application for {old.label}",
        fields=[
            replace(field, choices=(yours, *field.choices)) if field.name == "language" else field
            for field in fields_of(Application)
        ],
        save=lambda changes: services.applications.edit(old.id, changes, old),
        context=reading_context(services),
        record=old,
        said="Application saved",
    )


@form_of("posting")
def posting_form(services: Services, application_id: str) -> FormSpec:
    """The form for the text of a posting, which says what is asked for."""
    application = lookup.application(services.store.journal(), application_id)
    return FormSpec(
        title=f"The posting of {application.label}",
        doing=f"pasting the posting of {application.label}",
        fields=[described(Application)["posting"]],
        save=lambda changes: services.applications.edit(application.id, changes, application),
        context=reading_context(services),
        record=application,
        said="Posting saved; what it asks for stands on the sheet",
    )


@form_of("person")
def person_form(services: Services, person_id: str, application_id: str) -> FormSpec:
    """The form for who somebody of that application is and how to write to them; it says how letters begin."""
    from afterword.domain.greeting import addressed, letter_language, salutation

    journal = services.store.journal()
    person, application = lookup.person(journal, person_id), lookup.application(journal, application_id)

    def first_line(somebody: Person) -> str:
        return f"Letters begin: {salutation(somebody, letter_language(somebody, application, services.language)).line}"

    recipient, context = addressed(person), reading_context(services)

    def first_line_of(texts: Mapping[str, str]) -> str:
        return first_line(replace(recipient, **read_all(greeted_by, texts, context)))

    greeted_by = [described(Person)[name] for name in ("name", "salutation", "family", "familiar", "language")]
    return FormSpec(
        title=f"Who is {person.name}?",
        doing=f"writing down who {person.name} is",
        fields=fields_of(Person),
        save=lambda changes: services.people.edit(person.id, changes, person),
        context=context,
        record=recipient,
        said=lambda _changes, saved: f"Saved. {first_line(saved)}",
        sums_up=first_line_of,
    )


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@form_of("example")
def example_form(services: Services, example_id: str = "", competency: str = "") -> FormSpec:
    """The form for an example: situation, task, action, result; a new one is tied to the competency that is named."""
    spec = new_example(services, competency)
    if not example_id:
        return spec
    old = lookup.example(services.store.journal(), example_id)
    return replace(
        spec,
        title=f"Example: {shorten(old.title, _TITLE)}",
        doing=f"editing the example “{shorten(old.title, _TITLE)}”",
        save=lambda changes: services.examples.edit(old.id, changes, old),
        record=old,
        offered={},
    )


def new_example(services: Services, competency: str = "") -> FormSpec:
    """What the form for a new one is made of."""
    return FormSpec(
        title="An example to tell",
        doing="writing an example to tell",
        fields=fields_of(Example),
        save=services.examples.add,
        context=reading_context(services),
        offered={"competencies": competency},
        said="Example saved",
        echoes={part: partial(_carried, part) for part in ("situation", "task", "action", "result")},
    )


def _carried(part: str, text: str) -> str:
    """How far that part carries the story, and what is missing in it."""
    from afterword.domain.document import bar

    share, sentence = carried(part, text)
    return f"{bar(share)} {sentence}"


# ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Origin(Struct, frozen=True, kw_only=True):
    """Where a new pointer comes from, and what for; all may be missing.

    A finding offers words to begin with, else `offer` does.
    """

    interview_id: str = ""
    finding_id: str = ""
    offer: tuple[str, str] = ("", "")
    occasion: Occasion = Occasion.INTERVIEW


def pointer_form(services: Services, origin: Origin | None = None, pointer_id: str = "") -> Form:
    """The form for a new pointer, or to put that one into other words."""
    origin = origin or Origin()
    return _pointer_form(
        services, pointer_id, origin.occasion.value, origin.interview_id, origin.finding_id, *origin.offer
    )


@form_of("pointer")
def _pointer_form(services: Services, pointer_id: str, named: str, *ids: str) -> FormSpec:
    """A pointer that comes from nowhere can be tied to an interview."""
    interview_id, finding_id, *offer = (*ids, "", "", "", "")[:4]
    occasion = Occasion(named)
    finding = services.store.journal().findings.get(finding_id)
    when, will = _offer(services, finding_id) if finding_id else offer
    from_nowhere = not interview_id and not finding_id
    if pointer_id:
        old = lookup.pointer(services.store.journal(), pointer_id)
        return FormSpec(
            title=_POINTER_TITLES[old.occasion],
            fields=_pointer_fields(old.occasion),
            save=lambda changes: services.pointers.edit(old.id, changes, old),
            context=reading_context(services),
            record=old,
            said=lambda _changes, pointer: _POINTER_SAVED[pointer.occasion],
            doing="writing a pointer",
        )
    fixed = {} if from_nowhere else {"interview_id": interview_id or None}
    return FormSpec(
        title=f"Next time: “{shorten(finding.quote, _POINTER_TITLE)}”" if finding else _POINTER_TITLES[occasion],
        fields=(*_pointer_fields(occasion), *(fields_of(Pointer, "origin") if from_nowhere else ())),
        save=lambda changes: services.pointers.add(changes | fixed, finding_id or None),
        context=reading_context(services),
        offered={"when": when, "will": will, "occasion": occasion},
        said=lambda _changes, pointer: _POINTER_SAVED[pointer.occasion],
        doing="writing a pointer",
    )


def _pointer_fields(occasion: Occasion) -> Sequence[Field]:
    """The fields; what is planned for a no has an example of its own."""
    fields = fields_of(Pointer)
    if occasion is Occasion.INTERVIEW:
        return fields
    return [replace(field, example=_AFTER_A_NO) if field.name == "will" else field for field in fields]


def _offer(services: Services, finding_id: str) -> tuple[str, str]:
    """Words to begin with, from what was said; none where the finding has just been taken away."""
    outcome = run_action(lambda: services.pointers.offer(finding_id))
    return outcome.value if isinstance(outcome, Ok) else ("", "")


# ── competencies ──────────────────────────────────────────────────────────────────────────────────────────────────────


@form_of("competency")
def competency_form(services: Services, competency_id: str = "") -> FormSpec:
    """The form for a competency: its name, and one sentence of behaviour that anchors it."""
    if not competency_id:
        return new_competency(services)
    old = lookup.competency(services.store.journal(), competency_id)
    return replace(
        new_competency(services),
        title=f"The competency {old.name}",
        doing=f"editing the competency {old.name}",
        save=lambda changes: services.competencies.edit(old.id, changes, old),
        record=old,
        said="Competency saved; everything tied to it stays tied",
    )


def new_competency(services: Services) -> FormSpec:
    """What the form for a new one is made of."""
    return FormSpec(
        title="A competency",
        doing="adding a competency",
        fields=fields_of(Competency),
        save=services.competencies.add,
        context=reading_context(services),
        said="Competency added",
    )


@form_of("why-me")
def why_me_form(services: Services, competency_id: str) -> FormSpec:
    """The form for your own line on why you."""
    competency = lookup.competency(services.store.journal(), competency_id)
    return FormSpec(
        title=f"Why me: {competency.name}",
        doing=f"writing why you, for {competency.name}",
        fields=fields_of(Competency, "why-me"),
        save=lambda changes: services.competencies.edit(competency.id, changes, competency),
        context=reading_context(services),
        record=competency,
        said=lambda changes, _saved: _why_me_words(competency.why_me, changes.texts["why_me"]),
    )


def _why_me_words(before: str, after: str) -> str:
    words = text_words(before, after)
    return "Kept; it stands on the prep sheet where this is asked for" if words == "Saved" else words


# ── what the evaluation makes due ─────────────────────────────────────────────────────────────────────────────────────


@form_of("advice")
def plan_form(services: Services, finding_id: str) -> FormSpec:
    """The form that makes an advice an action with a day."""
    old = lookup.finding(services.store.journal(), finding_id)
    return FormSpec(
        title=f"“{shorten(old.quote, _TITLE)}”",
        doing="planning an advice",
        fields=fields_of(Todo),
        save=lambda changes: services.advice.plan(old.id, changes, old),
        context=reading_context(services),
        record=old.todo,
        whole=True,
        offered={} if old.todo else {"due": "+1 week"},
        said=lambda _changes, finding: _PLANNED if finding.todo != old.todo else "Nothing was changed",
    )


@form_of("opening")
def opening_form(services: Services, finding_id: str) -> FormSpec:
    """The form for the day to write again."""
    openings = services.preparation.evaluation().openings
    opening = next((opening for opening in openings if opening.source.finding_id == finding_id), None)
    if opening is None:
        raise NotFound("It is not there any more.")
    request = lookup.request(services.store.journal(), opening.request_id)
    day = opening.planned or opening.suggested
    (until,) = TOLD[EventKind.REAPPROACH]
    return FormSpec(
        title=f"Write to {opening.who} again",
        doing=f"planning to write to {opening.who} again",
        fields=[replace(until, label="By", example="+1 week, next mon, 12 Jan", required="Choose a day ahead.")],
        save=lambda changes: services.requests.plan_reapproach(request.id, changes["until"], request),
        context=reading_context(services),
        offered={"until": day.isoformat()},
        said=_PLANNED,
    )


def filter_form(services: Services, chosen: "Filter") -> FormSpec:
    """The form for which interviews count; what it returns is the filter."""
    from afterword.domain.evaluation.evaluation import Filter, named

    context = reading_context(services)
    day = partial(Field, kind=FieldKind.DATE, past=True)
    return FormSpec(
        title="Which interviews count",
        fields=[
            Field(name="role", label="Role", kind=FieldKind.CHOICE, choices=_all(named(context.journal, "role"))),
            Field(name="round", label="Round", kind=FieldKind.CHOICE, choices=_all(named(context.journal, "round"))),
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
