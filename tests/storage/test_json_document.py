"""A journal handed on as JSON comes back whole, or not at all with the place of the fault."""

import json

import pytest
from hypothesis import given
from msgspec.structs import replace
from tests.storage.samples import interview, journals, request

from afterword.codec.references import without_loose_ends
from afterword.domain.journal import Journal
from afterword.domain.text import clean
from afterword.errors import UserError
from afterword.exchange.files import export_json, import_json


@given(journals())
def test_exports_are_stable(journal: Journal) -> None:
    """What was imported from an export exports to the same file."""
    once = import_json(export_json(journal))
    assert export_json(import_json(export_json(once))) == export_json(once)


def test_an_export_is_imported_equal() -> None:
    """An export holds everything."""
    journal = Journal(interviews={"i1": interview()}, requests={"r1": request()})
    assert import_json(export_json(journal)) == journal


@pytest.mark.parametrize("name", ["Ada ", " Ada", "Ada  Byron", "a\u202eb"])
def test_who_was_named_and_is_not_there_can_be_exported(name: str) -> None:
    """What stands in has an id that an import takes, however the name was typed into the file."""
    typed = replace(interview(), interviewers=(name,), application_id=name)
    mended, apart = without_loose_ends(Journal(interviews={"i1": typed}))
    assert len(apart) == 2
    assert import_json(export_json(mended)) == mended
    assert without_loose_ends(mended) == (mended, ())


def test_a_bad_value_is_named() -> None:
    """The path of the first bad value stands in the refusal."""
    raw = export_json(Journal(requests={"r1": request()})).replace(b'"reply"', b'"answer"')
    with pytest.raises(UserError, match=r"requests → r1 → events\[1\]"):
        import_json(raw)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff\xfe\x00", b"no JSON", b'{"interviews": {}}'])
def test_what_is_no_journal_is_refused(raw: bytes) -> None:
    """Any other file is refused with a hint at what it should be."""
    with pytest.raises(UserError) as caught:
        import_json(raw)
    assert "afterword export" in caught.value.hint


def test_a_checksum_does_not_vouch_for_a_file_from_outside() -> None:
    """A file is looked through even when it claims to be untouched."""
    raw = export_json(Journal(interviews={"i1": replace(interview(), zone="Mars/Olympus")}))
    with pytest.raises(UserError, match="Mars/Olympus"):
        import_json(raw)


def test_texts_are_cleaned() -> None:
    """No control character of a file reaches a record."""
    raw = export_json(Journal(interviews={"i1": replace(interview(), notes="a\x1b[31mb\x07\r\nc")}))
    assert import_json(raw).interviews["i1"].notes == clean("a\x1b[31mb\x07\r\nc") == "a[31mb\nc"


def test_an_export_is_plain_json() -> None:
    """Any program can read it: tables of records under their ids."""
    content = json.loads(export_json(Journal(interviews={"i1": interview()})))
    assert content["interviews"]["i1"]["company"] == "Initech"


@pytest.mark.parametrize("record_id", ["", "a\x1b]0;", "a\u202eb", "two\nlines"])
def test_an_id_that_could_do_harm_is_refused(record_id: str) -> None:
    """Ids are shown and typed, so one with control characters is no id; the refusal itself is clean."""
    raw = export_json(Journal(interviews={record_id: interview(record_id)}))
    with pytest.raises(UserError) as caught:
        import_json(raw)
    assert str(caught.value) == clean(str(caught.value))
