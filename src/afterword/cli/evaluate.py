"""Owns the verbs `evaluate` and `prep`."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from msgspec import to_builtins

from afterword.cli import records
from afterword.cli.finding import questions
from afterword.cli.records import Data
from afterword.cli.shell import Shell, picked
from afterword.domain.dates import Lean
from afterword.domain.document import Document, run_words
from afterword.domain.evaluation.claims import Claim, Stance, employers
from afterword.domain.evaluation.comparison import Suspicion
from afterword.domain.evaluation.evaluation import Evaluation, Filter
from afterword.domain.evaluation.over_time import FEWEST, MeasureId, OverTime, Tally
from afterword.domain.evaluation.patterns import STORY_SHARE, changes
from afterword.domain.evaluation.plans import Bank, BankEntry, PointerHistory
from afterword.domain.evaluation.prep import EveningPage, PrepSheet
from afterword.domain.evaluation.questions import Question
from afterword.domain.evaluation.share import NOT_KNOWN, SharePart, Sharing
from afterword.domain.evaluation.sources import over_time_of
from afterword.domain.journal import Journal
from afterword.domain.reflection import COMPETENCY_PREFIX, Control
from afterword.domain.text import DocumentFormat, clean_line


def _evaluate(shell: Shell, args: Namespace) -> None:
    chosen = Filter(
        since=shell.understand_day(args.since, Lean.BEHIND) if args.since else None,
        until=shell.understand_day(args.until, Lean.BEHIND) if args.until else None,
        role=clean_line(args.role),
        round=clean_line(args.round),
    )
    evaluation = shell.services.preparation.evaluation(chosen)
    if not evaluation.journal.live_interviews:
        shell.say(f"No interviews here ({chosen.words}), so nothing is said of them.")
    if shell.json:
        asked = questions(shell.services.store.journal(), evaluation.questions)
        shell.answer({**evaluation_data(evaluation), **asked}, "")
    else:
        shell.answer(None, shell.services.preparation.evaluation_text(chosen, shell.width, args.format))


def _prep(shell: Shell, args: Namespace) -> None:
    ask, journal = shell.services.preparation, shell.services.store.journal()
    if shell.json and args.evening:
        shell.answer(_evening(journal, ask.evening(args.interview)), "")
    elif shell.json:
        shell.answer(_sheet(journal, ask.prep(args.interview)), "")
    else:
        shell.answer(None, ask.sheet_text(args.interview, args.format, evening=args.evening))


def _share(shell: Shell, args: Namespace) -> None:
    wish = Sharing(application_id=args.application, anonymous=args.anonymous, without=frozenset(args.without))
    if shell.json:
        document = shell.services.preparation.shared(wish)
        shell.answer({"anonymous": wish.anonymous, **_written(document)}, "")
    else:
        shell.answer(None, shell.services.preparation.shared_text(wish, args.format).rstrip("\n"))
    if wish.anonymous:
        shell.say(NOT_KNOWN)


def _written(document: Document) -> Data:
    """The report part by part, each point with the lines below it."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "made_on": to_builtins(document.made_on),
        "sections": [
            {
                "title": section.title,
                "points": [
                    {"words": run_words(entry.lead), "below": [run_words(run) for run in entry.below]}
                    for entry in section.entries
                ],
            }
            for section in document.sections
        ],
    }


def _claim(record: Claim) -> Data:
    """One claim: what it says of what, the evidence it rests on, what speaks against it, your own ratings beside."""
    subject = record.subject
    return {
        "subject": subject.id,
        "competency": subject.record_id if subject.id.startswith(COMPETENCY_PREFIX) else None,
        "name": subject.name,
        **picked(record, "stance", "sentence", "seen", "pattern", "against"),
        "sources": to_builtins(record.evidence),
        "own": to_builtins(record.beside),
    }


def _claims(records: Iterable[Claim]) -> list[Data]:
    return [_claim(record) for record in records]


def _suspicion(record: Suspicion) -> Data:
    """One scenario: where it was suspected, whether it was in your control, the voices for and against it."""
    return {
        "scenario": record.subject.name,
        "kind": record.kind.value,
        "sentence": record.claim.sentence,
        "employers": employers(record.places),
        "control": {control.value: len(record.in_control(control)) for control in Control},
        "noted": [
            {
                **to_builtins(noted.evidence),
                "for": noted.scenario.evidence_for,
                "against": noted.scenario.evidence_against,
                "control": noted.scenario.control.value,
            }
            for noted in record.noted
        ],
        "voices_for": to_builtins(record.voices_for),
        "voices_against": to_builtins(record.voices_against),
        "one_way": record.will,
    }


def _entry(record: BankEntry) -> Data:
    """One example of the bank with where it was told, with what effect, and when to rehearse it."""
    tellings = [
        {**to_builtins(telling.evidence), "enough": telling.enough, "effect": telling.effect}
        | {"said": to_builtins(telling.said)}
        for telling in record.tellings
    ]
    rehearse_on = to_builtins(record.rehearse_on)
    return {**records.example(record.example), "advice": record.advice, "rehearse_on": rehearse_on, "told": tellings}


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


def evaluation_data(record: Evaluation) -> Data:
    """The whole evaluation as one document: what to work on, both sides, your own side, what is planned."""
    return {
        "filter": record.chosen.words,
        "interviews": len(record.journal.live_interviews),
        "focus": [_focus(claim) for claim in record.focus],
        **_both_sides(record),
        **_your_side(record),
        "replies": [
            picked(group, "asked", "replied", "rate", "unasked", "median_days", round=group.name)
            for group in record.replies
        ],
        "over_time": _over_time(over_time_of(record)),
        **bank(record.bank),
        "pointers": [history(pointer) for pointer in record.pointers],
        "opportunities": to_builtins(record.openings),
        "advice": to_builtins(record.advice),
    }


def _focus(record: Claim) -> Data:
    """One thing to work on, with everything it rests on and one way to go on."""
    return {
        "key": record.subject.record_id,
        "title": record.subject.name,
        "why": record.why,
        "seen": record.seen,
        "sentence": record.sentence,
        "one_way": record.will,
        "sources": to_builtins((*record.evidence, *record.beside)),
    }


def _both_sides(record: Evaluation) -> Data:
    """What interviewers said, and how it stands to what you said."""
    return {
        "blind_spots": _claims(record.compared_as(Stance.BLIND_SPOT)),
        "hidden_strengths": _claims(record.compared_as(Stance.HIDDEN_STRENGTH)),
        "saw_it_too": _claims(record.compared_as(Stance.SAW_IT_TOO, Stance.SHARED_AREA)),
        "seen_differently": _claims(record.said.differently),
        "reasons": [{**_claim(claim), "can": claim.will} for claim in record.reasons],
        "suspected": [_suspicion(suspicion) for suspicion in record.suspected],
        "calibration": _claims(record.comparisons),
        "strengths": _claims(record.said.strengths),
        "areas": _claims(record.said.areas),
        "unknowns": _claims(record.said.unknown),
        "unassigned": to_builtins(record.said.unassigned),
        "unmarked": to_builtins(record.material.unmarked),
    }


def _your_side(record: Evaluation) -> Data:
    """What you noted yourself, and what comes back in it."""
    return {
        "rated_low": _claims(record.lows),
        "habits": _claims(record.habits),
        "went_well": {"again": _claims(record.went_well), "words": to_builtins(record.material.went_well)},
        "thoughts": to_builtins(record.material.thoughts),
        "trends": _claims(record.trends),
        "changes": _claims(changes(record.trends)),
        "punctuality": to_builtins(record.material.arrivals),
        "answers": {
            "kinds": to_builtins(record.answers.kinds),
            "story_percent": record.answers.story_percent,
            "usual_story_percent": STORY_SHARE,
            "told": len(record.answers.stories),
            "named_action": sum(1 for answer_given in record.answers.stories if answer_given.answer.action),
            "named_result": sum(1 for answer_given in record.answers.stories if answer_given.answer.result),
        },
    }


def _tally(record: Tally) -> Data:
    """One period of one measure; below five only how many there are."""
    days = record.measure is MeasureId.DAYS
    value = None if not record.enough else record.middle if days else record.hits
    return {"count": record.count, "median_days" if days else "yes": value, "words": record.short}


def _over_time(record: OverTime) -> Data:
    """What is counted by month, and before and since each of the latest pointers."""
    return {
        "fewest": FEWEST,
        "measures": [
            {
                "id": measure.id.value,
                "name": measure.name,
                "whole": _tally(measure.whole),
                "months": [{"month": f"{month.first:%Y-%m}", **_tally(month.tally)} for month in measure.months],
            }
            for measure in record.measures
        ],
        "stages": to_builtins(record.stages),
        "pointers": [
            {
                "pointer_id": since.pointer.id,
                "sentence": since.pointer.sentence,
                "made": to_builtins(since.made),
                "measures": [
                    {
                        "id": around.measure.id.value,
                        "before": _tally(around.before),
                        "since": _tally(around.since),
                        "sentence": around.sentence,
                    }
                    for around in since.around
                ],
            }
            for since in record.pointers
        ],
    }


def _sheet(journal: Journal, record: PrepSheet) -> Data:
    """The prep sheet as one document."""
    asked_for = [
        {"competency": demand.competency.id, "name": demand.competency.name, "because": demand.because}
        for demand in record.demands
    ]
    examples: list[dict[str, Any]] = [
        {
            **_entry(chosen.entry),
            "covers": [competency.id for competency in chosen.covers],
            "first_sentence": chosen.first_sentence,
        }
        for chosen in record.examples
    ]
    field_names = ("made_on", "other_praise", "weak_points", "advice", "letter", "own_questions", "openings", "praise")
    return {
        "interview": records.interview(journal, record.interview),
        **picked(record, *field_names),
        "facts": dict(record.facts),
        "asked_for": asked_for,
        "pointers": [history(pointer) for pointer in record.pointers],
        "strengths": _claims(record.strengths),
        "examples": examples,
        "uncovered": [competency.id for competency in record.uncovered],
        "why_me": dict(record.why_me),
        "people": to_builtins(record.encounters),
        "questions": [_expected(question) for question in record.questions],
    }


def _expected(record: Question) -> Data:
    """A question that may come, where it was asked last, and how to answer it now."""
    latest, example = record.latest, record.example
    return {
        **picked(record, "id", "times", "better", question=record.words),
        **picked(latest, "where", "who", example=example.id if example is not None else None),
    }


def _evening(journal: Journal, record: EveningPage) -> Data:
    """The page for the evening before as one document."""
    return {
        "interview": records.interview(journal, record.interview),
        "facts": dict(record.facts),
        "pointers": [pointer.sentence for pointer in record.pointers],
        "stories": to_builtins(record.stories),
        "last": record.last,
    }


WORDS = {"document": DocumentFormat, "part": SharePart}
COMMANDS = {"evaluate": _evaluate, "prep": _prep, "share": _share}
