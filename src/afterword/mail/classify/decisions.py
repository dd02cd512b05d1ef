"""Owns telling what a mail says about an application: a no, an invitation to talk, an offer, or that it came in.

Sentence by sentence: what may be (“if you are selected …”), what is quoted and what stands below an answer is nobody's
decision. To whose application it belongs is decided in the domain.
"""

import re
from collections.abc import Iterable
from functools import cache, cached_property

from msgspec import Struct

from afterword.domain.conversation.hiring import domain_of, is_relay
from afterword.domain.conversation.message import Decision, DecisionKind, MailKind, Message, News, Verdict
from afterword.domain.text import shorten
from afterword.languages.loader import BareSentence, WordKind, bare, gather, languages, load
from afterword.mail.classify.absence import days_named
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.wording import folded
from afterword.mail.newtext import MailBody

_MONTH = "(?i:jan|feb|m[äa]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])"
_END = re.compile(
    rf"(?:[!?…]|(?<!\d)\.|(?<=\d)\.(?!\s{_MONTH}))+(?=\s|$)"
    r"|\n\s*\n|[:;](?=\s)|\n\s*[-*•]\s|\s[-–—]\s|,\s(?=(?:but|aber|mais|pero)\b)"
)
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»\n]{12,400}[\"“”»]")
_MARKS = re.compile(r"[\s,()\[\]*_|<>\"“”„«»¡¿]+")
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d\d\b| ?(?:[ap]\.?m\b|uhr\b|h\b|o'clock))")
_PROGRAM = re.compile(
    r"no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|nicht[-_.]?antworten|no[-_.]?responder"
)
_MOST_SENTENCES = 120
_LONGEST_SENTENCE = 600
_LONGEST_SUBJECT = 300
_ENOUGH_HIRING = 2
_PLAIN_NO, _REJECTED_FROM, _INVITED_FROM = 3, 3, 4
"""What a plain no weighs, and what the signs must weigh together."""
_SHOWN = 160
_STEM = 7


class _Wordings(Struct, frozen=True, kw_only=True):
    """The wordings of decisions in folded spelling, as the English file explains them."""

    rejection: re.Pattern[str]
    refusal: re.Pattern[str]
    regret: re.Pattern[str]
    farewell: re.Pattern[str]
    invitation: re.Pattern[str]
    scheduling: re.Pattern[str]
    offer: re.Pattern[str]
    receipt: re.Pattern[str]
    undecided: re.Pattern[str]
    conditional: re.Pattern[str]
    reported: re.Pattern[str]
    hiring: re.Pattern[str]
    elsewhere: re.Pattern[str]
    bulk: re.Pattern[str]
    negation: re.Pattern[str]
    object: re.Pattern[str]
    logistics: re.Pattern[str]
    idiom: re.Pattern[str]
    meeting: re.Pattern[str]
    past: re.Pattern[str]
    withdrawn: re.Pattern[str]
    feedback: re.Pattern[str]


class _Rules(Struct, frozen=True):
    rejecting: tuple[str, ...]
    inviting: tuple[str, ...]
    assessing: tuple[str, ...]


class _Shapes(Struct, frozen=True):
    """By which kinds of words a sentence says no or invites in one language, as the rules of its file tell."""

    kinds: dict[str, WordKind]
    rules: _Rules

    def fit(self, rules: tuple[str, ...], text: str, *, timed: bool) -> bool:
        """Whether a bare sentence fits one of the rules; `timed` where it names an hour or a day."""
        sentence = BareSentence(text, self.kinds, known={"when": timed})
        return any(sentence.fits(rule) for rule in rules)


@cache
def _shapes() -> tuple[_Shapes, ...]:
    return tuple(load("decision_kinds", _Shapes, language) for language in languages("decision_kinds"))


@cache
def _wordings() -> _Wordings:
    return gather("decisions", "decision", _Wordings)


class _Sentence(Struct, frozen=True):
    """A sentence as it stands, and in the spelling of the wordings."""

    words: str
    folded: str


def _sentences(text: str) -> tuple[_Sentence, ...]:
    parts = (part[:_LONGEST_SENTENCE] for part in _END.split(text)[:_MOST_SENTENCES])
    read = (_Sentence(" ".join(part.split()), _MARKS.sub(" ", folded(part)).strip()) for part in parts)
    return tuple(sentence for sentence in read if sentence.folded)


class _Reading(Struct, frozen=True, dict=True):
    """The sentences of a mail by what they say; of each kind, those that say it for certain."""

    facts: MailFacts

    @cached_property
    def sentences(self) -> tuple[_Sentence, ...]:
        """The sentences of the subject and of the newly written text, without what is quoted in them."""
        return (*self.titled, *_sentences(_QUOTED.sub(" ", self.facts.own.text)))

    @cached_property
    def titled(self) -> tuple[_Sentence, ...]:
        """The sentences of the subject."""
        return _sentences(self.facts.message.subject[:_LONGEST_SUBJECT])

    @cached_property
    def statements(self) -> tuple[_Sentence, ...]:
        """The sentences that say what is, not what may be."""
        return tuple(sentence for sentence in self.sentences if not _wordings().conditional.search(sentence.folded))

    @cached_property
    def rejecting(self) -> list[_Sentence]:
        """The sentences that say no, by the kinds of their words."""
        words = _wordings()
        sentences = (
            sentence
            for sentence in self.statements
            if sentence not in self.titled and not words.undecided.search(sentence.folded)
        )
        sentences = (
            sentence for sentence in sentences if _denies(sentence) or not words.receipt.search(sentence.folded)
        )
        return [
            sentence
            for sentence in sentences
            if any(shape.fit(shape.rules.rejecting, bare(sentence.words), timed=False) for shape in _shapes())
        ]

    @cached_property
    def plain(self) -> list[_Sentence]:
        """The sentences that can hardly say anything but no."""
        return self.saying(_wordings().rejection) or self.rejecting

    @cached_property
    def inviting(self) -> list[_Sentence]:
        """The sentences that invite, by the kinds of their words."""
        return [
            sentence
            for sentence in self.affirmed
            for timed in [self.times(sentence.folded)]
            if any(shape.fit(shape.rules.inviting, bare(sentence.folded), timed=timed) for shape in _shapes())
        ]

    @cached_property
    def is_feedback(self) -> bool:
        """Whether an answer tells how the person did, and nothing of it sounds like a no: that one was said before."""
        if not self.facts.is_titled_reply or self.saying(_wordings().regret):
            return False
        sentences = [bare(sentence.words) for sentence in self.sentences if sentence not in self.titled]
        return any(shape.fit(shape.rules.assessing, words, timed=False) for shape in _shapes() for words in sentences)

    def saying(self, wording: re.Pattern[str]) -> list[_Sentence]:
        """The sentences that say it."""
        return [sentence for sentence in self.statements if wording.search(sentence.folded)]

    @cached_property
    def affirmed(self) -> tuple[_Sentence, ...]:
        """The sentences that say so, and do not say no, without the meetings they only look back on.

        The subject of a reply says what was written before; a talk about a plain no is no interview.
        """
        words = _wordings()
        answered = self.titled if self.facts.is_titled_reply else ()
        candidates = (sentence for sentence in self.statements if sentence not in answered and not _denies(sentence))
        unwanted = (words.refusal, words.feedback) if self.plain else (words.refusal,)
        sentences = (
            candidate for candidate in candidates if not any(wording.search(candidate.folded) for wording in unwanted)
        )
        return tuple(_Sentence(sentence.words, words.past.sub(" ", sentence.folded)) for sentence in sentences)

    def affirming(self, wording: re.Pattern[str]) -> list[_Sentence]:
        """The sentences that say it, and do not say no."""
        return [sentence for sentence in self.affirmed if wording.search(sentence.folded)]

    @cached_property
    def denying(self) -> list[_Sentence]:
        """The sentences that say no of something in hiring, and not of a room, an hour or a decision to come."""
        words = _wordings()
        denied = (
            sentence for sentence in self.statements if _denies(sentence) and words.object.search(sentence.folded)
        )
        harmless = (words.logistics, words.undecided)
        return [denial for denial in denied if not any(wording.search(denial.folded) for wording in harmless)]

    @cached_property
    def arranging(self) -> list[_Sentence]:
        """The sentences that speak of a meeting to come, those with a day or an hour first."""
        return sorted(self.affirming(_wordings().meeting), key=lambda sentence: not self.times(sentence.folded))

    def times(self, text: str) -> bool:
        """Whether a folded text names an hour or a day."""
        sent = self.facts.message.date
        return bool(_CLOCK.search(text)) or (sent is not None and bool(days_named(text, sent)))

    @cached_property
    def is_relayed(self) -> bool:
        """Whether a service sent it that writes to applicants for companies."""
        return is_relay(domain_of(self.facts.message.from_address))

    @property
    def is_from_program(self) -> bool:
        """Whether nobody sits at the sender's address, who could be away."""
        return self.is_relayed or _PROGRAM.search(self.facts.local_part) is not None

    @cached_property
    def hiring(self) -> int:
        """How many different words speak of hiring, beyond those for other things that are refused and agreed.

        Below zero where the other things outweigh, also by the same number. A service that writes to applicants for
        companies speaks of nothing else.
        """
        texts = (sentence.folded for sentence in self.sentences)
        text = " ".join((*texts, self.facts.sender_name, self.facts.local_part.replace("-", " ")))
        other = len(_different(_wordings().elsewhere, text))
        more = len(_different(_wordings().hiring, text)) - other
        if self.is_relayed:
            return max(more, 0) + 1
        return -1 if other and more == 0 else more

    @cached_property
    def names_a_time(self) -> bool:
        """Whether the hour of a day is named, or a day."""
        return self.times(" ".join(sentence.folded for sentence in self.statements))


def _denies(sentence: _Sentence) -> bool:
    words = _wordings()
    return words.negation.search(words.idiom.sub(" ", sentence.folded)) is not None


def _different(wording: re.Pattern[str], text: str) -> set[str]:
    """The words it finds, the forms of one word once."""
    return {match[0][:_STEM] for match in wording.finditer(text)}


def decide(message: Message, verdict: Verdict, body: MailBody | None = None) -> Decision:
    """What a mail says about an application, with the sentence that says it; `verdict` is what the mail is.

    `body` are its texts, where they have been taken apart already.
    """
    silent = verdict.kind in (MailKind.BOUNCE, MailKind.RECEIPT, MailKind.SENT)
    if silent or verdict.news is News.LEFT or not (message.plain.strip() or message.html.strip()):
        return Decision()
    reading = _Reading(MailFacts(message, frozenset(), body or MailBody.of(message.plain, message.html)))
    if reading.saying(_wordings().withdrawn):
        return Decision()
    if verdict.news is News.AWAY and not (reading.is_from_program or _is_plain_no(reading)):
        return Decision()
    for tell in (_rejection, _offer, _invitation):
        decision = tell(reading)
        if decision.kind:
            return decision
    came_in = reading.saying(_wordings().receipt)
    return _decision(DecisionKind.RECEIPT, came_in) if came_in else Decision()


def _is_plain_no(reading: _Reading) -> bool:
    return reading.hiring > 0 and bool(reading.saying(_wordings().rejection))


def _rejection(reading: _Reading) -> Decision:
    """A no: a sentence that says it of an application, or one that says it of anything where hiring is spoken of.

    Who asks something back, and neither says a plain no nor regrets anything, still wants to know.
    """
    words = _wordings()
    plain, softer = reading.plain, reading.saying(words.refusal)
    refusals = plain or softer or reading.denying
    if not refusals or reading.hiring < 0 or not (plain or _is_left_with_a_no(reading)):
        return Decision()
    if all(words.reported.search(sentence.folded) for sentence in refusals) and not reading.saying(words.regret):
        return Decision()
    soft = bool(reading.saying(words.regret)) + bool(reading.saying(words.farewell))
    if reading.is_feedback or (soft == 0 and reading.inviting):
        return Decision()
    if _is_bulk(reading) and (soft == 0 or not plain):
        return Decision()
    refusal_weight = _PLAIN_NO if plain else min(len(softer), 2) + min(len(reading.denying), 1)
    weight = refusal_weight + soft + min(reading.hiring, _ENOUGH_HIRING)
    if weight < _REJECTED_FROM - 1 or (not plain and soft == 0 and "?" in reading.facts.own.text):
        return Decision()
    return _decision(DecisionKind.REJECTION, refusals, vague=reading.hiring == 0 or weight < _REJECTED_FROM)


def _is_left_with_a_no(reading: _Reading) -> bool:
    """Whether nothing better is said beside the no: that all is open yet, came in, or goes on."""
    words = _wordings()
    came_in = reading.saying(words.receipt) and not reading.saying(words.refusal)
    if reading.saying(words.undecided) or came_in:
        return False
    goes_on = reading.inviting or reading.affirming(words.invitation) or (reading.arranging and reading.names_a_time)
    return not goes_on


def _offer(reading: _Reading) -> Decision:
    sentences = reading.affirming(_wordings().offer)
    if not sentences or reading.hiring < 1 or _is_bulk(reading):
        return Decision()
    return _decision(DecisionKind.OFFER, sentences)


def _invitation(reading: _Reading) -> Decision:
    """An invitation: a sentence that invites, or one that speaks of a meeting where a time is named or asked for."""
    words = _wordings()
    timing = reading.affirming(words.scheduling)
    met = (
        reading.arranging if timing or any(reading.times(sentence.folded) for sentence in reading.arranging[:1]) else []
    )
    inviting = reading.affirming(words.invitation) or met or reading.inviting
    if not (inviting or timing) or reading.hiring < 0 or _is_bulk(reading):
        return Decision()
    is_open = reading.saying(words.receipt) or (reading.saying(words.undecided) and not reading.inviting)
    if is_open and not timing and not any(reading.times(sentence.folded) for sentence in reading.inviting):
        return Decision()
    spoken_of = min(reading.hiring, _ENOUGH_HIRING if inviting else 1)
    weight = 2 * bool(inviting) + min(len(timing), 2) + reading.names_a_time + spoken_of
    if weight < _INVITED_FROM - 1:
        return Decision()
    vague = reading.hiring == 0 or not inviting or weight < _INVITED_FROM
    return _decision(DecisionKind.INVITATION, inviting or timing, vague=vague)


def _is_bulk(reading: _Reading) -> bool:
    return bool(reading.saying(_wordings().bulk))


def _decision(kind: DecisionKind, sentences: Iterable[_Sentence], *, vague: bool = False) -> Decision:
    return Decision(kind=kind, words=shorten(next(iter(sentences)).words, _SHOWN), vague=vague)
