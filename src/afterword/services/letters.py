"""Owns which facts go into a letter, taken from the journal: names, days, quotes and pointers; and its ids.

A letter holds what the person wrote and what its addressee said, nothing else: no reason for the decision, no word of
anybody else, and no pointer whose words are still those that the program offered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation import letter_reading, letters, phrasing
from afterword.domain.conversation.agenda import is_written_to
from afterword.domain.conversation.facts import addressee, check_occasion, gather, written_by
from afterword.domain.conversation.letter_reading import (
    compared,
    explain,
    is_reason,
    quotations,
    says_little,
    stands_in,
)
from afterword.domain.conversation.letters import LetterCheck, LetterContext
from afterword.domain.conversation.phrasing import (
    LETTERS,
    Manner,
    Template,
    Templates,
    fill,
    letter_languages,
    missing,
    short_lines,
)
from afterword.domain.conversation.request import (
    Channel,
    CloseAs,
    Draft,
    EventKind,
    Finding,
    FindingKind,
    Letter,
    Request,
)
from afterword.domain.evaluation.plans import is_offered
from afterword.domain.greeting import (
    company_words,
    full_name,
    greeting,
    is_program_address,
    of_role,
    role_words,
    salutation,
)
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Part, Person
from afterword.domain.practice import Kept, Pointer, for_interviews
from afterword.domain.text import shorten, words
from afterword.errors import UserError
from afterword.languages.loader import DEFAULT

_HELP = re.compile(r"\s*\(they said:[^)]*\)?", re.IGNORECASE)
_SHOWN = 60
_AFTER_THE_DECISION = (Letter.REQUEST, Letter.FOLLOW_UP)
_PRAISED = (FindingKind.STRENGTH, FindingKind.AREA)
_ANSWERING = re.compile(r"^(?:\s*(?:re|aw|antw|rép|rif|res|sv|wg|fwd?|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_PARTS = {Part.AGENCY: Part.RECRUITER.value}
"""Whose letters are worded like another part's."""
_LATE = 35
"""Days from which a request is late and says so."""
_POLICY, _SHORT_REPLY = "policy", 50
"""The kind of reason that is a refusal to say anything, and the words up to which a reply holds little else."""
_LONGEST_TWO, _LONGEST_ADVICE = 22, 20
"""Words that two strengths may have together, and one advice."""


class LetterForm(Struct, frozen=True, kw_only=True):
    """How a letter shall be written: `today` tells how long ago things were.

    Without `channel` it goes the way that the conversation took; without `language` (a code) it is in that of the
    person, of the application, or else of the settings.
    """

    today: date
    channel: Channel | None = None
    language: str = ""


class Writer(Struct, frozen=True):
    """Writes and reads back letters in the person's own words and under their name.

    `language` is that of letters where neither person nor application says another; `linkedin` the characters that a
    note on LinkedIn may hold.
    """

    templates: Templates
    my_name: str
    language: str = DEFAULT
    linkedin: int = letters.LINKEDIN_FREE

    def write(self, journal: Journal, request: Request, letter: Letter, form: LetterForm) -> Draft:
        """The first draft of that letter."""
        matter = self._matter(journal, request, letter, form)
        values = matter.values(self.my_name)
        if matter.channel is Channel.MAIL:
            draft = letters.write(letter, matter.template(self.templates), values)
        else:
            lines = short_lines(matter.channel, letter, matter.manner, matter.language)
            # Who has not said their name in the settings will say it on the phone.
            short_values = {**values, "my_name": values["my_name"] or "…"}
            draft = letters.write_short(letter, matter.channel, lines, short_values, self.linkedin)
        return replace(draft, language=form.language)

    def check(self, journal: Journal, request: Request, draft: Draft, today: date) -> LetterCheck:
        """What the draft holds, read against the person's own template and what its addressee said."""
        form = LetterForm(today=today, channel=draft.channel, language=draft.language)
        matter = self._matter(journal, request, draft.letter, form)
        values = matter.values(self.my_name)
        chosen = matter.template(self.templates).blocks.items()
        texts = {name: text for name, text in chosen if isinstance(text, str)}
        blocks = {name: fill(text, values) for name, text in texts.items() if not missing(text, values)}
        around = matter.surroundings(draft)
        return letters.check(draft, blocks, matter.strengths, around, wanted=matter.wanted)

    def _matter(self, journal: Journal, request: Request, letter: Letter, form: LetterForm) -> "_Matter":
        return _Matter(journal, request, letter, form, self.language)


class _Matter(Struct, frozen=True, dict=True):
    """What one letter can be made of."""

    journal: Journal
    request: Request
    letter: Letter
    form: LetterForm
    usual_language: str

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
    def language(self) -> str:
        """The code of the language it is written in."""
        codes = (self.form.language, self.reader.language, self.application.language, self.usual_language)
        return next((code for code in codes if code in letter_languages()), DEFAULT)

    @cached_property
    def channel(self) -> Channel:
        """The way it goes: the one that was chosen, else the one that letters between the two took last."""
        if self.form.channel is not None:
            return self.form.channel
        reader = self.reader
        went = [event.channel for event in self.request.history if event.kind is EventKind.SENT or event.is_reply]
        mailed = reader.email and is_written_to(reader)
        if (went and went[-1] is Channel.LINKEDIN) or (reader.linkedin and not mailed):
            return Channel.LINKEDIN
        return Channel.PHONE if reader.phone and not mailed else Channel.MAIL

    @cached_property
    def manner(self) -> Manner:
        """For whom and in which situation it is worded."""
        part = _PARTS.get(self.reader.part, self.reader.part.value)
        if self.letter is Letter.NOTE and self.reader.id in self.interview.interviewers:
            # A recruiter who held the interview is thanked like everybody else who did.
            part = part if part == Part.INTERNAL else Part.INTERVIEWER.value
        late = ("late",) if self.since >= _LATE else ()
        people = [person.id for person in self.journal.people_of(self.application.id)]
        turn = people.index(self.person.id) if self.person.id in people else 0
        situations = (*late, *filter(None, (self._unanswered, self._thanks_for, self._opening)))
        return Manner(
            cases=(*situations, part, *(f"{case}-{part}" for case in situations)),
            turn=turn,
            familiar=self.reader.familiar,
        )

    @cached_property
    def _unanswered(self) -> str:
        silent = self.letter is Letter.REQUEST and self.application.outcome is Outcome.NO_ANSWER
        return "unanswered" if silent else ""

    @cached_property
    def _thanks_for(self) -> str:
        """What a thank-you is for, where it is no strength: `advice`, a `reason`, `nothing` that was marked, a no."""
        if self.letter is not Letter.THANK_YOU:
            return ""
        if self.is_declined:
            return "declined"
        if self.strengths:
            return ""
        kinds = {finding.kind for finding in self.findings if _is_quotable(finding)}
        if kinds - {FindingKind.REASON}:
            return "advice"
        return "reason" if self.findings else "nothing"

    @cached_property
    def _opening(self) -> str:
        """Whether a thank-you answers nothing but an opening that was named."""
        alone = {finding.kind for finding in self.findings} == {FindingKind.OPPORTUNITY}
        return "opening" if alone and self._thanks_for == "advice" else ""

    @cached_property
    def is_declined(self) -> bool:
        """Whether they said that policy forbids an answer: it was closed so, or a short reply says nothing else."""
        closed = gather(self.request).closed
        if closed is not None:
            return closed.close_as is CloseAs.DECLINED
        text = self.their_texts[-1] if self.their_texts and not self.findings else ""
        return bool(text) and words(text) <= _SHORT_REPLY and any(match.reason.id == _POLICY for match in explain(text))

    @property
    def wanted(self) -> tuple[str, ...] | None:
        """The parts it shall hold, where they are not the usual ones of its kind."""
        if self._opening:
            return ("thanks",)
        return {"declined": ("thanks",), "reason": ("thanks",), "advice": ("thanks", "action")}.get(self._thanks_for)

    def template(self, own: Templates) -> Template:
        """The blocks of the letter, one wording for each."""
        templates = own.of(self.language)
        if self.letter is Letter.REQUEST:
            template = templates.request_unanswered if self._unanswered else templates.request
        elif self.letter is Letter.THANK_YOU:
            template = templates.thank_you_declined if self.is_declined else templates.thank_you
        else:
            template = getattr(templates, LETTERS[self.letter.value])
        return template.chosen(self.manner)

    @cached_property
    def since(self) -> int:
        """Days since the decision, the interview where none came, or what is thanked for; 0 if none is told."""
        if self.letter is Letter.THANK_YOU:
            replied = gather(self.request).last_reply
            heard = replied.at.date() if replied is not None else None
        elif self.letter is Letter.REQUEST:
            heard = self.interview.day if self._unanswered else self.application.outcome_on
        else:
            heard = None
        return (self.form.today - heard).days if heard is not None else 0

    def values(self, my_name: str) -> dict[str, str]:
        """What stands for each placeholder."""
        language, today, interview = self.language, self.form.today, self.interview
        asked = self.request.last(EventKind.SENT, Letter.REQUEST)
        promised = self.application.promised_on
        return {
            "greeting": salutation(self.reader, language).line,
            "first_name": greeting(self.reader.name, self.reader.email),
            "name": full_name(self.reader.name),
            "company": company_words(interview.company),
            "role": role_words(interview.role, language),
            "of_role": of_role(interview.role, language),
            "day": phrasing.day_words(interview.day, language, today),
            "topic": phrasing.topic_words(interview.round, language),
            "my_name": my_name,
            "memory": self.memory,
            "asked_day": phrasing.day_words(asked.at.date(), language, today) if asked else "",
            "promised": phrasing.day_words(promised, language, today) if promised else "",
            "since": phrasing.span_words(self.since, language) if self.since >= _LATE else "",
            "subject": _subject(self.request),
            **self.quoted(),
        }

    @cached_property
    def memory(self) -> str:
        """One true sentence of this conversation: what is remembered of them, else what was answered least well."""
        reader, letter = self.reader, self.letter
        names = (reader.name, full_name(reader.name), reader.first_name, f"{reader.salutation} {reader.family}".strip())
        sentence = phrasing.remembered(reader.remember, self.language, names, familiar=reader.familiar)
        if not sentence and letter is Letter.REQUEST and reader.id in self.interview.interviewers:
            answers = self.journal.reflection_of(self.interview.id).answers
            failed = (
                phrasing.unanswered(answer.question, self.language) for answer in answers if answer.enough is False
            )
            sentence = next(filter(None, failed), "")
        # What they have read once, in an earlier application too, is not said to them again.
        requests = (request for request in self.journal.requests.values() if request.person_id == self.person.id)
        sent = (event.text for request in requests for event in request.events if event.kind is EventKind.SENT)
        return "" if any(sentence in text for text in sent) else sentence

    @cached_property
    def their_texts(self) -> tuple[str, ...]:
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
        return next((sound for candidate in self._pointers if (sound := self._sound(candidate)) is not None), None)

    @cached_property
    def _pointers(self) -> tuple[Pointer, ...]:
        """The pointers that answer this reader, the likeliest first; one made from another's words answers another."""
        marked = {finding.id for finding in self.findings}
        mine = [pointer for pointer in self.journal.live_pointers if pointer.finding_id in marked]
        about = [
            candidate
            for candidate in for_interviews(self.journal.live_pointers)
            if candidate.interview_id == self.request.interview_id and candidate.finding_id is None
        ]
        return (*reversed(mine), *reversed(about))

    def _sound(self, pointer: Pointer) -> Pointer | None:
        """The pointer as it can stand in the letter; None where its words are the program's, or quote another."""
        own = replace(pointer, will=_HELP.sub("", pointer.will).strip())
        quoted = quotations(f"{own.when}\n{own.will}")
        if (
            not own.will
            or self._offered(own)
            or not all(stands_in(quotation, self.their_texts) for quotation in quoted)
        ):
            return None
        return own

    def _offered(self, pointer: Pointer) -> bool:
        finding = self.journal.findings.get(pointer.finding_id or "")
        return is_offered(pointer, finding, self.journal.subjects)

    def quoted(self) -> Mapping[str, str]:
        """The strengths and the area that can be quoted, advice and openings, the pointer, and what was done since."""
        pointer, habit, language = self.pointer, self._kept_pointer(), self.language
        when, will = phrasing.plan_parts(pointer.when, pointer.will, language) if pointer else ("", "")
        kept_when, kept_will = phrasing.plan_parts(habit.when, habit.will, language) if habit else ("", "")
        cited = [phrasing.within(_cited(quote, language), language) for quote in self.strengths[:2]]
        if sum(map(words, cited)) > _LONGEST_TWO:
            cited = cited[:1]
        advice = tuple(self._marked(FindingKind.ADVICE))
        done = [finding for finding in self.findings if finding.todo and finding.todo.done]
        return {
            "strengths": phrasing.quoted(cited, language),
            "strength": cited[0] if cited else "",
            "area": _first(self._marked(FindingKind.AREA), language),
            "counsel": _first((finding for finding in advice if finding not in done), language),
            "opportunity": _first(self._marked(FindingKind.OPPORTUNITY), language),
            "pointer": phrasing.plan_words(pointer.when, pointer.will, language) if pointer else "",
            "when": when,
            "will": will,
            "advice": _first(done, language),
            "habit": phrasing.plan_words(habit.when, habit.will, language, habit=True) if habit else "",
            "kept_when": kept_when,
            "kept_will": kept_will,
        }

    def _marked(self, kind: FindingKind) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.kind is kind and _is_quotable(finding))

    def _kept_pointer(self) -> Pointer | None:
        """A pointer that answers this reader and was kept in an interview since."""
        candidates = (pointer for pointer in self._pointers if any(check.kept is Kept.DONE for check in pointer.checks))
        return next((sound for candidate in candidates if (sound := self._sound(candidate)) is not None), None)

    def surroundings(self, draft: Draft) -> LetterContext:
        """What the draft is read against."""
        own = (event.text for event in self.request.events if event.kind in (EventKind.SENT, EventKind.SENDING))
        interview = self.interview
        questions = (answer.question for answer in self.journal.reflection_of(interview.id).answers)
        return LetterContext(
            said=self.their_texts,
            about=(interview.company, interview.role, interview.round, self.reader.remember, *questions, *own),
            elsewhere=self._elsewhere(draft),
            greeting=salutation(self.reader, self.language).question,
            remarks=tuple(self._remarks(draft)),
            siblings=self._siblings(),
        )

    def _siblings(self) -> dict[str, str]:
        """The same letter to others of this application, by whom it goes to: as a draft, or as it was sent."""
        bodies: dict[str, str] = {}
        for request in self.journal.requests_of_application(self.application.id):
            sent, draft = request.last(EventKind.SENT, self.letter), request.draft
            body = draft.body if draft is not None and draft.letter is self.letter else sent.text if sent else ""
            if body and request.id != self.request.id:
                bodies[self.journal.people[request.person_id].name] = body
        return bodies

    def _elsewhere(self, draft: Draft) -> dict[str, str]:
        """From what others said that may stand in the draft to who said it."""
        body, findings = compared(draft.body), self.journal.findings.values()
        quotes = [compared(finding.quote) for finding in findings]
        # All that was ever said is looked through at every key, so at once before it is one by one.
        whole = "\n".join(quotes)
        quoted = (compared(quote) for quote in quotations(draft.body) if not stands_in(quote, self.their_texts))
        strange = [quote for quote in quoted if quote in whole]
        theirs = {finding.id for finding in self.findings}
        return {
            finding.quote: self._who(finding)
            for finding, words in zip(findings, quotes, strict=True)
            if (words in body or (strange and any(quote in words for quote in strange))) and finding.id not in theirs
        }

    def _who(self, finding: Finding) -> str:
        """Who said what was marked, as far as that is known."""
        request = self.journal.requests.get(finding.request_id)
        if request is None:
            return "somebody else"
        person = self.journal.people[request.person_id]
        reply = next((event for event in request.comments if event.id == finding.reply_id), None)
        if reply is not None and reply.is_by_mentor:
            return reply.writer(person)
        writer = reply.written_for(person) if reply is not None else None
        return writer.label if writer is not None else person.name

    def _remarks(self, draft: Draft) -> Iterator[str]:
        try:
            check_occasion(self.application, self.letter)
        except UserError as refusal:
            yield refusal.title
        if self.letter in _AFTER_THE_DECISION and self.application.outcome is Outcome.PENDING:
            yield "No decision is noted yet, but this letter speaks of one; note the outcome first."
        if not self.reader.email and draft.channel is Channel.MAIL:
            yield f"No address of {self.reader.name} is known yet; add it, or hand the letter over another way."
        if is_program_address(self.reader.email):
            yield f"{self.reader.email} is read by a program or a team; an answer is likelier from a person's address."
        if self.letter is Letter.THANK_YOU:
            yield from self._left_out(draft)

    def _left_out(self, draft: Draft) -> Iterator[str]:
        """What was marked and is not used in the thank-you, and why."""
        for finding in self.journal.findings_of(self.request.id):
            quote = shorten(finding.quote, _SHOWN)
            if finding not in self.findings:
                yield f"“{quote}” was written by {self._who(finding)}, so it is not quoted to {self.reader.first_name}."
            elif finding.kind in _PRAISED and is_reason(finding.quote):
                yield f"“{quote}” is a reason for the decision, not a word about you, so it is left out."
            elif finding.kind in _PRAISED and says_little(finding.quote):
                yield f"“{quote}” says too little to be quoted back, so it is left out; mark a few words more."
        body = compared(draft.body)
        if any(self._offered(pointer) and compared(pointer.will) in body for pointer in self._pointers):
            yield "The plan in this letter still stands in the words that were offered; put it into your own words."
        elif self._pointers and self.pointer is None and not letter_reading.holds(self.letter, "action", draft.body):
            yield "Your pointer still holds words that are not yours, so it is left out; put it into your own words."


def _is_quotable(finding: Finding) -> bool:
    """Whether the words say something about the person: a reason or a bare “Good” does not."""
    if finding.kind is FindingKind.REASON:
        return False
    return finding.kind not in _PRAISED or not (is_reason(finding.quote) or says_little(finding.quote))


def _cited(quote: str, language: str, most: int = phrasing.LONGEST_QUOTE) -> str:
    return phrasing.nested(phrasing.shortened(quote, most), language)


def _first(findings: Iterable[Finding], language: str) -> str:
    return next((_cited(finding.quote, language, _LONGEST_ADVICE) for finding in findings), "")


def _subject(request: Request) -> str:
    """The subject of the thread as its latest letter has it, without the `Re:` or `AW:` that the next letter adds."""
    sent = (event for event in reversed(request.history) if event.kind is EventKind.SENT and event.subject)
    return next((_ANSWERING.sub("", event.subject).strip() for event in sent), "")
