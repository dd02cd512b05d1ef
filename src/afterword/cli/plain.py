"""Owns plain mode: the program as a talk, line by line, for screen readers, pipes and terminals that cannot draw."""

import difflib
import shlex
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from afterword.cli import plain_letters
from afterword.cli.command import find, noun_help, nouns
from afterword.cli.interview import say_outcome
from afterword.cli.plain_prompts import FlowLeft, PlainLeft, PlainShell, choose, fill_in, say_list
from afterword.cli.reflect import ask as ask_reflection
from afterword.cli.shell import HelpAsked, Shell
from afterword.domain.conversation.request import Letter
from afterword.domain.conversation.today import DueReading, coming_words
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.fields import fields_of
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.progress import done_of, progress
from afterword.domain.text import whole_number
from afterword.errors import UserError
from afterword.services import lookup

_COMING = 3
_IN_A_WORD = (DueAction.NOTE, DueAction.THANK, DueAction.ASK, DueAction.FOLLOW_UP)
"""What is said by a word and a name: thank Ada Lovelace."""
_WELCOME = "Afterword, plain mode. Type a word or a number, then enter. A question mark explains, quit leaves."
_NEXT = "What next?"


def talk(shell: Shell) -> int:
    """Talk until the person leaves or the input ends; the exit code."""
    plain = PlainShell(shell)
    talk = _Talk(plain)
    plain.say(_WELCOME)
    if shell.sample:
        plain.say("This is sample data; nothing you add or change is kept.")
    talk.today()
    try:
        while True:
            talk.step()
    except PlainLeft:
        plain.say("Goodbye. What was said to be saved is saved.")
    return 0


class _Talk:
    """The first question, again and again, and where each answer leads."""

    def __init__(self, shell: PlainShell) -> None:
        self._shell = shell
        self._due: tuple[Due, ...] = ()
        # What can be typed, what it does in a few words, and the verb behind it.
        self._words: dict[str, tuple[str, Callable[[], None]]] = {
            "today": ("what is due, with numbers to do it by", self.today),
            "add": ("add an interview", self._add),
            "reflect": (
                "look back on an interview, question by question",
                lambda: ask_reflection(self._shell, self._pick_interview("Which interview?", held=True)),
            ),
            "outcome": ("note how an application ended, with their words", self._outcome),
            "ask": ("write to somebody for feedback", lambda: plain_letters.ask_for_feedback(shell)),
            "reply": ("note what somebody answered", lambda: plain_letters.note_reply(shell)),
            "mark": ("mark strengths, areas and advice in their words", lambda: plain_letters.mark(shell)),
            "thank": ("thank somebody", lambda: plain_letters.thank(shell)),
            "evaluate": ("what all of it says about you", lambda: self._run("evaluate")),
            "prepare": ("the sheet for an interview", self._prepare),
            "list": ("interviews and conversations", self._list),
            "show": ("one of them with everything in it", self._show),
            "undo": (
                "take the last change back",
                lambda: self._shell.say(f"Undone: {self._shell.services.store.undo()}."),
            ),
            "redo": ("do it again", lambda: self._shell.say(f"Done again: {self._shell.services.store.redo()}.")),
        }

    def step(self) -> None:
        """One question and what follows from its answer."""
        self._shell.wanted = ""
        try:
            self._do(self._shell.ask(_NEXT, self._help()))
        except FlowLeft:
            self._shell.say("Back at the beginning. What was said to be saved is saved.")
        except HelpAsked as asked:
            self._shell.say(asked.text)
        except UserError as error:
            self._shell.say(error.title, error.detail, error.hint)

    def _help(self) -> str:
        words = "\n".join(f"{word}: {entry[0]}." for word, entry in self._words.items())
        return (
            f"Type one of these words, or their beginning:\n{words}\n"
            "Words behind one narrow its choice: thank ada.\n"
            "search and some words: find everything that has them.\n"
            "A number does what stands behind it in the list of what is due.\n"
            "Every command of afterword --help can be typed as well."
        )

    def _do(self, typed: str) -> None:
        number = whole_number(typed)
        if number is not None:
            self._do_number(number)
            return
        try:
            words = shlex.split(typed)
        except ValueError:
            # A quotation is not closed.
            words = typed.split()
        if words[:1] == ["afterword"]:
            words = words[1:]
        if not words:
            return
        word = words[0].casefold()
        if words in (["help"], ["h"]):
            self._shell.say(self._help())
            return
        matches = [command for command in self._words if command.startswith(word)]
        command = word if word in self._words else matches[0] if len(matches) == 1 else ""
        if command and not self._is_command(word, words[1:]):
            self._shell.wanted = " ".join(words[1:])
            self._words[command][1]()
        elif word in {noun.word for noun in nouns()}:
            self._run(word, *words[1:])
        else:
            near = difflib.get_close_matches(word, self._words, n=1)
            hint = f"Did you mean {near[0]}?" if near else "A question mark lists what is."
            self._shell.say(f"“{typed}” is no word that is known here. {hint}")

    def _is_command(self, word: str, rest: Sequence[str]) -> bool:
        """Whether it is meant for the command line, by a flag or an id behind it: `reflect kx4`."""
        if not rest or word not in {noun.word for noun in nouns()}:
            return False
        ids = self._shell.services.store.journal().interviews
        return rest[0].startswith("-") or any(interview_id.startswith(rest[0]) for interview_id in ids)

    def _run(self, *words: str) -> None:
        """Carry out a command of the command line."""
        command, noun, rest = find(list(words))
        if command is None:
            self._shell.say(noun_help(noun))
            return
        args = command.parser().read(rest)
        self._shell.json = args.json
        try:
            command.run(self._shell, args)
        finally:
            self._shell.json = False

    # ── what is due ───────────────────────────────────────────────────────────────────────────────────────────────

    def today(self) -> None:
        """What is due, each with the number that does it; where nothing is, what comes next."""
        overview, shell = self._shell.services.overview, self._shell
        self._due = overview.due()
        reading = overview.due_reading()
        if self._due:
            count = len(self._due)
            title = "One thing is due." if count == 1 else f"{count} things are due."
            say_list(shell, title, [_due_words(reading, item) for item in self._due])
            return
        shell.say("Nothing is due today.")
        for coming in overview.coming_up()[:_COMING]:
            shell.say(f"Next: {coming_words(coming, overview.today())}.")
        if not shell.services.store.journal().live_interviews:
            shell.say("Nothing is noted yet. add begins with an interview.")

    def _do_number(self, number: int) -> None:
        if not 1 <= number <= len(self._due):
            last = f"The numbers go from 1 to {len(self._due)}." if self._due else "Nothing is due."
            self._shell.say(f"There is no number {number}. {last} today says the list again.")
            return
        item = self._due[number - 1]
        if item.key not in {due.key for due in self._shell.services.overview.due()}:
            self._shell.say("That is done already. today says what is left.")
            return
        self._shell.say(self._shell.services.overview.due_reading().reason(item))
        self._act(item)

    def _act(self, item: Due) -> None:
        rows = self._shell.services.overview.tracker()
        shell, row = self._shell, next((row for row in rows if row.request.id == item.request_id), None)
        acts: dict[DueAction, Callable[[], None]] = {
            DueAction.INTERVIEW: lambda: self._run("prep", item.interview_id),
            DueAction.PREPARE: lambda: self._run("prep", item.interview_id),
            DueAction.EVENING: lambda: self._run("prep", item.interview_id, "--evening"),
            DueAction.OFFER: lambda: self._answer_offer(item),
            DueAction.STATUS: lambda: plain_letters.write_letter(
                shell, item.interview_id, Letter.STATUS, item.person_id or None
            ),
            DueAction.NOTE: lambda: plain_letters.write_letter(
                shell, item.interview_id, Letter.NOTE, row.interviewer.id if row else item.person_id or None
            ),
            DueAction.GHOSTED: lambda: self._note_outcome(
                self._shell.services.store.journal().application_of(self._interview(item)), Outcome.NO_ANSWER
            ),
            DueAction.REFLECT: lambda: ask_reflection(shell, self._interview(item)),
            DueAction.ADVICE: lambda: plain_letters.act_on_advice(shell, item.finding_id or ""),
            DueAction.ASK_ELSE: lambda: self._name_somebody(item),
        }
        if item.proposal_id:
            plain_letters.decide_on_mail(shell, item.proposal_id)
        elif item.action in acts:
            acts[item.action]()
        elif row is not None:
            self._act_in_conversation(item.action, row)

    def _act_in_conversation(self, action: DueAction, row: TrackerRow) -> None:
        shell, request_id = self._shell, row.request.id
        acts: dict[DueAction, Callable[[], None]] = {
            DueAction.SETTLE: lambda: plain_letters.settle(shell, request_id),
            DueAction.FIX_ADDRESS: lambda: plain_letters.mend_address(shell, row),
            DueAction.THANK: lambda: plain_letters.write_thanks(shell, row),
            DueAction.READ: lambda: plain_letters.mark_in(shell, row.request),
            DueAction.ASK: lambda: plain_letters.write_request(shell, row),
            DueAction.SEND: lambda: plain_letters.look_through(shell, request_id),
            DueAction.FOLLOW_UP: lambda: plain_letters.remind(shell, request_id),
            DueAction.REAPPROACH: lambda: plain_letters.write_again(shell, request_id),
        }
        acts[action]()

    def _interview(self, item: Due) -> Interview:
        return lookup.interview(self._shell.services.store.journal(), item.interview_id)

    def _answer_offer(self, item: Due) -> None:
        letters = {"accept": Letter.ACCEPT, "decline": Letter.DECLINE}
        chosen = self._shell.ask_choice("Accept or decline the offer?", list(letters))
        if chosen:
            plain_letters.write_letter(self._shell, item.interview_id, letters[chosen])

    def _name_somebody(self, item: Due) -> None:
        interview, shell = self._interview(item), self._shell
        people = [field for field in fields_of(Interview) if field.name == "interviewers"]
        fill_in(
            shell, people, lambda values: shell.services.interviews.edit(interview.id, values, interview), interview
        )
        shell.say("Saved.")

    # ── interviews and applications ───────────────────────────────────────────────────────────────────────────────

    def _add(self) -> None:
        shell = self._shell
        shell.say("An interview. > skips what is not needed.")
        offered = {"zone": shell.services.clock.zone, "mode": "onsite"}
        added = fill_in(shell, fields_of(Interview), shell.services.interviews.add, offered=offered)
        interviews = shell.services.interviews
        shell.say(f"Saved: {_interview_words(added)}.", interviews.joined_words(added), interviews.met_words(added))

    def _pick_interview(self, title: str, *, held: bool) -> Interview:
        """One of the interviews, of those held the latest first. Raises `FlowLeft`."""
        journal, now = self._shell.services.store.journal(), self._shell.services.clock.now()
        interviews = sorted(journal.live_interviews, key=lambda interview: interview.at, reverse=True)
        offered = [(_interview_words(option), option) for option in interviews if not held or option.at <= now]
        none = "No interview was held yet. add notes one." if held else "There is no interview. add notes one."
        return choose(self._shell, title, offered, none)

    def _outcome(self) -> None:
        journal = self._shell.services.store.journal()
        applications = sorted(
            journal.live_applications, key=lambda application: application.outcome is not Outcome.PENDING
        )
        offered = [(f"{application.label}: {application.outcome.value}", application) for application in applications]
        none = "There is no application yet. add notes an interview."
        self._note_outcome(choose(self._shell, "Which application?", offered, none))

    def _note_outcome(self, application: Application, offered: Outcome | None = None) -> None:
        shell, journal = self._shell, self._shell.services.store.journal()
        rounds = journal.rounds_of(application.id)
        fields = [
            replace(field, of="", choices=tuple((interview.id, _interview_words(interview)) for interview in rounds))
            if field.name == "ended_by"
            else field
            for field in plain_letters.OUTCOME_FIELDS
            if field.name != "ended_by" or len(rounds) > 1
        ]
        begins = {"outcome_on": (application.outcome_on or shell.services.overview.today()).isoformat()}
        begins |= {"outcome": offered.value} if offered else {}
        hear = shell.services.applications.hear
        say_outcome(shell, fill_in(shell, fields, lambda values: hear(application.id, values), application, begins))

    # ── what all of it says ───────────────────────────────────────────────────────────────────────────────────────

    def _prepare(self) -> None:
        coming = self._shell.services.preparation.next_interview()
        interview = coming or self._pick_interview("No interview lies ahead. Prepare from which?", held=False)
        self._run("prep", interview.id)

    def _list(self) -> None:
        journal = self._shell.services.store.journal()
        interviews = [
            f"{_interview_words(interview)}: {journal.application_of(interview).outcome.value}, "
            f"{done_of(progress(journal, interview))[0]} of {done_of(progress(journal, interview))[1]} parts reflected"
            for interview in reversed(journal.live_interviews)
        ]
        say_list(self._shell, f"Interviews: {len(interviews)}.", interviews)
        rows = self._shell.services.overview.tracker()
        say_list(self._shell, f"Conversations: {len(rows)}.", [plain_letters.row_words(row) for row in rows])

    def _show(self) -> None:
        journal = self._shell.services.store.journal()
        rows = self._shell.services.overview.tracker()
        offered = [(plain_letters.row_words(row), ("request", row.request.id)) for row in rows]
        offered += [(_interview_words(interview), ("interview", interview.id)) for interview in journal.live_interviews]
        none = "There is nothing to show yet. add notes an interview."
        noun, record_id = choose(self._shell, "Show which?", offered, none)
        self._run(noun, "show", record_id)


def _interview_words(interview: Interview) -> str:
    """`Initech, Backend, final, Thu 12 Nov 2026`."""
    return ", ".join(filter(None, (interview.company, interview.role, interview.round, show_date(interview.day))))


def _due_words(reading: DueReading, item: Due) -> str:
    """`Thank Ada Lovelace, Initech, since Tuesday`."""
    line = reading.line(item)
    person = reading.person(item)
    if (
        person is not None
        and item.action in _IN_A_WORD
        and (interview := reading.journal.interviews.get(item.interview_id))
    ):
        return f"{line.what[0].upper()}{line.what[1:]} {person.name}, {interview.company}, {line.since}"
    return f"{item.text}, {line.since}"
