"""The prep sheet in each form in which it can be had."""

from afterword.domain.evaluation.prep import PrepSheet
from afterword.domain.evaluation.prep_documents import prep_document
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
