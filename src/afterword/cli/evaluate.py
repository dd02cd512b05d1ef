"""Owns the verbs `evaluate` and `prep`."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from msgspec import to_builtins

from afterword.cli import records
from afterword.cli.command import Command, Parser, add_when, word_of, words_of
from afterword.cli.records import Data
from afterword.cli.shell import Shell
from afterword.domain.dates import Lean
from afterword.domain.document import DocumentFormat
from afterword.domain.evaluation.claims import Claim, Stance
from afterword.domain.evaluation.coverage import Bank, BankEntry
from afterword.domain.evaluation.evaluation import Evaluation, Filter
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.evaluation.prep import PrepSheet
from afterword.domain.evaluation.trends import STORY_SHARE, Answers
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import clean_line


def _evaluate_arguments(parser: Parser) -> None:
    add_when(parser, "--since", "only interviews from this day on")
    add_when(parser, "--until", "only interviews up to this day")
    parser.add_argument("--role", metavar="TEXT", default="", help="only this role, by its whole name")
    parser.add_argument("--round", metavar="TEXT", default="", help="only this round, by its whole name")


def _evaluate(shell: Shell, args: Namespace) -> None:
    chosen = Filter(
        since=shell.understand_day(args.since, Lean.BEHIND) if args.since else None,
        until=shell.understand_day(args.until, Lean.BEHIND) if args.until else None,
        role=clean_line(args.role),
        round=clean_line(args.round),
    )
    found = shell.services.preparation.evaluation(chosen)
    if not found.interviews:
        shell.say(f"No interviews here ({chosen.words}), so nothing is said of them.")
    if shell.json:
        shell.answer(_evaluation(found), "")
    else:
        shell.answer(None, shell.services.preparation.evaluation_text(chosen, shell.width))


def _prep_arguments(parser: Parser) -> None:
    parser.add_argument("interview", metavar="INTERVIEW", nargs="?", help="the interview; the next one when left out")
    parser.add_argument(
        "--format",
        metavar=words_of(DocumentFormat),
        type=word_of(DocumentFormat),
        default=DocumentFormat.TEXT,
        help="plain text, Markdown, or a page to print",
    )


def _prep(shell: Shell, args: Namespace) -> None:
    services = shell.services
    sheet = services.preparation.prep(args.interview)
    if shell.json:
        shell.answer(_sheet(shell.services.store.journal(), sheet), "")
        return
    shell.answer(None, services.preparation.sheet_text(sheet.interview.id, args.format))


def _claim(record: Claim) -> Data:
    """One claim: what it says of what, the evidence it rests on, what speaks against it, your own ratings beside."""
    subject = record.subject
    return {
        "subject": subject.id,
        "competency": subject.record_id if subject.id.startswith(COMPETENCY_PREFIX) else None,
        "name": subject.name,
        "stance": record.stance.value,
        "sentence": record.sentence,
        "seen": record.seen,
        "pattern": record.pattern,
        "sources": to_builtins(record.evidence),
        "against": to_builtins(record.against),
        "own": to_builtins(record.beside),
    }


def _claims(records: Iterable[Claim]) -> list[Data]:
    return [_claim(record) for record in records]


def _answers(record: Answers) -> Data:
    return {
        "kinds": to_builtins(record.kinds),
        "story_percent": record.story_percent,
        "usual_story_percent": STORY_SHARE,
        "told": len(record.told),
        "named_action": sum(1 for given in record.told if given.answer.action),
        "named_result": sum(1 for given in record.told if given.answer.result),
    }


def _entry(record: BankEntry) -> Data:
    """One example of the bank with where it was told, with what effect, and when to rehearse it."""
    told = [
        {**to_builtins(telling.evidence), "enough": telling.enough, "effect": telling.effect}
        | {"said": to_builtins(telling.said)}
        for telling in record.tellings
    ]
    rehearse_on = to_builtins(record.rehearse_on)
    return {**records.example(record.example), "advice": record.advice, "rehearse_on": rehearse_on, "told": told}


def bank(record: Bank) -> Data:
    """The example bank and its coverage, gaps first; `gap` is how many are missing to two."""
    coverage = [
        {
            "competency": row.competency.id,
            "name": row.competency.name,
            "ready": list(row.ready),
            "begun": list(row.begun),
            "gap": row.gap,
        }
        for row in record.rows
    ]
    return {"examples": [_entry(entry) for entry in record.entries], "coverage": coverage}


def history(record: PointerHistory) -> Data:
    """One pointer with every check and the ratings it went with."""
    shift = record.shift
    ratings = None if shift is None else {**to_builtins(shift), "words": shift.words}
    return {
        **records.pointer(record.pointer),
        "competency": record.competency,
        "history": record.words,
        "ratings": ratings,
    }


def _evaluation(record: Evaluation) -> Data:
    """The whole evaluation as one document."""
    focus = [
        {"key": focu.subject.record_id, "title": focu.subject.name, "why": focu.why, "seen": focu.seen}
        for focu in record.focus
    ]
    replies = [
        {
            "round": group.name,
            "asked": group.asked,
            "replied": group.replied,
            "unasked": group.unasked,
            "rate": group.rate,
            "median_days": group.median_days,
        }
        for group in record.replies
    ]
    return {
        "filter": record.chosen.words,
        "interviews": record.interviews,
        "focus": focus,
        "blind_spots": _claims(record.compared_as(Stance.BLIND_SPOT)),
        "hidden_strengths": _claims(record.compared_as(Stance.HIDDEN_STRENGTH)),
        "reasons": [{**_claim(claim), "can": claim.will} for claim in record.reasons],
        "calibration": _claims(record.comparisons),
        "strengths": _claims(record.said.strengths),
        "areas": _claims(record.said.areas),
        "unknowns": _claims(record.said.unknown),
        "unassigned": to_builtins(record.said.unassigned),
        "habits": _claims(record.habits),
        "trends": _claims(record.trends),
        "replies": replies,
        "punctuality": to_builtins(record.arrivals),
        "answers": _answers(record.answers),
        **bank(record.bank),
        "pointers": [history(pointer) for pointer in record.pointers],
        "opportunities": to_builtins(record.openings),
        "advice": to_builtins(record.advice),
    }


def _sheet(journal: Journal, record: PrepSheet) -> Data:
    """The prep sheet as one document."""
    asked_for = [
        {"competency": demand.competency.id, "name": demand.competency.name, "because": demand.because}
        for demand in record.demands
    ]
    examples: list[dict[str, Any]] = [
        {**_entry(chosen.entry), "covers": [competency.id for competency in chosen.covers]}
        for chosen in record.examples
    ]
    return {
        "interview": records.interview(journal, record.interview),
        "made_on": to_builtins(record.made_on),
        "facts": {fact.label: fact.words for fact in record.facts},
        "asked_for": asked_for,
        "pointers": [history(pointer) for pointer in record.pointers],
        "strengths": _claims(record.strengths),
        "other_praise": to_builtins(record.other_praise),
        "examples": examples,
        "uncovered": [competency.id for competency in record.uncovered],
        "weak_points": to_builtins(record.weak_points),
        "advice": to_builtins(record.advice),
        "why_me": dict(record.why_me),
        "trends": _claims(record.trends),
        "letter": record.letter,
    }


COMMANDS = (
    Command(
        "evaluate",
        "show strengths, areas and unknowns with their sources, and what you and they see differently",
        _evaluate_arguments,
        _evaluate,
        "Nothing seen in fewer than two interviews is called a pattern.",
    ),
    Command(
        "prep",
        "write the prep sheet for an interview",
        _prep_arguments,
        _prep,
        "example:\n  afterword prep --format html > sheet.html",
    ),
)
