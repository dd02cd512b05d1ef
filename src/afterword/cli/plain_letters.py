"""Owns the conversations in plain mode: writing a letter and saying that it went out, a reply, marking, thanking."""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from afterword.cli import request_events
from afterword.cli.plain_prompts import PlainShell, choose, fill_in, say_list
from afterword.domain.conversation.request import (
    CHANNELS,
    TOLD,
    Channel,
    Draft,
    EventKind,
    Finding,
    FindingKind,
    Letter,
    Request,
    letter_name,
)
from afterword.domain.conversation.tracker import TrackerRow, waiting_words
from afterword.domain.conversation.tracking import NextStep, State
from afterword.domain.dates import show_date
from afterword.domain.field_reading import choices_of
from afterword.domain.fields import described, fields_of
from afterword.domain.interview import Application, Outcome
from afterword.domain.text import plural, shorten, whole_number
from afterword.errors import UserError
from afterword.services import lookup
from afterword.services.reflections import Mark
from afterword.services.requests import Wish
from afterword.settings import Via

_SENTENCE = re.compile(r"[^.!?\n]*[^.!?\s][^.!?\n]*[.!?]*")
_QUOTED = 70
_WAYS = (Channel.MAIL, Channel.LINKEDIN, Channel.PHONE)
_NOT_ASKED = frozenset({State.TO_ASK, State.DRAFT})


def row_words(row: TrackerRow) -> str:
    """One conversation in a line: who, where, how it stands."""
    return f"{row.interviewer.name}, {row.interview.label}: {waiting_words(row.track)}"


def choose_row(
    shell: PlainShell,
    title: str,
    condition: Callable[[TrackerRow], bool],
    otherwise: str,
    *,
    waiting_first: bool = False,
) -> TrackerRow:
    """One of the conversations that are wanted; `otherwise` is said where there is none. Raises `FlowLeft`."""
    rows = [row for row in shell.services.overview.tracker() if condition(row)]
    rows.sort(key=lambda row: waiting_first and row.track.state is not State.WAITING)
    return choose(shell, title, [(row_words(row), row) for row in rows], otherwise)


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def ask_for_feedback(shell: PlainShell) -> None:
    """Write the request to somebody who was not asked yet."""
    none = "Nobody is to be asked now. A rejection makes requests due: note it with the word outcome."
    write_request(shell, choose_row(shell, "Whom do you want to ask?", lambda row: row.track.state in _NOT_ASKED, none))


def _ask_for_name(shell: PlainShell) -> None:
    """Ask once, before the first letter is written, whose name stands under it; an empty line goes on without."""
    own = shell.own_settings
    if "me.name" in own.unsaid:
        question = "Your name, under each letter. An empty line goes on without:"
        name = shell.ask(question)
        # A number was meant for the question after this one.
        while name and not any(map(str.isalpha, name)):
            name = shell.ask(f"A name has letters. {question}")
        shell.settings = own.change({"me.name": name}, {})
        own.apply(shell.services)


def write_request(shell: PlainShell, row: TrackerRow) -> None:
    """Write the request to that person, or go on with the letter that is begun."""
    if row.request.draft is None:
        _ask_for_name(shell)
        ways = {CHANNELS[way]: way for way in _WAYS}
        way = ways.get(shell.ask_choice("By which way? An empty line is mail.", list(ways)), Channel.MAIL)
        wish = Wish(channel=way)
        shell.services.requests.draft(row.interview.id, row.interviewer.id, wish)
    look_through(shell, row.request.id)


def write_letter(shell: PlainShell, about_id: str, letter: Letter, person_id: str | None = None) -> None:
    """Write a letter about that application or round, and look it through; to several people one after the other."""
    _ask_for_name(shell)
    for request in shell.services.requests.write(about_id, letter, person_id):
        look_through(shell, request.id)


def remind(shell: PlainShell, request_id: str) -> None:
    """Write the one reminder."""
    _ask_for_name(shell)
    look_through(shell, shell.services.requests.follow_up(request_id).id)


def write_again(shell: PlainShell, request_id: str) -> None:
    """Write the letter that comes back to somebody after a while."""
    _ask_for_name(shell)
    look_through(shell, shell.services.requests.write_again(request_id).id)


def thank(shell: PlainShell) -> None:
    """Thank somebody for the reply, or for the interview while nothing is decided."""

    def to_thank(row: TrackerRow) -> bool:
        step = row.track.next
        return row.track.state is State.REPLIED or (step is not None and step.action in (NextStep.THANK, NextStep.NOTE))

    write_thanks(shell, choose_row(shell, "Whom do you want to thank?", to_thank, "Nobody is to be thanked now."))


def write_thanks(shell: PlainShell, row: TrackerRow) -> None:
    """Write the thank-you, which takes up what was marked; or the note, where nobody has replied yet."""
    request = row.request
    if not request.replies:
        write_letter(shell, row.interview.id, Letter.NOTE, row.interviewer.id)
        return
    is_unmarked = row.track.state is not State.DECLINED and not shell.services.store.journal().findings_of(request.id)
    if is_unmarked and shell.confirm("Nothing is marked in the reply yet. Mark what they praised first?"):
        mark_in(shell, request)
    if request.draft is None or request.draft.letter is not Letter.THANK_YOU:
        _ask_for_name(shell)
        shell.services.requests.thank(request.id)
    look_through(shell, request.id)


def look_through(shell: PlainShell, request_id: str) -> None:
    """Read the draft aloud, with what it lacks, until it went out, is kept or is thrown away."""
    while (request := _request(shell, request_id)).draft is not None:
        _say_draft(shell, request, request.draft)
        via = shell.check_settings("send").mail.send.via
        choices: dict[str, Callable[[], bool]] = {
            "I have said it" if request.draft.channel is Channel.PHONE else "I have sent it myself": lambda: _sent(
                shell, request_id
            ),
            "Change it": lambda: _changed(shell, request_id),
            **({} if via is Via.BY_HAND else {f"Send it from here, by {via.value}": lambda: _send(shell, request_id)}),
            "Keep it as a draft": lambda: False,
            "Throw it away": lambda: _thrown_away(shell, request_id),
        }
        if not choose(shell, "What now?", list(choices.items()))():
            return


def _request(shell: PlainShell, request_id: str) -> Request:
    return lookup.request(shell.services.store.journal(), request_id)


def _say_draft(shell: PlainShell, request: Request, draft: Draft) -> None:
    row = shell.services.overview.line(request.id)
    shell.say(f"{letter_name(draft.letter)} to {row.addressee.name}, by {CHANNELS[draft.channel]}.")
    if draft.subject:
        shell.say(f"Subject: {draft.subject}")
    # The letter as it is, since every sign of it goes out.
    shell.terminal.show(f"{draft.body.strip()}\n")
    letter_check = shell.services.requests.check(request.id)
    shell.say(f"End of the letter. {plural(letter_check.words, 'word')}, {plural(letter_check.questions, 'question')}.")
    for warning in letter_check.warnings:
        shell.say(warning)


def _sent(shell: PlainShell, request_id: str) -> bool:
    fields = [field for field in TOLD[EventKind.SENT] if field.name == "at"]
    verb = shell.services.requests.mark_sent
    sent = fill_in(shell, fields, lambda values: verb(request_id, values["at"]), offered={"at": "now"})
    request_events.answer(shell, sent, "Noted as sent.")
    return False


def _changed(shell: PlainShell, request_id: str) -> bool:
    draft = _request(shell, request_id).draft
    old_subject = draft.subject if draft is not None else ""
    subject = shell.ask(f"Subject. An empty line is {old_subject}:") if old_subject else ""
    body = shell.ask_text("The letter. An empty line keeps it.")
    if subject or body:
        shell.services.requests.edit(request_id, subject or None, body or None)
        shell.say("Changed.")
    return True


def _send(shell: PlainShell, request_id: str) -> bool:
    """Send it, or hand it over and ask whether it went out."""
    from afterword.cli.command import find

    command, _, rest = find(["request", "send", request_id])
    if command is not None:
        command.run(shell, command.parser().read(rest))
    handed_over = _request(shell, request_id).draft is not None
    return bool(handed_over and shell.confirm("Did it go out?") and _sent(shell, request_id))


def _thrown_away(shell: PlainShell, request_id: str) -> bool:
    if shell.confirm("Throw this draft away?"):
        shell.services.requests.discard_draft(request_id)
        shell.say("Thrown away. undo brings it back.")
        return False
    return True


def settle(shell: PlainShell, request_id: str) -> None:
    """Say whether the letter that may have gone out did."""
    if shell.confirm("Did the letter go out? Your sent mail knows"):
        request_events.answer(shell, shell.services.requests.mark_sent(request_id), "Noted as sent.")
    elif shell.confirm("So it did not go out, and the draft is kept?"):
        request_events.answer(shell, shell.services.requests.mark_not_sent(request_id), "Noted as not sent.")


def mend_address(shell: PlainShell, row: TrackerRow) -> None:
    """Mend an address after a letter came back."""
    address = shell.ask(f"The right address of {row.interviewer.name}. It was {row.interviewer.email or 'none'}:")
    if address:
        request_events.answer(shell, shell.services.requests.mend_address(row.request.id, address), "Mended.")


# ── replies and what they say ─────────────────────────────────────────────────────────────────────────────────────────


def note_reply(shell: PlainShell) -> None:
    """Record what somebody answered, and mark it if the person likes."""
    none = "No conversation has begun. Begin one with the word ask."
    row = choose_row(shell, "Who replied?", lambda row: bool(row.request.events), none, waiting_first=True)
    # A reply is nothing without its words; when it came may be left to its own date, or to now.
    needed = {"text": {"label": "What they said", "required": "Type what they wrote or said."}, "at": {"required": ""}}
    fields = [replace(field, **needed.get(field.name, {})) for field in TOLD[EventKind.REPLY]]

    def record(values: dict[str, Any]) -> Request:
        return request_events.take_reply(shell, row.request, values["text"].encode(), values, anyway=False)

    request = fill_in(shell, fields, record, offered={"channel": Channel.MAIL.value})
    request_events.answer(shell, request, "The reply is recorded.")
    if shell.confirm("Mark what they said now?"):
        mark_in(shell, request)


def mark(shell: PlainShell) -> None:
    """Mark sentences of a reply, or of the words of a decision."""
    overview, journal = shell.services.overview, shell.services.store.journal()
    offered: list[tuple[str, Request | Application]] = [
        (row_words(row), row.request) for row in overview.tracker() if row.request.replies
    ]
    offered += [
        (f"The decision of {application.label}", application)
        for application in journal.live_applications
        if application.words and application.outcome is not Outcome.OFFER
    ]
    none = "There is nothing to mark yet. Note a reply with the word reply, or a decision with outcome."
    mark_in(shell, choose(shell, "In whose words?", offered, none))


def mark_in(shell: PlainShell, source: Request | Application) -> None:
    """Sentence by sentence: what it is, and what it is about; an empty line ends."""
    texts = [event.text for event in source.replies] if isinstance(source, Request) else [source.words]
    sentences = [match[0].strip() for text in texts for match in _SENTENCE.finditer(text)]
    say_list(shell, "What they said:", sentences)
    while typed := shell.ask("Mark which sentence? An empty line ends:", "Its number, or the words to mark."):
        number = whole_number(typed) or 0
        is_number = 1 <= number <= len(sentences)
        try:
            _mark_one(shell, source.id, sentences[number - 1] if is_number else typed, whole=not is_number)
        except UserError as error:
            shell.say(error.title, error.detail, error.hint)


def _mark_one(shell: PlainShell, place_id: str, quote: str, *, whole: bool) -> None:
    chosen = shell.ask_choice(f"What is “{shorten(quote, _QUOTED)}”?", list(FindingKind))
    if not chosen:
        return
    kind = FindingKind(chosen)
    part = "" if whole else shell.ask("Only some of its words? Type them; an empty line takes all of it:")
    finding = shell.services.findings.mark(place_id, Mark(kind=kind, quote=part or quote))
    shell.say(f"Marked: {finding.kind}, “{shorten(finding.quote, _QUOTED)}”.")
    _ask_competency(shell, finding)


def _ask_competency(shell: PlainShell, finding: Finding) -> None:
    """What it is about: guessed, and changed by a name."""
    from afterword.services.services import reading_context

    field = described(Finding)["competency"]
    choices = {key: words for key, words in choices_of(field, reading_context(shell.services)) if key}
    names = {words: key for key, words in choices.items()}
    now = choices.get(finding.competency or "", "nothing yet")
    hint = f"Known are: {', '.join(names)}."
    chosen = shell.ask_choice(f"It is about {now}. Another competency, or an empty line", list(names), hint)
    if chosen:
        shell.services.findings.change(finding.id, None, names[chosen])
        shell.say(f"About {chosen} now.")


def act_on_advice(shell: PlainShell, finding_id: str) -> None:
    """Say that an advice was acted on."""
    finding = lookup.finding(shell.services.store.journal(), finding_id)
    shell.say(f"They said: “{finding.quote}”.")
    if finding.todo is not None:
        shell.say(f"You planned for {show_date(finding.todo.due)}: {finding.todo.text}.")
    if shell.confirm("Is it done?"):
        shell.services.advice.done(finding_id)
        shell.say("Noted as done.")


def decide_on_mail(shell: PlainShell, proposal_id: str) -> None:
    """Show what a mailbox offers, and take it or leave it."""
    from afterword.cli.command import find

    shell.say(shell.services.store.journal().proposals[proposal_id].text)
    verb = "accept" if shell.confirm("Take it over?") else "dismiss" if shell.confirm("Dismiss it?") else ""
    command = find(["proposal", verb])[0] if verb else None
    if command is not None:
        command.run(shell, command.parser().read([proposal_id]))


OUTCOME_FIELDS = fields_of(Application, "outcome")
"""What is asked about how an application ended."""
