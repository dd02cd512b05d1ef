"""How letters are read: where sentences begin and end, and what the phrases of a rejection tell."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.conversation.letter_reading import (
    explain,
    is_reason,
    opening,
    reason_of,
    says_little,
    sentence_spans,
)


def sentences(text: str) -> list[str]:
    """The sentences of that text."""
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You were clear. Numbers were thin!", ["You were clear.", "Numbers were thin!"]),
        ("Dr. Weber asked, z. B. nach Zahlen. Gut.", ["Dr. Weber asked, z. B. nach Zahlen.", "Gut."]),
        ("Mme. Roux a dit oui, p. ex. hier. Merci !", ["Mme. Roux a dit oui, p. ex. hier.", "Merci !"]),
        ("J. R. Weber came, i.e. late. Fine.", ["J. R. Weber came, i.e. late.", "Fine."]),
        ("So did I. Then 3.5 years passed.", ["So did I.", "Then 3.5 years passed."]),
        ("“Really?” she asked. “Wow!” Then she left.", ["“Really?” she asked.", "“Wow!”", "Then she left."]),
        ("- Read about queues\n- Practise aloud\n", ["Read about queues", "Practise aloud"]),
        ("1. Read more. Often.\n2) Rest", ["Read more.", "Often.", "Rest"]),
        ("* one\n• two\n> three", ["one", "two", "three"]),
        ("Hi Sam,\n\nYou were clear\nBest,\nAda", ["Hi Sam,", "You were clear", "Best,", "Ada"]),
        (
            "This line was broken by a mail program since it was too long, and\nKubernetes goes on. Next.",
            ["This line was broken by a mail program since it was too long, and\nKubernetes goes on.", "Next."],
        ),
        (
            "This line was broken where a window ended\nand goes on here.",
            ["This line was broken where a window ended\nand goes on here."],
        ),
        (
            "This is the first of the things we noted:\nand a second one.",
            ["This is the first of the things we noted:", "and a second one."],
        ),
        (
            "This line ends here without a full stop\nThat is another one.",
            ["This line ends here without a full stop", "That is another one."],
        ),
        ("A short line\nand another.", ["A short line", "and another."]),
        ("日本語。次の文。", ["日本語。", "次の文。"]),
        ("Well… maybe.", ["Well…", "maybe."]),
        (" \n\n ", []),
    ],
)
def test_a_text_is_taken_apart_into_its_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, initials and figures end none; items of a list and paragraphs always do."""
    assert sentences(text) == expected


@given(st.text(alphabet="ab. zB\n-!?“”1)", max_size=80))
def test_sentences_stand_one_after_the_other_and_lose_no_word(text: str) -> None:
    """None overlaps another, none begins or ends with white space; every letter that labels no item stands in one."""
    spans = sentence_spans(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    held = {place for start, end in spans for place in range(start, end)}
    assert all(
        place in held
        for place, sign in enumerate(text)
        if sign in "aBz" and text[place + 1 : place + 2] not in {".", ")"}
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hi Sam,\n\nyou were clear. Thanks.", "you were clear."),
        ("Sehr geehrter Herr Weber,\nSie waren klar.", "Sie waren klar."),
        ("Hi, you were clear. Thanks.", "you were clear."),
        ("Liebe Frau Pflege, Sie waren ruhig. Danke.", "Sie waren ruhig."),
        ("Sehr geehrter Herr Dr. Müller-Weiß, Sie waren klar.", "Sie waren klar."),
        ("Liebe zum Detail, das war stark.", "Liebe zum Detail, das war stark."),
        ("You were clear.", "You were clear."),
        ("Hi Sam,", "Hi Sam,"),
    ],
)
def test_a_text_opens_behind_its_salutation(text: str, first: str) -> None:
    """Where there is nothing else, with the salutation."""
    assert (span := opening(text)) is not None
    assert text[slice(*span)] == first


def test_a_long_word_takes_no_time() -> None:
    """A hundred thousand characters without a space are one sentence, at once."""
    assert sentence_spans("x" * 100_000) == ((0, 100_000),)
    assert opening("") is None


REASONS = (
    "another candidate was just that bit stronger",
    "someone internal",
    "not enough experience with Kubernetes",
    "We went with someone else",
    "the position was filled internally",
    "The other candidate had more years in retail",
    "we had a very strong field of applicants",
    "You were a close second",
    "It was a tough decision",
    "a better fit for the team",
    "not quite the right fit",
    "we decided to move forward with other candidates",
    "your experience did not quite match what we need",
    "overqualified for this role",
    "the role has been put on hold",
    "hiring freeze",
    "one of the applicants already knew our systems",
    "somebody with more clinical experience",
    "you lack experience in paediatrics",
    "we were looking for somebody more senior",
    "the panel preferred a candidate with a teaching degree",
    "you don't have the required certificate",
    "Your salary expectations were above our range",
    "We received many applications",
    "the successful applicant edged you out",
    "unfortunately we cannot offer you the post",
    "ein anderer Kandidat war etwas stärker",
    "die Stelle wurde intern besetzt",
    "nicht genug Erfahrung mit SAP",
    "Es war eine knappe Entscheidung",
    "wir haben uns für eine andere Bewerberin entschieden",
    "un autre candidat avait plus d'expérience",
    "le poste a été pourvu en interne",
    "pas assez d'expérience",
    "otro candidato tenía más experiencia",
    "falta de experiencia",
    "la vacante se cubrió internamente",
    "no encajaba del todo con el perfil",
    "there was an internal candidate",
    "your background is less relevant to us than others",
    "we needed somebody who could start at once with prior experience",
    "we chose a colleague from within",
    "experience level was not sufficient",
    "We had somebody in house who applied",
    "It came down to experience",
    "There were stronger applicants this time",
    "the team felt a different candidate was more suitable",
    "the chosen person has ten years on the wards",
    "you were our second choice",
    "we ended up promoting from within",
    "we found someone who has done exactly this job before",
    "The competition was very strong",
    "Your profile does not fit our current needs",
    "we can't sponsor visas",
    "not quite enough leadership experience",
    "insufficient hands-on practice with Terraform",
    "you'd need a few more years under your belt",
    "the board decided on another applicant",
    "we filled the post from our own staff",
    "one applicant stood out",
    "Budget was cut",
    "we lost funding for the position",
    "Es gab einen internen Bewerber",
    "eine Mitbewerberin hatte mehr Erfahrung",
    "zu wenig Berufserfahrung",
    "Leider hat es nicht gepasst",
    "nous avons choisi quelqu'un d'autre",
    "profil plus expérimenté",
    "hemos elegido a otra persona",
    "no tienes suficiente experiencia con niños",
)
ABOUT_THE_PERSON = (
    "clear about trade-offs",
    "a concrete incident",
    "You talk too much",
    "You were well prepared and asked good questions",
    "more depth on databases",
    "Your communication was excellent",
    "structure your answers",
    "The way you handled the angry customer was convincing",
    "you could give shorter answers",
    "I would have liked a concrete incident",
    "Your examples lacked results",
    "You did not ask about the users",
    "your code was easy to read",
    "calm under pressure",
    "You listened to the children before you explained",
    "you made the panel laugh",
    "practise system design",
    "You know your numbers",
    "explained trade-offs to other people on the panel",
    "your classroom presence is strong",
    "you should slow down",
    "You did not look at the interviewer",
    "your French is better than you think",
    "deine Erklärung war sehr klar",
    "tu as bien expliqué ta démarche",
    "explicas las cosas con claridad",
    "too many details in the first answer",
    "your estimates were off",
    "You seemed nervous at the beginning",
    "gain more experience with incident response",
    "honest about mistakes",
    "warm with patients",
    "the strongest presentation of the day",
    "You work well in a team",
    "a good match between your values and ours",
)
BARE = (
    "Good",
    "Great",
    "Solid",
    "Very good",
    "Well done!",
    "good job",
    "Strong candidate",
    "Sehr gut",
    "Très bien",
    "Muy bien",
    "Great interview overall",
    "All good",
)


@pytest.mark.parametrize("words", REASONS)
def test_a_reason_is_known_by_its_kind(words: str) -> None:
    """Others, experience, fit, the post: in English, German, French and Spanish."""
    assert is_reason(words)


@pytest.mark.parametrize("words", ABOUT_THE_PERSON)
def test_what_is_said_of_the_person_is_no_reason(words: str) -> None:
    """A strength or an area can be quoted."""
    assert not is_reason(words)
    assert not says_little(words)


@pytest.mark.parametrize("words", BARE)
def test_bare_praise_says_too_little(words: str) -> None:
    """Nothing in it could be quoted back."""
    assert says_little(words)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Unfortunately we went with an internal candidate.", "internal"),
        ("The other person had ten years of experience.", "experienced"),
        ("We chose more senior profiles.", "experienced"),
        ("They went with someone closer to their industry.", "sector"),
        ("Wir haben uns für eine Bewerberin mit mehr SAP-Erfahrung entschieden.", "experienced"),
        ("You don't have enough experience with Kubernetes", "gap"),
        ("you are overqualified", "overqualified"),
        ("It was not the right fit at this time.", "fit"),
        ("We decided to move forward with other candidates.", "others"),
        ("The role has been put on hold because of a hiring freeze", "frozen"),
        ("Your salary expectations are above our budget", "salary"),
        ("We cannot sponsor visas.", "permit"),
        ("The position has been filled.", "filled"),
        ("You were a close second.", "close"),
        ("We'll keep your CV on file.", "file"),
        ("Unfortunately, company policy means we are unable to give feedback.", "policy"),
        ("Die Stelle wurde intern besetzt.", "internal"),
        ("Ihnen fehlt leider die nötige Erfahrung mit SAP.", "gap"),
        ("Ihre Unterlagen behalten wir gerne in Evidenz.", "file"),
        ("Ihre Gehaltsvorstellungen liegen über unserem Budget.", "salary"),
        ("Le poste a été pourvu en interne.", "internal"),
        ("Nous conservons votre CV dans notre vivier.", "file"),
        ("Un autre candidat avait plus d'expérience.", "experienced"),
        ("La vacante ha sido cubierta.", "filled"),
        ("Guardaremos tu currículum para el futuro.", "file"),
        ("Te falta experiencia con niños.", "gap"),
    ],
)
def test_a_phrase_is_explained_for_what_it_is(words: str, kind: str) -> None:
    """What it tells, what it does not, and what can be done, whatever the language."""
    reason = reason_of(words)
    assert reason is not None
    assert reason.id == kind
    assert all((reason.tells, reason.silent, reason.can))


def test_every_phrase_of_a_mail_is_found_once_in_its_order() -> None:
    """A whole mail with broken lines; what gives a reason stands before what only is polite in the same sentence."""
    mail = (
        "Dear Sam,\n\nafter careful consideration we have chosen an internal\ncandidate. We'll keep your CV on file.\n"
        "We wish you luck for your search. We'll keep your CV on file.\n\nInitech"
    )
    assert [phrase.reason.id for phrase in explain(mail)] == ["internal", "consideration", "file", "wishes"]
    assert explain(mail)[0].words == "after careful consideration we have chosen an internal candidate."


def test_an_unknown_phrase_is_not_explained() -> None:
    """Nothing is better than something made up."""
    assert explain("The stars were against it.") == ()
    assert reason_of("") is None


def test_a_sentence_that_gives_a_reason_is_not_called_a_template() -> None:
    """“Other candidates” says nothing where the same sentence says in what they were ahead."""
    words = "We move forward with other candidates whose experience more closely matches our needs."
    assert "others" not in {phrase.reason.id for phrase in explain(words)}


@pytest.mark.parametrize("words", ["not ", "experience ", "a.b ", "\n", ". ", "x"])
def test_a_long_text_is_read_as_far_as_it_helps(words: str) -> None:
    """However much somebody pastes, it ends; what stands in the beginning is found."""
    found = explain("The position has been filled. " + words * (1_000_000 // len(words)))
    assert "filled" in {phrase.reason.id for phrase in found}
