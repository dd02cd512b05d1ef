"""The words of a rejection: marked like a reply, explained, claimed by employers, and never a strength or an area."""

import pytest
from tests.services.world import Life

from afterword.domain.application import Application, Outcome
from afterword.domain.evaluation.claims import Stance
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.finding import FindingKind
from afterword.errors import UserError
from afterword.services.findings import Mark

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
    assert "1 of 1 employer." in claim.sentence


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
    assert claim.sentence.startswith("A reason of another kind: 1 of 1 employer.")


def test_the_evaluation_shows_reasons_with_what_can_be_done() -> None:
    """In the text as on the screen, under a heading of their own."""
    life = Life()
    life.services.findings.mark(rejected(life).id, Mark(kind=FindingKind.REASON, quote="an internal candidate"))
    text = life.services.preparation.evaluation_text()
    assert "THEIR REASONS: NEITHER STRENGTHS NOR AREAS" in text
    assert "“an internal candidate” (the decision, " in text
    assert "You can: Ask whether another opening is expected." in text
