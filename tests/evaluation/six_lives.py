"""Six invented people whose truths are fixed in advance, each with what interviewers replied and without a word."""

from msgspec.structs import replace
from tests.evaluation.histories import AREA, NOW, STRENGTH, History

from afterword.domain.conversation.request import Channel, FindingKind
from afterword.domain.people import NamedAddress
from afterword.domain.practice import Check, Kept
from afterword.domain.reflection import COMPETENCY_PREFIX, AnswerKind, Control, Rating, Scenario, ScenarioKind, Taken


class Life(History):
    """A history in which somebody reflects with all there is."""

    def suspect(self, key: str, kind: ScenarioKind, control: Control, **texts: str) -> None:
        """One possible reason behind the rejection."""
        old = self.journal.reflection_of(key)
        made = Scenario(id=f"{key}-s{len(old.scenarios)}", kind=kind, control=control)
        self.reflect(key, scenarios=(*old.scenarios, replace(made, **texts)))

    def note_rating(self, key: str, competency: str, value: int | None, **changes: object) -> None:
        """A rating with its note, or without a value."""
        old = self.journal.reflection_of(key)
        made = replace(Rating(dimension=COMPETENCY_PREFIX + competency, value=value), **changes)
        self.reflect(key, ratings=(*old.ratings, made))

    def decided(self, key: str, words: str) -> None:
        """The words of the decision."""
        application = self.journal.applications[f"{key}-a"]
        self.put("applications", replace(application, words=words))

    def by_mentor(self, request_id: str, name: str) -> None:
        """What was recorded there came from a mentor."""
        request = self.journal.requests[request_id]
        events = (
            replace(event, channel=Channel.MENTOR, sender=NamedAddress(name, "")) if event.text else event
            for event in request.events
        )
        self.put("requests", replace(request, events=tuple(events)))


def nurse(*, replied: bool) -> Life:
    """Loved by patients, vague on what comes first; two interviewers say so, one of them in German."""
    life = Life()
    life.competency("prioritising", "Prioritising")
    life.competency("patients", "With patients")
    for number, key in enumerate(("marys", "rivers", "klinikum")):
        life.interview(key, 90 - 20 * number, role="Nurse", company=f"{key.title()} Hospital")
        life.rate(key, c_prioritising=2)
        life.reflect(key, went_well=f"The patients warmed to me on ward {number + 1}.")
        life.answer(key, AnswerKind.EXAMPLE, question=f"Two bells ring at once ({number})", action=True, enough=False)
        life.suspect(key, ScenarioKind.ANSWERS, Control.MINE, evidence_for="I never said which patient comes first.")
    life.reflect("rivers", thoughts="On the tour a patient held my hand. The coffee was terrible.")
    if replied:
        life.said("marys", AREA, "we could not tell whom you would see first", "prioritising")
        life.said("marys", STRENGTH, "patients would love you", "patients")
        life.said("klinikum", AREA, "die Prioritäten blieben unklar", "prioritising")
        life.said("klinikum", STRENGTH, "sehr herzlich am Bett", None)
    return life


def teacher(*, replied: bool) -> Life:
    """Explains well, says two schools, and hard to follow, says one; two loose phrases have nothing in common."""
    life = Life()
    life.competency("explaining", "Explaining")
    life.competency("safeguarding", "Safeguarding")
    for number, key in enumerate(("oak", "elm", "ash")):
        life.interview(key, 80 - 20 * number, role="Teacher", company=f"{key.title()} School")
        life.note_rating(key, "explaining", 4)
        life.note_rating(key, "safeguarding", None, not_asked=True)
        life.reflect(key, went_well="The class laughed with me." if number else "I knew every name.")
    life.reflect("ash", thoughts="I lost the thread when I explained fractions.")
    life.answer("oak", AnswerKind.STORY, question="A parent complains", action=True, result=True, enough=True)
    life.answer("elm", AnswerKind.OPINION, question="What is a good lesson?", taken=Taken.MOVED_ON)
    if replied:
        life.said("oak", STRENGTH, "a clear explanation", "explaining")
        life.said("elm", STRENGTH, "clear steps", "explaining")
        life.said("ash", AREA, "hard to follow with fractions", "explaining")
        life.said("oak", AREA, "the lesson ended early", None)
        life.said("elm", AREA, "a little quiet at the back", None)
        life.said("ash", AREA, "more on child protection", "safeguarding")
    return life


def seller(*, replied: bool) -> Life:
    """Sure of closing, and two firms missed it; two people of one firm, and two rounds of another, are one employer."""
    life = Life()
    for key, name in (("closing", "Closing"), ("listening", "Listening"), ("numbers", "Numbers")):
        life.competency(key, name)
    for number, key in enumerate(("acme", "bolt", "core")):
        life.interview(key, 80 - 20 * number, role="Sales manager")
        life.note_rating(key, "closing", 5, note="Closed every role play with a handshake.")
        life.reflect(key, went_well="Small talk came easily.")
        life.suspect(key, ScenarioKind.TERMS, Control.NOT_MINE, evidence_for="They paused at my salary.")
    second = life.interview("core2", 30, role="Sales manager", company="Core ")
    life.put("interviews", replace(second, application_id="core-a"))
    if replied:
        life.said("acme", AREA, "you never asked for the order", "closing")
        life.said("bolt", AREA, "the deal stayed open at the end", "closing")
        life.said("acme", AREA, "let the customer finish", "listening")
        life.said("acme", AREA, "you talked over my colleague", "listening", person="q")
        life.said("core", AREA, "the margin was missing", "numbers")
        life.said("core2", AREA, "no forecast", "numbers")
        life.decided("bolt", "Unfortunately your salary expectations were above our range.")
    return life


def graduate(*, replied: bool) -> Life:
    """Rates everything 1 or 2 and is praised for it."""
    life = Life()
    life.competency("analysis", "Analysis")
    life.competency("presenting", "Presenting")
    for number, key in enumerate(("uno", "due", "tre")):
        life.interview(key, 80 - 20 * number, role="Graduate trainee")
        life.rate(key, convincing_2=2, voice_2=1 + number, c_analysis=1, c_presenting=2)
        life.reflect(key, went_well="I asked a question about their data.")
        life.suspect(key, ScenarioKind.UNKNOWABLE, Control.UNKNOWN)
    if replied:
        life.said("uno", STRENGTH, "a sharp analysis of the case", "analysis")
        life.said("due", STRENGTH, "you cut the problem well", "analysis")
        life.said("tre", STRENGTH, "your mentor says you present well", "presenting")
        life.by_mentor("tre-p-r", "Jo Park")
    return life


def engineer(*, replied: bool) -> Life:
    """Rates everything 5; interviewers miss the load, and no story has a result."""
    life = Life()
    life.competency("design", "Design of systems")
    for number, key in enumerate(("initech", "hooli", "globex")):
        life.interview(key, 80 - 20 * number, role="Backend engineer")
        life.note_rating(key, "design", 5, note="Explained the whole architecture, they were impressed.")
        life.rate(key, convincing_2=5)
        life.answer(key, AnswerKind.STORY, question=f"An outage {number}", action=True, enough=True)
        life.suspect(key, ScenarioKind.INTERNAL, Control.NOT_MINE)
    if replied:
        life.said("initech", AREA, "the load was never named", "design")
        life.said("hooli", AREA, "we missed the limits", "design")
        life.said("globex", FindingKind.REASON, "we chose an internal candidate", None)
    return life


def clerk(*, replied: bool) -> Life:
    """A German office applicant: calm each time, too quiet, late once, with a pointer that was forgotten twice."""
    life = Life()
    life.competency("sorgfalt", "Sorgfalt")
    life.competency("auftreten", "Auftreten")
    for number, key in enumerate(("amt", "bank", "chor")):
        life.interview(key, 80 - 20 * number, role="Sachbearbeiterin")
        life.rate(key, voice_2=2, c_sorgfalt=3 + number // 2)
        life.reflect(key, went_well="Ich bin ruhig geblieben.", thoughts="Ich habe wieder zu leise gesprochen.")
        life.reflect(key, private="Ich will das alles nicht mehr.")
    checks = tuple(Check(interview_id=key, kept=Kept.FORGOT, on=NOW.date()) for key in ("bank", "chor"))
    life.pointer("laut", "sie mich begrüßen", "laut und langsam antworten", interview_id="amt", checks=checks)
    life.decided("chor", "Leider haben wir uns für einen internen Bewerber entschieden.")
    if replied:
        life.note_rating("bank", "auftreten", 4)
        life.said("amt", STRENGTH, "sehr sorgfältige Unterlagen", "sorgfalt")
        life.said("bank", AREA, "Sie waren sehr leise", "auftreten")
    return life
