"""Owns asking what becomes of texts that were typed when the program ended, and opening each where it was typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.evaluation.sources import ShownEvaluation
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.pointer import Occasion
from afterword.domain.screen_memory import TypedText
from afterword.errors import UserError
from afterword.services import lookup
from afterword.services.services import Services
from afterword.tui.app_context import Err, run_action
from afterword.tui.panes.reflection_applications import application_form
from afterword.tui.screens import conversation_forms, record_forms, reflection_forms
from afterword.tui.screens.dialogs import LeftAnswer, LeftDialog
from afterword.tui.screens.form import Form
from afterword.tui.screens.page import ReadingPage
from afterword.tui.screens.preparation import posting_form
from afterword.tui.screens.record_forms import Origin
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

T = TypeVar("T")


def _there(record: T | None) -> T:
    if record is None:
        raise UserError("It is not there any more.")
    return record


def _or_new(find: Callable[[Journal, str], T], services: Services, record_id: str) -> T | None:
    return find(services.store.journal(), record_id) if record_id else None


def _interview(services: Services, interview_id: str) -> Interview:
    return lookup.live_interview(services.store.journal(), interview_id)


def _line(services: Services, request_id: str) -> TrackerRow:
    return _there(next((row for row in services.overview.tracker() if row.request.id == request_id), None))


def _known(services: Services) -> ShownEvaluation:
    evaluation, today = services.preparation.evaluation(), services.overview.today()
    return ShownEvaluation(evaluation, services.store.journal(), today)


def _of_interview(make: Callable[[Services, Interview], Any]) -> Callable[..., Form]:
    return lambda services, interview_id: Form(make(services, _interview(services, interview_id)))


def _of_line(make: Callable[[Services, TrackerRow], Form]) -> Callable[..., Form]:
    return lambda services, request_id: make(services, _line(services, request_id))


def _of_part(make: Callable[[Services, Interview, Any], Any], parts: str) -> Callable[..., Form]:
    """A form for a part of a reflection, such as one of its `answers`."""

    def form(services: Services, interview_id: str, part_id: str) -> Form:
        found = getattr(services.store.journal().reflection_of(interview_id), parts)
        old = _there(next((part for part in found if part.id == part_id), None)) if part_id else None
        return Form(make(services, _interview(services, interview_id), old))

    return form


def _pointer(services: Services, *ids: str) -> Form:
    pointer_id, interview_id, finding_id, occasion, when, will = ids
    origin = Origin(
        interview_id=interview_id or None,
        finding_id=finding_id or None,
        offer=(when, will),
        occasion=Occasion(occasion),
    )
    return record_forms.pointer_form(services, origin, _or_new(lookup.pointer, services, pointer_id))


def _invitation(services: Services, mail_id: str, application_id: str) -> Form:
    mail = lookup.proposal(services.store.journal(), mail_id)
    return Form(record_forms.invitation_form(services, mail, application_id))


def _person(services: Services, person_id: str, application_id: str) -> Form:
    journal = services.store.journal()
    application = lookup.application(journal, application_id)
    return Form(record_forms.person_form(services, lookup.person(journal, person_id), application))


_FORMS: Mapping[str, Callable[..., Form]] = {
    "interview": lambda services, key="": Form(
        record_forms.interview_form(services, _or_new(lookup.live_interview, services, key))
    ),
    "invitation": _invitation,
    "arrival": _of_interview(record_forms.arrival_form),
    "outcome": _of_interview(record_forms.outcome_form),
    "person": _person,
    "application": lambda services, key: Form(
        application_form(services, lookup.application(services.store.journal(), key))
    ),
    "posting": lambda services, key: Form(posting_form(services, lookup.application(services.store.journal(), key))),
    "example": lambda services, key, competency: record_forms.example_form(
        services, _or_new(lookup.example, services, key), competency
    ),
    "example-of": lambda services, key: reflection_forms.example_of(
        services, _there(_known(services).questions.find(key))
    ),
    "pointer": _pointer,
    "competency": lambda services, key="": Form(
        record_forms.competency_form(services, _or_new(lookup.competency, services, key))
    ),
    "why-me": lambda services, key: Form(
        record_forms.why_me_form(services, lookup.competency(services.store.journal(), key))
    ),
    "advice": lambda services, key: Form(record_forms.plan_form(services, _there(_known(services).advice(key)))),
    "opening": lambda services, key: Form(record_forms.opening_form(services, _there(_known(services).opening(key)))),
    "answer": _of_part(reflection_forms.answer_form, "answers"),
    "asked": _of_part(reflection_forms.own_question_form, "own_questions"),
    "scenario": _of_part(reflection_forms.scenario_form, "scenarios"),
    "better": lambda services, key: Form(reflection_forms.better_form(services, key)),
    "cue": lambda services, key="": Form(reflection_forms.cue_form(services, _or_new(lookup.cue, services, key))),
    "text": lambda services, key, name: reflection_forms.reflection_note(services, _interview(services, key), name),
    "note": lambda services, key, name: reflection_forms.rating_note(services, _interview(services, key), name),
    "sent": _of_line(conversation_forms.sent_form),
    "bounced": _of_line(conversation_forms.bounce_form),
    "auto-reply": _of_line(conversation_forms.away_form),
    "snoozed": _of_line(conversation_forms.snooze_form),
    "address": _of_line(conversation_forms.address_form),
    "again": _of_line(conversation_forms.reapproach_form),
    "reply": _of_line(conversation_forms.reply_form),
}
"""The form of each kind of place, made from the ids of the place; a letter is opened by its pane."""


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

    def answered(answer: LeftAnswer | None) -> None:
        if answer is LeftAnswer.DROP:
            app.keeper.drop(text)
            offer_each(app, rest)
        elif answer is LeftAnswer.GO_ON:
            _go_on(app, text, form, lambda _saved: offer_each(app, rest))

    words = f"You were {text.place.words} ({text.when(app.services.clock.now())})."
    app.push_screen(LeftDialog(words, f"“{text.excerpt}”"), answered)


def _form(services: Services, text: TypedText) -> Form | None:
    """The form in which it was typed; None where its record is gone, and for a letter."""
    make = _FORMS.get(text.place.kind)
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
