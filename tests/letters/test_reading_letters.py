"""How well the parts of letters are known: 330 English letters in many voices, 110 in each of three other languages."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from afterword.domain.conversation.letter_reading import argues, holds, questions, without_quotations
from afterword.domain.conversation.letters import PARTS
from afterword.domain.conversation.phrasing import language_of
from afterword.domain.conversation.request import Letter

HERE = Path(__file__).parent
LEAST = 0.9
ARGUING = "arguing"


FOLDERS = {"en": HERE, "de": HERE / "de", "fr": HERE / "fr", "es": HERE / "es"}


@cache
def letters(language: str) -> list[dict[str, object]]:
    """Every letter of the corpus of that language with what stands in it."""
    paths = sorted(FOLDERS[language].glob("*.toml"))
    return [letter for path in paths for letter in tomllib.loads(path.read_text(encoding="utf-8"))["letter"]]


@cache
def found(text: str, language: str = "en") -> set[str]:
    """What is found in a letter; what it quotes is not its own."""
    body = without_quotations(text)
    parts = {part for part in PARTS if holds(Letter.REQUEST, part, body, language)}
    return parts | ({ARGUING} if argues(body, language) else set())


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("part", [*PARTS, ARGUING])
def test_the_parts_of_letters_are_known(part: str, language: str) -> None:
    """Of each part nine in ten are found, and nine in ten of what is found are there."""
    counts: Counter[str] = Counter()
    for letter in letters(language):
        held = letter.get("arguing", False) if part == ARGUING else part in letter["holds"]  # type: ignore[operator]
        counts[f"{bool(held)} {part in found(str(letter['body']), language)}"] += 1
    right = counts["True True"]
    assert right / (right + counts["False True"]) >= LEAST
    assert right / (right + counts["True False"]) >= LEAST


@pytest.mark.parametrize("language", FOLDERS)
def test_questions_are_counted(language: str) -> None:
    """In every letter as many questions are counted as it asks."""
    for letter in letters(language):
        assert questions(without_quotations(str(letter["body"]))) == letter["questions"], letter["voice"]


@pytest.mark.parametrize("language", FOLDERS)
def test_the_language_of_a_letter_is_told(language: str) -> None:
    """By its small words, whoever it was meant for."""
    for letter in letters(language):
        assert language_of(str(letter["body"])) == language, letter["voice"]


@pytest.mark.parametrize("language", FOLDERS)
def test_single_sentences_hold_one_part_or_none(language: str) -> None:
    """Nineteen in twenty sentences, denials and look-alikes among them, are read for exactly what they hold."""
    listed = (FOLDERS[language] / "sentences.txt").read_text(encoding="utf-8").splitlines()
    lines = [line.split("|") for line in listed]
    right = sum(found(sentence, language) == ({part} if part else set()) for part, sentence in lines)
    assert right / len(lines) >= 0.95


@pytest.mark.parametrize(
    "sentence",
    [
        "I am not asking for pointers or for advice.",
        "I do not want to change your mind.",
        "Without asking you to reconsider, I wish you well.",
        "There is no need to send me any feedback.",
        "I won't be applying again.",
        "Far be it from me to say that the panel was wrong.",
    ],
)
def test_what_is_denied_is_not_there(sentence: str) -> None:
    """A part that the sentence denies is no part of the letter, and arguing that it denies is none."""
    assert found(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Please do not hesitate to keep me in mind for other roles.", "consideration"),
        ("I don't know where I fell short; could you tell me?", "pointers"),
        ("I do not wish to argue, but could you give me a tip on what to read?", "advice"),
        ("I did not get the job, and any advice would help.", "advice"),
        ("I do not want to sound ungrateful, but the panel got it wrong.", ARGUING),
    ],
)
def test_a_denial_reaches_no_further_than_its_clause(sentence: str, part: str) -> None:
    """What the sentence says besides is there all the same."""
    assert part in found(sentence)


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "ta for having me in. was i too slow on the till? dont need it sugarcoated", {"thanks", "pointers"}),
        ("de", "danke fuers gespraech. koennen sie mir sagen was ich falsch gemacht hab", {"thanks", "pointers"}),
        ("fr", "merci pr lentretien. vous auriez un autre poste cet ete ?", {"thanks", "opportunities"}),
        ("es", "grax x la prueba, si sale algo llamame", {"thanks", "consideration"}),
        ("de", "Hätten Sie im Herbst eine Werkstudentenstelle frei?", {"opportunities"}),
    ],
)
def test_hasty_typing_is_read(language: str, text: str, parts: set[str]) -> None:
    """Without capitals, accents, umlauts and apostrophes; and words put together in German."""
    assert found(text, language) == parts


def test_a_text_pasted_by_mistake_is_read_in_part() -> None:
    """What is far longer than any letter is read at its beginning."""
    assert found("word " * 5000 + "Any advice? ") == set()


@pytest.mark.parametrize(
    ("language", "sentence", "held"),
    [
        ("fr", "Prévoyez-vous d'agrandir l'équipe ?", {"opportunities"}),
        ("en", "Please do not contact me about other positions.", set()),
        ("de", "Sie haben mir ja schon erklärt, woran es lag, das hat mir geholfen.", set()),
        ("es", "De ser así, me gustaría presentarme.", {"consideration"}),
        ("en", "When does the next graduate intake begin?", {"opportunities"}),
    ],
)
def test_what_depends_on_the_sentence_before_or_on_small_words_is_read(
    language: str, sentence: str, held: set[str]
) -> None:
    """What is elided, refused, known already, meant by “if so”, or asked of the next round."""
    assert found(sentence, language) == held
