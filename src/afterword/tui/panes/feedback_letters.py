"""Owns what the keys of the Feedback pane do to write, send and copy letters, and what comes next with somebody."""

import os
from collections.abc import Callable, Sequence
from functools import partial

from afterword.desktop import Clipboard
from afterword.domain.conversation.agenda import PART_WORDS, asked_instead, is_written_to
from afterword.domain.conversation.request import CloseAs, Finding, FindingKind, Letter, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import NextStep, State
from afterword.domain.dates import show_date
from afterword.domain.people import Person
from afterword.domain.practice import for_interviews
from afterword.domain.text import plural, shorten
from afterword.errors import AfterwordError
from afterword.tui.app_context import LettersWanted, StepWanted, with_sender
from afterword.tui.panes.feedback_tracker import FeedbackVerbs
from afterword.tui.presenters import tracker
from afterword.tui.presenters.mail import addresses, due_letters, letter_choices
from afterword.tui.screens.conversation_forms import answer_offer
from afterword.tui.screens.dialogs import Confirm, Option, Pick, ask, ask_to_run, offer_steps
from afterword.tui.styles import TextStyle, plain

_FOR_TICKED = {
    "ask": "ask",
    "follow_up": "remind",
    "sent": "sent",
    "snooze": "snooze",
    "close": "close",
    "copy": "copy",
}
"""What the footer names while lines are ticked; it is done with all of them."""
_ONLY_FOR_TICKED = _FOR_TICKED.keys() - {"ask"}
_SHOWN = 28
_ONE_BY_ONE = ("mailto", "eml", "clipboard")
"""The ways on which the person sends each letter."""
_COURTESIES = {
    NextStep.NOTE: "thank",
    NextStep.STATUS: "ask how it stands",
    NextStep.OFFER: "answer the offer",
    NextStep.READ: "read and mark",
    NextStep.REAPPROACH: "write again",
}
_LETTERS = {NextStep.NOTE: Letter.NOTE, NextStep.STATUS: Letter.STATUS}
_STEPS = {
    State.TO_ASK: "ask",
    State.FOLLOW_UP_DUE: "remind",
    State.WAITING: "record a reply",
    State.NO_ANSWER: "record a reply",
    State.THANKED: "write again",
}


def _step_label(line: TrackerRow) -> str:
    """What `next_step` does with this line, in a word or two."""
    match line.track.state:
        case State.SENDING:
            return "did it go out?"
        case State.BOUNCED:
            return "address"
        case _ if _is_being_written(line):
            return "go on writing"
        case State.REPLIED | State.DECLINED if line.track.thanked_on is None:
            return "thank"
    courtesy = _COURTESIES.get(line.track.next.action) if line.track.next is not None else None
    return courtesy or _STEPS.get(line.track.state, "what comes next")


def _fits(action: str, line: TrackerRow) -> bool:
    """Whether the action is one of those that this conversation is waiting for, or has room for."""
    letter, replied = line.request.draft is not None, bool(line.request.replies)
    closed = line.track.state is State.CLOSED
    return {
        "next_step": not closed or line.track.next is not None,
        "ask": (letter and not closed) or line.track.state is State.TO_ASK,
        "reply": line.track.state not in (State.TO_ASK, State.DRAFT),
        "findings": bool(line.request.comments),
        "thank": replied and line.track.thanked_on is None,
    }.get(action, True)


def _is_to_come_back(line: TrackerRow) -> bool:
    """Whether writing again is what comes next in this conversation."""
    return line.track.next is not None and line.track.next.action is NextStep.REAPPROACH


def _is_being_written(line: TrackerRow) -> bool:
    """Whether there is a draft that still has its moment: a note or a question has none after the decision.

    Nor has what was written to somebody who is not to be asked.
    """
    draft = line.request.draft
    if draft is None or line.track.state is State.CLOSED:
        return False
    return not (draft.letter in _LETTERS.values() and line.application.asks)


class LetterVerbs(FeedbackVerbs):
    """The verbs that lead to a letter; writing it is the compose screen's."""

    def offers(self, action: str) -> bool:
        """Only what this conversation is waiting for, or has room for; of ticked lines, what is done with them all."""
        if self.line is None:
            return action != "filter" or bool(self._lines)
        if self._ticked:
            return action in _FOR_TICKED or action == "tick"
        return action not in _ONLY_FOR_TICKED and _fits(action, self.line)

    def label(self, action: str) -> str:
        """What `enter` does with the interviewer under the cursor, and with how many lines a key does something."""
        if self._ticked and action in _FOR_TICKED:
            return f"{_FOR_TICKED[action]} {len(self._ticked)}"
        if action != "next_step" or self.line is None:
            return ""
        return "read" if self.is_single and not self.is_reading else _step_label(self.line)

    def action_next_step(self) -> None:
        """The one obvious thing to do with this interviewer now."""
        line = self.line_alone
        if line is None:
            return
        match line.track.state:
            case State.SENDING:
                self._settle()
            case State.BOUNCED:
                self.action_address()
            case _ if _is_being_written(line):
                self._write(line.request)
            case _ if line.track.next is not None and line.track.next.action in _COURTESIES:
                self._be_courteous(line, line.track.next.action)
            case _:
                self._ask_or_thank(line)

    def _ask_or_thank(self, line: TrackerRow) -> None:
        """The letters about feedback, each in its turn."""
        match line.track.state:
            case State.TO_ASK:
                self.action_ask()
            case State.FOLLOW_UP_DUE:
                self.action_follow_up()
            case State.REPLIED | State.DECLINED if line.track.thanked_on is None:
                self.action_thank()
            case _:
                self._after(line)

    def _after(self, line: TrackerRow) -> None:
        """No letter of the first weeks is to be written: to write again may be due, a reply may have come."""
        if line.track.next is not None and line.track.next.action is NextStep.ASK_ELSE:
            self.context.say(
                "They have left the company: add somebody else to the interview (1, e) and ask them, "
                "or correct the address here (e).",
                TextStyle.WARN,
            )
        elif line.track.state in (State.WAITING, State.NO_ANSWER):
            self.action_reply()
        elif line.track.state is State.THANKED:
            self.action_reapproach()
        else:
            self.context.say("Nothing comes next here; o opens it again, p plans to write later.")

    def _be_courteous(self, line: TrackerRow, step: NextStep) -> None:
        """The note, the question where things stand, the answer to an offer, or the letter that comes back to them."""
        if step is NextStep.REAPPROACH:
            self._write_again(line)
        elif step is NextStep.READ:
            self.action_findings()
        elif step is NextStep.OFFER:
            title = f"The offer of {line.application.company}"
            answer_offer(self.app, title, partial(self._begin, line), partial(self._note, line))
        else:
            self._begin(line, _LETTERS[step])

    def _begin(self, line: TrackerRow, letter: Letter) -> None:
        self._drafting(lambda: self.services.requests.write(line.interview.id, letter, line.interviewer.id)[0])

    def _note(self, line: TrackerRow, letter: Letter) -> None:
        write, now = self.services.requests.write, self.services.clock.now()
        note = partial(write, line.interview.id, letter, line.interviewer.id, now)
        self.context.run_service(note, "Noted; u takes it back")

    def _drafting(self, draft: Callable[[], Request]) -> None:
        """Draft a letter and go on writing it; where nobody has said under which name, that is asked first."""
        with_sender(self, self.services, lambda: self._write(self.context.run_service(draft)))

    def go_on(self) -> None:
        """Go on with the letter under the cursor."""
        if self.line is not None:
            self._write(self.line.request)

    def action_ask(self) -> None:
        """Write to the interviewer, or go on with the draft."""
        if self._ticked:
            with_sender(self, self.services, lambda: self._write_ticked("write letters to", self._drafted))
            return
        line = self.line
        if line is None:
            return
        if _is_being_written(line):
            self._write(line.request)
        elif line.track.state is State.TO_ASK and not is_written_to(line.interviewer):
            self._ask_instead(line)
        else:
            self._drafting(lambda: self._drafted(line))

    def _write_ticked(self, name: str, verb: Callable[[TrackerRow], Request]) -> None:
        """Write a letter for each ticked line, as one step to be undone; then they are looked through, and sent."""
        batch = self.context.run_service(lambda: self.for_ticked(name, verb))
        if batch is not None:
            self._look_through([request.id for request in batch.done], [error.title for error in batch.refused])

    def _look_through(self, request_ids: Sequence[str], refused: Sequence[str]) -> None:
        """Open these drafts one after the other, then ask whether to send them all; a single one as any letter."""
        if len(request_ids) > 1:
            from afterword.tui.panes.due_steps import LetterBatch

            LetterBatch(self, request_ids).begin()
        elif request_ids:
            self._write(self.services.store.journal().requests.get(request_ids[0]))
        if refused:
            words = f"{len(refused)} not: {refused[0]}"
            # The letter that was just opened has no notice line before it is drawn.
            self.app.screen.call_after_refresh(lambda: self.context.say(words, TextStyle.WARN))

    def on_step_wanted(self, message: StepWanted) -> None:
        """Take the next step of a conversation, whichever pane is seen."""
        message.stop()
        if self.select(message.request_id):
            self.action_next_step()

    def on_letters_wanted(self, message: LettersWanted) -> None:
        """Look through these letters, whichever pane is seen."""
        message.stop()
        self._look_through(message.request_ids, message.refused)

    def _drafted(self, line: TrackerRow) -> Request:
        """The request with its first letter begun; to somebody who is to be written to again, that letter."""
        if _is_to_come_back(line):
            return self.services.requests.write_again(line.request.id)
        return self.services.requests.draft(line.interview.id, line.interviewer.id)[0]

    def _draft_to(self, line: TrackerRow, person: Person) -> None:
        self._drafting(lambda: self.services.requests.draft(line.interview.id, person.id)[0])

    def _ask_instead(self, line: TrackerRow) -> None:
        """A program reads that address: ask somebody else, write all the same, or close it kindly."""
        program = line.interviewer
        journal = self.services.store.journal()
        other = asked_instead(program, journal.people_of(line.application.id))

        def ask(person: Person) -> None:
            instead = self.services.people.ask_instead
            if self.context.run_service(lambda: instead(line.request.id), f"{person.name} is asked instead"):
                self._draft_to(line, person)

        close, anyway = partial(self._close_as, line, CloseAs.DONE), partial(self._draft_to, line, program)
        offer_steps(
            self.app,
            f"{program.email} is read by a program",
            *([(f"ask {other.name}", PART_WORDS[other.part], partial(ask, other))] if other is not None else []),
            ("close it", "it says nothing about you; what you know yourself counts", close),
            (f"write to {program.email} all the same", "an answer is not likely", anyway),
        )

    def action_follow_up(self) -> None:
        """Write the one reminder."""
        if self._ticked:
            with_sender(self, self.services, self._remind_ticked)
            return
        line = self.line
        if line is not None:
            self._drafting(lambda: self.services.requests.follow_up(line.request.id))

    def _remind_ticked(self) -> None:
        remind = self.services.requests.follow_up
        self._write_ticked("write reminders to", lambda line: remind(line.request.id))

    # ── writing again, after a while ──────────────────────────────────────────────────────────────────────────────

    def _write_again(self, line: TrackerRow) -> None:
        """A day to write again is planned: write now, say that it is done, move it, or drop it."""
        planned = line.track.reapproach_on
        when = f" ({show_date(planned, self.services.overview.today())})" if planned is not None else ""
        words = line.track.reapproach_words
        about = f"they said “{shorten(words, _SHOWN)}”" if words else "short, in the thread of before"
        requests, request_id, run = self.services.requests, line.request.id, self.context.run_service
        sent = partial(requests.mark_sent, request_id, letter=Letter.REAPPROACH)
        offer_steps(
            self.app,
            f"Write to {line.interviewer.name} again{when}",
            ("write the letter now", about, lambda: self._drafting(lambda: requests.write_again(request_id))),
            ("I have written to them", "it is due no longer", lambda: run(sent, "Noted: you wrote again")),
            ("another day", "it comes back then", self.action_reapproach),
            ("let it be", "no day is planned any more", lambda: self._let_be(request_id)),
        )

    def _let_be(self, request_id: str) -> None:
        """Drop the day, and say what is left."""
        plan = self.services.requests.plan_reapproach
        changed = self.context.run_service(lambda: plan(request_id, None))
        if changed is None:
            return
        next_day = self.services.overview.track(changed).reapproach_on
        words = (
            f"Let be; the next day to write again is {show_date(next_day)}; u brings the first one back"
            if next_day
            else ""
        )
        self.context.say(words or "No day to write again is planned; u brings it back")

    def _write(self, request: Request | None) -> None:
        from afterword.tui.screens.compose import ComposePage

        line = self.line_of(request.id) if request is not None else None
        if request is None or request.draft is None or line is None or not self.is_free(request.id):
            return
        page = ComposePage(self.services, line, request.draft)
        self.app.push_screen(page, lambda send: self._deliver(request.id) if send else None)

    def _deliver(self, request_id: str) -> None:
        line = self.line_of(request_id)
        if line is not None:
            self.sender.deliver(line)

    # ── the thank-you: what they said is marked first, and one pointer made of it ─────────────────────────────────

    def action_thank(self) -> None:
        """Write the thank-you."""
        line = self.line_alone
        if line is None:
            return
        draft = line.request.draft
        is_drafted = draft is not None and draft.letter is Letter.THANK_YOU
        if is_drafted or not line.request.replies or line.track.state is State.DECLINED:
            self._write_thanks(line)
            return
        findings = self.services.overview.journal().findings_of(line.request.id)
        if not findings:
            first = ("mark what they said first", "it quotes a strength they named", self.action_findings)
            self._before_thanks(line, first)
            return
        area = self._area_without_pointer(line, findings)
        if area is None:
            self._write_thanks(line)
        else:
            detail = "When …, I will …: it goes into the letter"
            point = partial(self._point, line, area)
            self._before_thanks(line, (f"make a pointer of “{area.quote}” first", detail, point))

    def _before_thanks(self, line: TrackerRow, first: tuple[str, str, Callable[[], object]]) -> None:
        now = ("write the thank-you now", "", partial(self._write_thanks, line))
        offer_steps(self.app, f"Thank {line.interviewer.name}", first, now)

    def _area_without_pointer(self, line: TrackerRow, findings: tuple[Finding, ...]) -> Finding | None:
        """The area that the letter would name, when no pointer answers it or this interview yet."""
        marked = {finding.id for finding in findings}
        for pointer in for_interviews(self.services.overview.journal().live_pointers):
            if pointer.finding_id in marked or pointer.interview_id == line.interview.id:
                return None
        kinds = (FindingKind.AREA, FindingKind.ADVICE)
        return next((finding for kind in kinds for finding in findings if finding.kind is kind), None)

    def _point(self, line: TrackerRow, area: Finding) -> None:
        from afterword.tui.screens.record_forms import Origin, pointer_form

        form = pointer_form(self.services, Origin(finding_id=area.id))
        self.app.push_screen(form, lambda pointer: self._write_thanks(line) if pointer is not None else None)

    def _write_thanks(self, line: TrackerRow) -> None:
        self._drafting(lambda: self.services.requests.thank(line.request.id))

    def action_discard(self) -> None:
        """Throw the draft away, after a question."""
        line = self.line_alone
        if line is None:
            return
        if line.request.draft is None:
            self.context.say("There is no draft to discard.", TextStyle.WARN)
            return
        discard, notice = self.services.requests.discard_draft, "The draft is discarded; u brings it back"
        question = Confirm(f"Discard the draft to {line.interviewer.name}?", "u brings it back.")
        ask_to_run(self, question, lambda: discard(line.request.id), notice)

    # ── everything that is due ────────────────────────────────────────────────────────────────────────────────────

    def action_send_all(self) -> None:
        """Send every draft that is due, after a question."""
        overview = self.services.overview
        due = due_letters(overview.tracker(), overview.today())
        ready = [line for line in due if line.interviewer.email and not self.sender.carries(line.request.id)]
        trouble = self._why_not(due, ready)
        if trouble:
            self.context.say(trouble, TextStyle.WARN)
        elif len(ready) == 1:
            self._confirm(ready)
        else:
            lines = {line.request.id: line for line in ready}
            options = [Option(*choice) for choice in letter_choices(ready)]
            pick = Pick("Send these letters, one by one", options, many=True, ticked=lines)
            self.app.push_screen(pick, lambda chosen: self._confirm([lines[key] for key in chosen or ()]))

    def _why_not(self, due: list[TrackerRow], ready: list[TrackerRow]) -> str:
        if self.sender.is_sending_several:
            return "Letters are being sent already; esc stops after the one on its way."
        if not due:
            return "No draft is due to be sent."
        if not self.services.sending.via:
            if (way := self.services.handover.via) in _ONE_BY_ONE:
                return f"Your settings hand letters over one by one ({way}): enter on a draft, then f2."
            no_way = AfterwordError(
                "No way to send is set up.", hint="Choose one in the settings ([send] via = 'smtp' or 'sendmail')."
            )
            return str(no_way)
        return "" if ready else "None of the drafts that are due has an address; e adds one."

    def _confirm(self, lines: list[TrackerRow]) -> None:
        if lines:
            via = self.services.sending.via
            question = f"Send {plural(len(lines), 'letter')} now, by {via}?"
            ask(self.app, Confirm(question, addresses(lines)), lambda: self.sender.deliver_all(lines))

    # ── copies ────────────────────────────────────────────────────────────────────────────────────────────────────

    clipboard: Clipboard | None = None

    def action_copy(self) -> None:
        """Copy the addresses of the chosen lines, or the lines."""
        lines = self.chosen
        addresses = [line.interviewer.label for line in lines if line.interviewer.email]
        rows = [tracker.row(line, self._today, self._order) for line in lines]
        tabbed = ["\t".join(map(plain, row.cells)) for row in rows]
        offer_steps(
            self.app,
            f"Copy of {plural(len(lines), 'conversation')}",
            ("their addresses", "Name <address>, one a line", lambda: self._copy(addresses)),
            ("the lines", "as they stand in the list, with tabs between the columns", lambda: self._copy(tabbed)),
        )

    def _copy(self, words: Sequence[str]) -> None:
        if not words:
            self.context.say("None of them has an address yet; e adds one.", TextStyle.WARN)
            return
        clipboard = self.clipboard or Clipboard(os.environ, self.app.copy_to_clipboard)
        done = self.context.run_service(lambda: clipboard.copy("\n".join(words)))
        if done is not None:
            self.context.say(f"{plural(len(words), 'conversation')}: {done[0].lower()}{done[1:]}", TextStyle.GOOD)
