"""The words of a rejection: marked like a reply, explained, claimed by employers, and never a strength or an area."""

from datetime import date

import pytest
from tests.services.world import Life

from afterword.domain.conversation.request import FindingKind, Letter
from afterword.domain.evaluation.claims import Stance
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.interview import Application, Outcome
from afterword.errors import UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Reply

WORDS = "Dear Sam,\n\nunfortunately an internal candidate was chosen. You were clear about trade-offs.\n\nInitech"


def rejected(life: Life, company: str = "Initech", words: str = WORDS) -> Application:
    """An application that ended with these words."""
    interview = life.interview(company=company, interviewers=())
    heard = {"outcome": Outcome.REJECTED, "words": words}
    return life.services.applications.hear(interview.application_id, heard)


def evaluated(life: Life) -> Evaluation:
    """All that is claimed now."""
    return life.services.preparation.evaluation()


def test_a_phrase_of_a_rejection_is_marked_where_it_stands() -> None:
    """It names the application, and its place is counted in the words as they were kept."""
    life = Life()
    application = rejected(life)
    mark = Mark(kind=FindingKind.REASON, quote="AN INTERNAL candidate")
    found = life.services.findings.mark(application.id[:5], mark)
    assert (found.application_id, found.request_id, found.reply_id) == (application.id, "", "")
    assert (found.quote, found.start) == ("an internal candidate", WORDS.index("an internal"))
    assert found.competency is None
    assert life.journal.findings_in_words_of(application.id) == (found,)
    with pytest.raises(UserError, match="marked already"):
        life.services.findings.mark(application.id, mark)


def test_words_that_do_not_stand_there_are_refused() -> None:
    """Nor can anything be marked before the words are kept."""
    life = Life()
    application = rejected(life)
    with pytest.raises(UserError, match="do not stand"):
        life.services.findings.mark(application.id, Mark(kind=FindingKind.REASON, quote="hiring freeze"))
    bare = rejected(life, "Hooli", "")
    with pytest.raises(UserError, match="not kept yet"):
        life.services.findings.mark(bare.id, Mark(kind=FindingKind.REASON, quote="freeze"))


def test_a_strength_in_a_rejection_counts_as_said() -> None:
    """Their decision said it, about the round that ended it."""
    life = Life()
    application = rejected(life)
    life.services.findings.mark(application.id, Mark(kind=FindingKind.STRENGTH, quote="clear about trade-offs"))
    (claim,) = evaluated(life).said.strengths
    assert [(piece.who, piece.words) for piece in claim.evidence] == [("the decision", "clear about trade-offs")]
    assert claim.evidence[0].interview_id == life.journal.rounds_of(application.id)[0].id


def test_a_reason_is_neither_a_strength_nor_an_area() -> None:
    """Even one that is tied to a competency stands apart, and with it nobody has spoken of that."""
    life = Life()
    mark = Mark(kind=FindingKind.REASON, quote="an internal candidate was chosen", competency="communication")
    life.services.findings.mark(rejected(life).id, mark)
    whole = evaluated(life)
    assert (whole.said.strengths, whole.said.areas, whole.said.unassigned) == ((), (), ())
    assert "communication" in {claim.subject.record_id for claim in whole.said.unknown}
    (claim,) = whole.reasons
    assert (claim.subject.name, claim.stance) == ("somebody internal", Stance.REASON)
    assert "given once." in claim.sentence


def test_reasons_are_counted_by_employer() -> None:
    """Two people, or two letters, of one company are one voice; the reason by most employers stands first."""
    life = Life()
    for company, words in (
        ("Initech", "We chose another candidate who was stronger."),
        ("initech ", "Another candidate was just that bit stronger."),
        ("Hooli", "There was a stronger applicant."),
        ("Globex", "The position was filled."),
    ):
        application = rejected(life, company, words)
        life.services.findings.mark(application.id, Mark(kind=FindingKind.REASON, quote=words))
    first, second = evaluated(life).reasons
    assert first.sentence.startswith("Another was stronger: 2 of 3 employers.")
    assert (len(first.evidence), first.pattern, second.pattern) == (3, True, False)
    assert second.sentence.startswith("The post is filled: 1 of 3 employers.")
    assert first.will


def test_only_a_gap_that_two_employers_name_is_called_a_signal() -> None:
    """Named once it is a reason like any other."""
    life = Life()
    for company, signal in (("Initech", False), ("Hooli", True)):
        application = rejected(life, company, "You do not have enough experience with Kubernetes.")
        mark = Mark(kind=FindingKind.REASON, quote="not have enough experience with Kubernetes")
        life.services.findings.mark(application.id, mark)
        (claim,) = evaluated(life).reasons
        assert ("then it is a signal" in claim.sentence) is signal


def test_a_reason_in_words_of_their_own_is_said_to_be_unknown() -> None:
    """Nothing is made up about a phrase that is not known."""
    life = Life()
    application = rejected(life, words="The stars were against it.")
    life.services.findings.mark(application.id, Mark(kind=FindingKind.REASON, quote="The stars were against it"))
    (claim,) = evaluated(life).reasons
    assert claim.sentence.startswith("A reason of another kind: given once.")


def test_the_evaluation_shows_reasons_with_what_can_be_done() -> None:
    """In the text as on the screen, under a heading of their own."""
    life = Life()
    life.services.findings.mark(rejected(life).id, Mark(kind=FindingKind.REASON, quote="an internal candidate"))
    text = life.services.preparation.evaluation_text()
    assert "THEIR REASONS: NEITHER STRENGTHS NOR AREAS" in text
    assert "“an internal candidate” (the decision, " in text
    assert "You can: Ask whether another opening is expected." in text


def test_a_day_in_the_decision_and_another_in_a_reply_are_both_kept() -> None:
    """Each is written again on, each let be or done by itself, and the evaluation says what became of each."""
    life = Life()
    interview = life.interview()
    words = "We will reopen the role in March."
    application = life.services.interviews.hear(interview.id, {"outcome": Outcome.REJECTED, "words": words})
    mark = life.services.findings.mark
    mark(application.id, Mark(kind=FindingKind.OPPORTUNITY, quote="reopen the role in March"))
    (drafted,) = life.services.requests.draft(interview.id)
    life.services.requests.mark_sent(drafted.id)
    request = life.services.requests.record_reply(drafted.id, Reply(text="Ask me again in June.", at=life.wait(2)))
    mark(request.id, Mark(kind=FindingKind.OPPORTUNITY, quote="Ask me again in June"))

    def told() -> list[str]:
        return [opening.words for opening in evaluated(life).openings]

    assert told() == ["write again on Mon 1 Mar 2027", "write again on Tue 1 Jun 2027"]
    assert "opening: write 1 Mar" in life.services.preparation.evaluation_text()
    assert {opening.request_id for opening in evaluated(life).openings} == {request.id}
    life.services.requests.plan_reapproach(request.id, None)
    assert life.services.overview.track(life.journal.requests[request.id]).reapproach_on == date(2027, 6, 1)
    assert told() == ["write again on Tue 1 Jun 2027", "let be"]
    life.services.requests.mark_sent(request.id, letter=Letter.REAPPROACH)
    assert life.services.overview.track(life.journal.requests[request.id]).reapproach_on is None
    assert sorted(told()) == ["come back to on Wed 11 Nov 2026", "let be"]


def test_an_opening_that_another_application_has_taken_up_is_done() -> None:
    """Who was interviewed there again has come back already."""
    life = Life()
    application = rejected(life, words="Please apply again in spring.")
    life.services.findings.mark(application.id, Mark(kind=FindingKind.OPPORTUNITY, quote="apply again in spring"))
    (opening,) = evaluated(life).openings
    assert opening.done is None
    life.wait(120)
    life.decide(life.interview(role="Platform Engineer").id, Outcome.REJECTED)
    (opening,) = evaluated(life).openings
    assert opening.words == "come back to on Tue 9 Mar 2027"
