"""Whatever can be set by a flag can be set in the app, in the field of a form or by a key that is named here."""

from collections.abc import Callable

import pytest
from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, sample_journal, services

from afterword.cli.command import Command, nouns
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens import conversation_forms as conversation
from afterword.tui.screens.conversation_forms import reply_form
from afterword.tui.screens.form import Form
from afterword.tui.screens.record_forms import (
    arrival_form,
    competency_form,
    example_form,
    interview_form,
    outcome_form,
    person_form,
    plan_form,
    pointer_form,
    why_me_form,
)


def _person_form(made: Services) -> Form:
    line = made.overview.tracker()[0]
    return person_form(made, line.interviewer.id, line.application.id)


FORMS: dict[str, Callable[[Services], Form]] = {
    "interview add": interview_form,
    "interview edit": lambda s: interview_form(s, s.store.journal().live_interviews[0].id),
    "interview arrived": lambda s: arrival_form(s, s.store.journal().live_interviews[-1].id),
    "interview outcome": lambda s: outcome_form(s, s.store.journal().live_interviews[-1].id),
    "person edit": _person_form,
    "example add": example_form,
    "example edit": lambda s: example_form(s, s.store.journal().live_examples[0].id),
    "pointer add": pointer_form,
    "pointer edit": lambda s: pointer_form(s, pointer_id=s.store.journal().live_pointers[0].id),
    "competency add": competency_form,
    "competency rename": lambda s: competency_form(s, s.store.journal().all_competencies[0].id),
    "competency why-me": lambda s: why_me_form(s, s.store.journal().all_competencies[0].id),
    "finding plan": lambda s: plan_form(s, s.preparation.evaluation().advice[0].source.finding_id),
    "request reply": lambda s: reply_form(s, s.overview.tracker()[0].request.id),
    "request sent": lambda s: conversation.sent_form(s, s.overview.tracker()[0].request.id),
    "request bounced": lambda s: conversation.bounce_form(s, s.overview.tracker()[0].request.id),
    "request address": lambda s: conversation.address_form(s, s.overview.tracker()[0].request.id),
    "request absent": lambda s: conversation.away_form(s, s.overview.tracker()[0].request.id),
    "request snooze": lambda s: conversation.snooze_form(s, s.overview.tracker()[0].request.id),
    "request reapproach": lambda s: conversation.reapproach_form(s, s.overview.tracker()[0].request.id),
}
"""The form behind each command that fills something in."""

ELSEWHERE = {
    "interview": {"list", "show", "rm", "restore"},
    "person": {"list", "show"},
    "request": {
        *("draft", "list", "show", "edit", "eml", "discard", "follow-up", "thank"),
        *("send", "close", "reopen", "not-sent"),
    },
    "finding": {"add", "list", "show", "edit", "done", "rm"},
    "example": {"list", "show", "rm", "restore", "rehearse", "coverage"},
    "pointer": {"list", "show", "check", "rm"},
    "competency": {"list", "show", "archive", "merge", "pack", "sort"},
}
"""Commands that show something, or that are a key, a list to choose from or a page of its own in the app."""

BESIDE_THE_FORM = {
    ("pointer add", "finding"),  # the finding under the cursor
    ("example add", "from_answer"),  # the question under the cursor
    ("interview add", "application"),  # the one it belongs to; join and split mend it
    ("interview outcome", "words_file"),  # the field for their words
    ("interview outcome", "ended_by"),  # asked where there are several rounds
    ("interview edit", "more"),  # behind those in the field for interviewers
    ("request sent", "kind"),  # asked where nothing is drafted and nothing decided
    ("request reapproach", "never"),  # the field for the day, emptied
    ("request reapproach", "when"),  # the same day, typed without --on
    ("request reapproach", "draft"),  # a verb of its own in the pane
    ("request reapproach", "done"),  # the same
    ("request reply", "anyway"),  # asked when the mail is no answer
}
_WHICH = {"id", "competency", "json", "help"}


COMMANDS = [command for noun in nouns() if noun.word in ELSEWHERE for command in noun.commands().values()]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
async def test_every_flag_has_its_field(command: Command) -> None:
    """A flag of a command that fills something in is a field of its form; a new command is named above."""
    if command.words not in FORMS:
        noun, _, verb = command.words.partition(" ")
        assert verb in ELSEWHERE[noun]
        return
    make = FORMS[command.words]
    flags = {action.dest for action in command.parser().given} - _WHICH
    flags -= {flag for words, flag in BESIDE_THE_FORM if words == command.words}
    app = AfterwordApp(services(MemoryStore(sample_journal())), Settings())
    async with running(app):
        assert flags <= make(app.services).values.keys()
