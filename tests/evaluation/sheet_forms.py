"""The prep sheet in each form in which it can be had."""

from tests.evaluation.histories import NOW

from afterword.domain.document import Document
from afterword.domain.evaluation.prep import PrepSheet, evening_document, evening_page, prep_document
from afterword.exchange.documents import as_html, as_markdown, as_text


def prep_html(sheet: PrepSheet) -> str:
    """The sheet as a page."""
    return as_html(prep_document(sheet))


def prep_markdown(sheet: PrepSheet) -> str:
    """The sheet as Markdown."""
    return as_markdown(prep_document(sheet))


def prep_text(sheet: PrepSheet) -> str:
    """The sheet as plain text."""
    return as_text(prep_document(sheet))


def evening_html(sheet: PrepSheet) -> str:
    """The page for the evening before, to print."""
    return as_html(_evening(sheet))


def evening_text(sheet: PrepSheet) -> str:
    """The page for the evening before, as plain text."""
    return as_text(_evening(sheet))


def _evening(sheet: PrepSheet) -> Document:
    return evening_document(evening_page(sheet, NOW.date()))
