"""Where sentences of a reply begin and end, whatever broke its lines and whatever stops in it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.conversation.letter_reading import opening, sentence_spans


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
