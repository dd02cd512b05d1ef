"""The corpus of awkward mails: each is told for what it is, with what else it says."""

import csv
from pathlib import Path

import pytest

from afterword.domain.conversation.message import MailKind
from afterword.mail.classify import classify
from afterword.mail.content import explain
from afterword.mail.parse import parse

CORPUS = Path(__file__).parents[1] / "corpus"
OURS = frozenset({"<req-7f3a@vale.example>"})


def _rows() -> list[dict[str, str]]:
    with (CORPUS / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        return list(csv.DictReader(manifest))


ROWS = _rows()
NAMES = [row["file"] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_mail_is_told_for_what_it_is(row: dict[str, str]) -> None:
    """Each mail of the corpus is called what its manifest says, whether or not our ids are known."""
    message = parse((CORPUS / row["file"]).read_bytes())
    assert classify(message).kind == row["expected_class"]
    assert classify(message, OURS).kind == row["expected_class"]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_end_of_an_absence_is_read(row: dict[str, str]) -> None:
    """An out-of-office note yields the day it names, every other mail yields none."""
    found = classify(parse((CORPUS / row["file"]).read_bytes())).return_date
    assert (found.isoformat() if found else "") == row["return_date"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["returned_message_id"]], ids=lambda row: row["file"])
def test_a_report_names_the_mail_it_is_about(row: dict[str, str]) -> None:
    """The Message-ID of the returned mail is found in its own part or in the text."""
    verdict = classify(parse((CORPUS / row["file"]).read_bytes()))
    assert row["returned_message_id"] in verdict.returned_message_ids


@pytest.mark.parametrize("row", [row for row in ROWS if row["expected_class"] == "bounce"], ids=lambda row: row["file"])
def test_a_bounce_says_who_and_whether_for_good(row: dict[str, str]) -> None:
    """A bounce names the address that failed, whether it is permanent, and whether the server still tries."""
    verdict = classify(parse((CORPUS / row["file"]).read_bytes()))
    if row["recipient"]:
        assert verdict.recipients == (row["recipient"],)
    if row["permanent"]:
        assert verdict.permanent is (row["permanent"] == "yes")
    assert verdict.delayed is bool(row["delayed"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["expected_text_file"]], ids=lambda row: row["file"])
def test_the_explanation_shows_the_new_text(row: dict[str, str]) -> None:
    """What a person newly wrote stands in the explanation, without the quoted original."""
    explained = explain(row["file"], (CORPUS / row["file"]).read_bytes())
    wanted = (CORPUS / row["expected_text_file"]).read_text(encoding="utf-8")
    assert explained.text.split() == wanted.split()
    assert explained.kind is MailKind.REPLY


def test_the_corpus_is_listed_completely() -> None:
    """Every mail in the folder stands in the manifest, and every listed mail is there."""
    assert sorted(NAMES) == sorted(path.name for path in CORPUS.glob("*.eml"))
