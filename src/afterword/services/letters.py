"""Owns which facts go into a letter, taken from the journal: names, days, quotes and pointers; and its ids.

A letter holds what the person wrote and what its addressee said, nothing else: no reason for the decision, no word of
anybody else, and no pointer whose words are still those that the program offered.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Application, Outcome
from afterword.domain.conversation import letter_reading, letters
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.letter_reading import compared, quotations, stands_in
from afterword.domain.conversation.letters import LetterCheck, LetterContext
from afterword.domain.conversation.outgoing import addressee, check_occasion, written_by
from afterword.domain.conversation.request import CloseAs, Draft, EventKind, Letter, Request
from afterword.domain.conversation.templates import Template, Templates, fill, missing
from afterword.domain.dates import show_date
from afterword.domain.evaluation.plans import is_offered
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.greeting import full_name, greeting, is_program_address
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.pointer import Kept, Pointer
from afterword.domain.reasons import is_reason, says_little
from afterword.domain.text import shorten
from afterword.errors import UserError

_HELP = re.compile(r"\s*\(they said:[^)]*\)?", re.IGNORECASE)
_SHOWN = 60
_PRAISED = (FindingKind.STRENGTH, FindingKind.AREA)


class Writer(Struct, frozen=True):
    """Writes and reads back letters in the person's own words and under their name."""

    templates: Templates
    my_name: str

    def write(self, journal: Journal, request: Request, letter: Letter) -> Draft:
        """The first draft of that letter."""
        matter = _Matter(journal, request, letter)
        return letters.write(letter, self._template(matter), self._values(matter))

    def check(self, journal: Journal, request: Request, draft: Draft) -> LetterCheck:
        """What the draft holds, read against the person's own template and what its addressee said."""
        matter = _Matter(journal, request, draft.letter)
        values = self._values(matter)
        template = self._template(matter)
        blocks = {name: fill(text, values) for name, text in template.blocks.items() if not missing(text, values)}
        around = matter.surroundings(draft)
        return letters.check(draft, blocks, matter.strengths, around, declined=_declined(request))

    def _template(self, matter: "_Matter") -> Template:
        match matter.letter:
            case Letter.REQUEST if matter.application.outcome is Outcome.NO_ANSWER:
                return self.templates.request_unanswered
            case Letter.REQUEST:
                return self.templates.request
            case Letter.FOLLOW_UP:
                return self.templates.follow_up
            case Letter.REAPPROACH:
                return self.templates.re_approach
        return self.templates.thank_you_declined if _declined(matter.request) else self.templates.thank_you

    def _values(self, matter: "_Matter") -> dict[str, str]:
        interview = matter.interview
        asked = matter.request.last(EventKind.SENT, Letter.REQUEST)
        return {
            "first_name": greeting(matter.reader.name, matter.reader.email).name,
            "name": full_name(matter.reader.name),
            "company": interview.company,
            "role": interview.role,
            "day": show_date(interview.day, interview.day),
            "topic": _topic(interview),
            "my_name": self.my_name,
            "asked_day": show_date(asked.at.date(), asked.at.date()) if asked else "",
            "subject": _subject(matter.request) or f"the {interview.role} interview",
            **matter.quoted(),
        }


def _declined(request: Request) -> bool:
    closed = gather(request).closed
    return closed is not None and closed.close_as is CloseAs.DECLINED


def _topic(interview: Interview) -> str:
    if not interview.round:
        return "interviews like this one"
    named = interview.round if interview.round.lower().endswith(("round", "interview", "call")) else ""
    return f"the {named or interview.round + ' round'}"


def _subject(request: Request) -> str:
    """The subject of the thread, without the `Re:` that the next letter adds."""
    for event in request.history:
        if event.kind is EventKind.SENT and event.subject:
            bare = event.subject
            while bare.lower().startswith("re:"):
                bare = bare[3:].strip()
            return bare
    return ""


class _Matter(Struct, frozen=True, dict=True):
    """What one letter can be made of."""

    journal: Journal
    request: Request
    letter: Letter

    @cached_property
    def interview(self) -> Interview:
        return self.journal.interviews[self.request.interview_id]

    @cached_property
    def application(self) -> Application:
        return self.journal.application_of(self.interview)

    @cached_property
    def person(self) -> Person:
        """With whom the conversation is."""
        return self.journal.people[self.request.person_id]

    @cached_property
    def reader(self) -> Person:
        """Whom it goes to."""
        return addressee(self.person, self.request, self.letter)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Everything the reader wrote in this conversation."""
        replies = written_by(self.person, self.request, self.reader)
        return tuple(text for reply in replies for text in (reply.text, reply.full_text) if text)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was marked in the reader's own words."""
        theirs = {reply.id for reply in written_by(self.person, self.request, self.reader)}
        return tuple(finding for finding in self.journal.findings_of(self.request.id) if finding.reply_id in theirs)

    @cached_property
    def strengths(self) -> tuple[str, ...]:
        """The strengths that can be cited, in the reader's words."""
        return tuple(
            finding.quote for finding in self.findings if finding.kind is FindingKind.STRENGTH and _is_quotable(finding)
        )

    @cached_property
    def pointer(self) -> Pointer | None:
        """The pointer made from one of these findings, else the latest one made about this interview."""
        return next((sound for one in self._pointers if (sound := self._sound(one)) is not None), None)

    @cached_property
    def _pointers(self) -> tuple[Pointer, ...]:
        """The pointers that answer this reader, the likeliest first; one made from another's words answers another."""
        marked = {finding.id for finding in self.findings}
        mine = [pointer for pointer in self.journal.live_pointers if pointer.finding_id in marked]
        about = [
            one
            for one in self.journal.live_pointers
            if one.interview_id == self.request.interview_id and one.finding_id is None
        ]
        return (*reversed(mine), *reversed(about))

    def _sound(self, pointer: Pointer) -> Pointer | None:
        """The pointer as it can stand in the letter; None where its words are the program's, or quote another."""
        own = replace(pointer, will=_HELP.sub("", pointer.will).strip())
        quoted = quotations(f"{own.when}\n{own.will}")
        if not own.will or self._offered(own) or not all(stands_in(one, self.said) for one in quoted):
            return None
        return own

    def _offered(self, pointer: Pointer) -> bool:
        finding = self.journal.findings.get(pointer.finding_id or "")
        return is_offered(pointer, finding, self.journal.all_competencies)

    def quoted(self) -> Mapping[str, str]:
        """The first strength and area that can be quoted, the pointer, and what was done since."""
        pointer = self.pointer
        kept = self._kept()
        return {
            "strength": self._first(FindingKind.STRENGTH),
            "area": self._first(FindingKind.AREA),
            "when": pointer.when if pointer else "",
            "will": pointer.will if pointer else "",
            "opportunity": self._first(FindingKind.OPPORTUNITY),
            "advice": next(
                (_bare(finding.quote) for finding in self.findings if finding.todo and finding.todo.done), ""
            ),
            "kept_when": kept.when if kept else "",
            "kept_will": kept.will if kept else "",
        }

    def _first(self, kind: FindingKind) -> str:
        return next(
            (_bare(finding.quote) for finding in self.findings if finding.kind is kind and _is_quotable(finding)), ""
        )

    def _kept(self) -> Pointer | None:
        """A pointer that answers this reader and was kept in an interview since."""
        kept = (pointer for pointer in self._pointers if any(check.kept is Kept.DONE for check in pointer.checks))
        return next((sound for one in kept if (sound := self._sound(one)) is not None), None)

    def surroundings(self, draft: Draft) -> LetterContext:
        """What the draft is read against."""
        own = (event.text for event in self.request.events if event.kind in (EventKind.SENT, EventKind.SENDING))
        interview = self.interview
        return LetterContext(
            said=self.said,
            about=(interview.company, interview.role, interview.round, *own),
            elsewhere=self._elsewhere(draft),
            greeting=greeting(self.reader.name, self.reader.email).question,
            remarks=tuple(self._remarks(draft)),
        )

    def _elsewhere(self, draft: Draft) -> dict[str, str]:
        """From what others said that may stand in the draft to who said it."""
        body = compared(draft.body)
        strange = [compared(quote) for quote in quotations(draft.body) if not stands_in(quote, self.said)]
        theirs = {finding.id for finding in self.findings}
        return {
            one.quote: self._who(one)
            for one in self.journal.findings.values()
            if one.id not in theirs and ((said := compared(one.quote)) in body or any(part in said for part in strange))
        }

    def _who(self, finding: Finding) -> str:
        """Who said what was marked, as far as that is known."""
        request = self.journal.requests.get(finding.request_id)
        if request is None:
            return "somebody else"
        person = self.journal.people[request.person_id]
        reply = next((event for event in request.replies if event.id == finding.reply_id), None)
        writer = reply.written_for(person) if reply is not None else None
        return writer.label if writer is not None else person.name

    def _remarks(self, draft: Draft) -> Iterator[str]:
        try:
            check_occasion(self.application, self.letter)
        except UserError as refusal:
            yield refusal.title
        if is_program_address(self.reader.email):
            yield f"{self.reader.email} is read by a program or a team; an answer is likelier from a person's address."
        if self.letter is Letter.THANK_YOU:
            yield from self._left_out(draft)

    def _left_out(self, draft: Draft) -> Iterator[str]:
        """What was marked and is not used in the thank-you, and why."""
        for finding in self.journal.findings_of(self.request.id):
            shown = shorten(finding.quote, _SHOWN)
            if finding not in self.findings:
                yield f"“{shown}” was written by {self._who(finding)}, so it is not quoted to {self.reader.first_name}."
            elif finding.kind in _PRAISED and is_reason(finding.quote):
                yield f"“{shown}” is a reason for the decision, not a word about you, so it is left out."
            elif finding.kind in _PRAISED and says_little(finding.quote):
                yield f"“{shown}” says too little to be quoted back, so it is left out; mark a few words more."
        body = compared(draft.body)
        if any(self._offered(pointer) and compared(pointer.will) in body for pointer in self._pointers):
            yield "The plan in this letter still stands in the words that were offered; put it into your own words."
        elif self._pointers and self.pointer is None and not letter_reading.holds(self.letter, "action", draft.body):
            yield "Your pointer still holds words that are not yours, so it is left out; put it into your own words."


def _is_quotable(finding: Finding) -> bool:
    """Whether the words say something about the person: a reason or a bare “Good” does not."""
    return finding.kind not in _PRAISED or not (is_reason(finding.quote) or says_little(finding.quote))


def _bare(quote: str) -> str:
    return quote.strip(" .,;")
