"""Owns which facts go into a letter: names, days, quotes and pointers, taken from the journal."""

from collections.abc import Mapping
from dataclasses import dataclass

from afterword.domain.conversation import letters
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.request import CloseAs, Draft, EventKind, Letter, Request
from afterword.domain.conversation.templates import Template, Templates, fill, missing
from afterword.domain.dates import show_date
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes and reads back letters in the person's own words and under their name."""

    templates: Templates
    my_name: str

    def write(self, journal: Journal, request: Request, letter: Letter) -> Draft:
        """The first draft of that letter."""
        return letters.write(letter, self._template(request, letter), self._values(journal, request))

    def check(self, journal: Journal, request: Request, draft: Draft) -> LetterCheck:
        """What the draft holds, read against the person's own template and the strengths marked."""
        values = self._values(journal, request)
        template = self._template(request, draft.letter)
        blocks = {name: fill(text, values) for name, text in template.blocks.items() if not missing(text, values)}
        return letters.check(draft, blocks, strengths(journal, request), declined=_declined(request))

    def _template(self, request: Request, letter: Letter) -> Template:
        if letter is Letter.REQUEST:
            return self.templates.request
        if letter is Letter.FOLLOW_UP:
            return self.templates.follow_up
        return self.templates.thank_you_declined if _declined(request) else self.templates.thank_you

    def _values(self, journal: Journal, request: Request) -> dict[str, str]:
        interview = journal.interviews[request.interview_id]
        person = interview.interviewer(request.interviewer_id)
        asked = request.last(EventKind.SENT, Letter.REQUEST)
        return {
            "first_name": person.first_name,
            "name": person.name,
            "company": interview.company,
            "role": interview.role,
            "day": show_date(interview.day, interview.day),
            "topic": _topic(interview),
            "my_name": self.my_name,
            "asked_day": show_date(asked.at.date(), asked.at.date()) if asked else "",
            "subject": _subject(request) or f"the {interview.role} interview",
            **_quoted(journal, request),
        }


def _declined(request: Request) -> bool:
    closed = gather(request).closed
    return closed is not None and closed.close_as is CloseAs.DECLINED


def strengths(journal: Journal, request: Request) -> tuple[str, ...]:
    """The strengths marked in the replies of this conversation, in their words."""
    return tuple(one.quote for one in journal.findings_of(request.id) if one.kind is FindingKind.STRENGTH)


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


def _quoted(journal: Journal, request: Request) -> Mapping[str, str]:
    """The first strength, the first area, and the pointer that answers them."""
    findings = journal.findings_of(request.id)
    strength = next((one for one in findings if one.kind is FindingKind.STRENGTH), None)
    area = next((one for one in findings if one.kind is FindingKind.AREA), None)
    pointer = _answering_pointer(journal, request, findings)
    return {
        "strength": strength.quote.strip(" .,;") if strength else "",
        "area": area.quote.strip(" .,;") if area else "",
        "when": pointer.when if pointer else "",
        "will": pointer.will if pointer else "",
    }


def _answering_pointer(journal: Journal, request: Request, findings: tuple[Finding, ...]) -> Pointer | None:
    """The pointer made from one of these findings, else the latest one made about this interview."""
    marked = {finding.id for finding in findings}
    mine = [one for one in journal.live_pointers if one.finding_id in marked]
    about = [one for one in journal.live_pointers if one.interview_id == request.interview_id]
    chosen = mine or about
    return chosen[-1] if chosen else None
