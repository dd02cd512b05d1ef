"""Every file of every language is whole: lists that are read, patterns that compile, phrases that their rule finds."""

import re
import tomllib
from collections.abc import Iterator
from email.header import Header
from functools import cache
from pathlib import Path

import pytest

from afterword.domain.conversation.letter_reading import is_reason, reasons, says_little
from afterword.domain.conversation.letters import check, names_nobody, write
from afterword.domain.conversation.message import News
from afterword.domain.conversation.phrasing import LETTERS, default_templates, placeholders
from afterword.domain.conversation.request import Draft, Letter
from afterword.domain.greeting import greeting
from afterword.domain.people import split_people
from afterword.languages.loader import languages
from afterword.mail.classify import classify
from afterword.mail.classify.wording import folded
from afterword.mail.newtext import MailBody, is_signature, new_text
from afterword.mail.parse import parse

SOURCES = Path(__file__).parents[2] / "src" / "afterword"
FILES = sorted((SOURCES / "languages").glob("*/**/*.toml"))
NAMED = re.compile(r"\{([a-z]\w*)\}")
QUOTED = re.compile(r"'''(.+?'*)'''|'([^'\n]*)'")
TEXT, FIELD = r'"(\w+)"', r"^    (\w+?)_?: "
# As an expression of the code names a list: “(?:{wrote})”.
WITHIN = r"[:)]\{{1,2}(\w+)\}{1,2}"
WORDED_FILES = ("again", "decisions", "mail", "quotations", "wording")


@pytest.fixture(params=sorted({path.parent for path in FILES}), ids=lambda folder: folder.name)
def paths(request: pytest.FixtureRequest) -> list[Path]:
    """The files of one folder of a language."""
    return [path for path in FILES if path.parent == request.param]


@cache
def _table(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lists(value: object, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of texts, with its place in the file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list) and all(isinstance(line, str) for line in value):
        yield place, value
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _lists(inner, f"{place}.{number}")


def _phrases(file: str, place: str) -> list[str]:
    """What all languages list at that place."""
    return [
        line
        for language in languages(file)
        for found, lines in _lists(_table(SOURCES / "languages" / language / f"{file}.toml"))
        if found == place
        for line in lines
    ]


def _mail(subject: str = "x", body: str = "Hello") -> bytes:
    encoded = Header(subject, "utf-8").encode(maxlinelen=0)
    # Words of bounces are read only where something around them is a sign, such as a server's own header.
    head = f"X-NDN: 1\nFrom: Ada <ada@x.example>\nSubject: {encoded}\nDate: Tue, 3 Nov 2026 10:00:00 +0000\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def _told(subject: str = "x", body: str = "Hello") -> list[str]:
    return [sign.rule for sign in classify(parse(_mail(subject, body))).evidence]


@cache
def _in_the_code(expression: str) -> frozenset[str]:
    """Every name that the expression finds in the code."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SOURCES.glob("**/*.py")))
    return frozenset(re.findall(expression, code, re.MULTILINE))


def test_every_expression_compiles(paths: list[Path]) -> None:
    """Each by itself, and each name in it stands for words that the file gives above it."""
    for path in paths:
        _compiled(path)


def _compiled(path: Path) -> None:
    known: set[str] = set()
    words = _table(path).get("words", {})
    assert isinstance(words, dict)
    for name, lines in words.items():
        for line in lines if isinstance(lines, list) else [lines]:
            assert set(NAMED.findall(line)) <= known, line
        known.add(name)
    text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for match in QUOTED.finditer(re.sub(r'"(?:[^"\\\n]|\\.)*"', "", text)):
        line = match[1] or match[2]
        assert set(NAMED.findall(line)) <= known, line
        re.compile(NAMED.sub("(?:x)", line))


def test_no_line_stands_twice_in_a_list(paths: list[Path]) -> None:
    """Nor in another spelling that counts as the same."""
    for file, place, lines in ((path, *found) for path in paths for found in _lists(_table(path))):
        if not place.endswith(("months", "weekdays")) and "modes" not in place:
            shown = [folded(line) if file.stem == "mail" else line for line in lines]
            twice = [line for line in shown if shown.count(line) > 1]
            assert not twice, (file, place, twice)


def test_every_list_is_read(paths: list[Path]) -> None:
    """A list that no rule knows, such as one with a slip in its name, is none."""
    worded = [path for path in paths if path.stem in WORDED_FILES]
    for file, place, lines in ((path, *found) for path in worded for found in _lists(_table(path))):
        section, _, name = place.partition(".")
        if section == "words":
            continue
        assert section in _in_the_code(TEXT), (file, place)
        assert name in _in_the_code(TEXT) | _in_the_code(FIELD) | _in_the_code(WITHIN), (file, place)
        assert lines, (file, place)


@pytest.mark.parametrize("path", [path for path in FILES if "kinds" in _table(path)], ids=str)
def test_every_kind_of_words_is_asked_for(path: Path) -> None:
    """By a rule of its file or by name, and a rule asks for none that the file does not list."""
    table = _table(path)
    kinds, by_name = table["kinds"], {"denied", "elsewhere", "dispute", "when", "?"}
    assert isinstance(kinds, dict)
    lists = [lines for place, lines in _lists(table) if "rules" in place]
    asked = {name.removeprefix("!") for lines in lists for line in lines for name in line.split()}
    assert asked <= {*kinds, *by_name}
    assert set(kinds) <= {*asked, *by_name, "ask"}


def test_the_days_of_a_language_are_whole() -> None:
    """Twelve months and seven weekdays, so that all languages can be numbered together."""
    for language in languages("mail"):
        dates = _table(SOURCES / "languages" / language / "mail.toml").get("dates", {})
        assert isinstance(dates, dict)
        assert len(dates.get("months", [])) in {0, 12}, language
        assert len(dates.get("weekdays", [])) in {0, 7}, language


@pytest.mark.parametrize("letter", LETTERS.values())
def test_every_letter_fills_its_blocks(letter: str) -> None:
    """With a value for each placeholder nothing is left in braces, and every block stands in a paragraph."""
    template = getattr(default_templates(), letter)
    draft = write(Letter.REQUEST, template, dict.fromkeys(placeholders(), "Value"))
    assert "{" not in draft.subject + draft.body
    named = {name for paragraph in template.paragraphs for name in paragraph}
    assert set(template.blocks) == named


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("automatic.subject", "subject says"),
        ("automatic.subject_start", "subject says"),
        ("bounce.subject", "subject says"),
    ],
)
def test_a_subject_is_known_by_each_phrase(place: str, says: str) -> None:
    """The rule that a list is for finds every phrase of it, whatever the others say."""
    for phrase in _phrases("mail", place):
        assert any(says in rule for rule in _told(subject=phrase)), phrase


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("automatic.absence", "text says"),
        ("automatic.machine", "text says"),
        ("automatic.receipt", "text confirms receipt"),
        ("automatic.challenge", "text asks for a proof"),
        ("bounce.undelivered", "text says"),
        ("bounce.technical", "mail server's words"),
        ("many.unsubscribe", "text says"),
    ],
)
def test_a_text_is_known_by_each_phrase(place: str, says: str) -> None:
    """The rule that a list is for finds every phrase of it in a text."""
    for phrase in _phrases("mail", place):
        assert any(says in rule for rule in _told(body=phrase)), phrase


def test_every_month_and_weekday_is_a_day() -> None:
    """A note names until when somebody is away, in the words of each language."""
    for number, line in enumerate(_phrases("mail", "dates.months")):
        for name in line.split():
            day = classify(parse(_mail(body=f"I am out of the office until 5 {name}."))).return_date
            assert day is not None, name
            assert day.month == number % 12 + 1, name
    for number, line in enumerate(_phrases("mail", "dates.weekdays")):
        for name in line.split():
            day = classify(parse(_mail(body=f"I am out of the office, back {name}."))).return_date
            assert day is not None, name
            assert day.weekday() == number % 7, name


def test_every_receipt_is_known_by_its_title() -> None:
    """What the beginning of a subject says without a word below it: read, deleted unread, to be taken back."""
    for place, news in (("read", News.SEEN), ("unread", News.DELETED), ("recall", News.RECALLED)):
        for phrase in _phrases("mail", f"receipt.{place}"):
            assert classify(parse(_mail(phrase, ""))).news is news, phrase


def test_what_stands_around_a_quotation_is_cut() -> None:
    """The verb above a quotation, banners and lines of telephones leave nothing of the other mail."""
    answer = "Yes, on Monday."
    for place in ("wrote", "wrote_unspaced"):
        for phrase in _phrases("quotations", f"quotation.{place}"):
            verb = phrase.replace("\\", "")
            assert new_text(f"{answer}\n\n3.11.2026 Ada <ada@x.example> {verb}:\n\nOld words here.\n", None) == answer
    for phrase in _phrases("quotations", "quotation.original"):
        assert new_text(f"{answer}\n\n-----{phrase}-----\nOld words here.\n", None) == answer, phrase
    for phrase in _phrases("quotations", "quotation.forwarded"):
        assert MailBody.of(f"---------- {phrase} ----------\n\nOld words here.\n", None).is_passed_on, phrase
    for phrase in _phrases("quotations", "ending.sent_from"):
        assert is_signature(f"{phrase} iPhone"), phrase


def test_what_answers_say_is_known_by_each_word() -> None:
    """Praise that says little, greetings and closings without a name, and people in any order."""
    for word in _phrases("wording", "answer.praise"):
        assert says_little(word), word
    for line in _phrases("wording", "letter.nobody"):
        if "(" not in line:
            assert names_nobody(f"Hello {line},"), line
    unsigned = check(Draft(letter=Letter.FOLLOW_UP, subject="x", body="Hello Ada,\n\nBien à vous\n"))
    assert unsigned.words == 5
    assert is_reason("Another candidate had more experience.")
    assert greeting("Frau Dr. Lena Krüger") == "Lena"
    assert split_people("Smith, Jr.; Byron, Ada") == ("Smith, Jr.", "Byron, Ada")


FOLDER = Path(__file__).parents[2] / "src" / "afterword" / "languages"
LANGUAGES = ("en", "de", "fr", "es")
LEAST = 30


def patterns(language: str) -> dict[str, list[str]]:
    """The patterns of a language by kind."""
    found: dict[str, list[str]] = tomllib.loads((FOLDER / language / "reasons.toml").read_text("utf-8"))["patterns"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_knows_thirty_phrases_and_more(language: str) -> None:
    """Each belongs to a kind that says what it tells, what it does not, and what can be done."""
    known = patterns(language)
    assert len(known) >= LEAST
    assert set(known) <= set(reasons())
    assert all(known.values())


def test_every_kind_is_explained_in_short_sentences() -> None:
    """Factual and kind: no sentence asks what should have been done."""
    for reason in reasons().values():
        for words in (reason.tells, reason.silent, reason.can):
            assert words.endswith("."), reason.id
            assert max(map(len, re.split(r"[.:;] ", words))) < 130, words
            assert "should have" not in words


def test_english_has_words_for_every_kind() -> None:
    """A kind that nothing is known by would never be shown."""
    assert set(patterns("en")) == set(reasons())
