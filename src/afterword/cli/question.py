"""Owns the verbs `question …`, and the JSON of questions."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from msgspec import to_builtins

from afterword.cli.command import Parser, id_of
from afterword.cli.output import fields
from afterword.cli.records import Data
from afterword.cli.shell import Shell
from afterword.domain.dates import show_date, show_short
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line
from afterword.services import lookup

# Most calls of the command line never look at a question.
if TYPE_CHECKING:
    from afterword.domain.evaluation.questions import Asked, AskedThem, Question, Questions, YourQuestion
_id = id_of("question")


def _list_arguments(parser: Parser) -> None:
    for name, what in (("company", "company"), ("round", "round"), ("role", "role")):
        parser.add_argument(
            f"--{name}", metavar="TEXT", default="", help=f"only those of this {what}; a part of its name will do"
        )
    parser.add_argument("--competency", metavar="NAME", help="only those about it")
    parser.add_argument("--untold", action="store_true", help="only those that were never told with a result")
    parser.add_argument("--yours", action="store_true", help="the questions that you asked them, with what they said")


def _list(shell: Shell, args: Namespace) -> None:
    from afterword.domain.evaluation.questions import all_questions, kept

    journal = shell.services.overview.journal()
    known = all_questions(journal)
    tests = {"company": args.company, "round": args.round, "role": args.role}
    if args.yours:
        _list_yours(shell, list(kept(known.yours, tests)))
        return
    about = lookup.competency(journal, args.competency).id if args.competency else None
    shown = [
        question
        for question in kept(known.theirs, tests)
        if (about is None or question.competency == about) and (question.untold or not args.untold)
    ]
    if shown and known.yours:
        shell.say("What you asked them is listed by: afterword question list --yours")
    shell.answer_list(
        shown,
        partial(theirs, journal),
        {"id": None, "question": 20, "asked": 8, "to prepare": 8},
        lambda question: (question.id, question.words, _asked(question), "; ".join(question.notes) or "-"),
        "No question fits. Without flags all of them are listed." if known.theirs else _NOTHING,
    )


_NOTHING = "No questions yet. Note what they asked, and your answer, with: afterword reflect ID"


def _asked(question: "Question") -> str:
    latest = question.latest.interview
    return f"{show_short(latest.day)} {latest.company}"


def _list_yours(shell: Shell, shown: "list[YourQuestion]") -> None:
    shell.answer_list(
        shown,
        yours,
        {"id": None, "you asked": 20, "last at": 8, "they said": 8},
        lambda asked: (asked.id, asked.words, asked.asked[-1].interview.company, _said(asked) or "-"),
        "You noted no question of yours here. The guided reflection asks for them: afterword reflect ID",
    )


def _said(question: "YourQuestion") -> str:
    """The latest reply there is."""
    return next((clean_line(asked.question.reply) for asked in reversed(question.asked) if asked.question.reply), "")


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    question = _question(journal, args.id)
    shell.answer(theirs(journal, question), fields(_page(journal, question)))


def _question(journal: Journal, prefix: str) -> "Question":
    """The question that the answer with that id belongs to."""
    from afterword.domain.evaluation.questions import all_questions

    _interview, answer = lookup.answer(journal, prefix)
    question = all_questions(journal).find(answer.id)
    if question is None:
        raise LookupError(answer.id)
    return question


def _page(journal: Journal, question: "Question") -> list[tuple[str, str]]:
    competency, example = journal.competency(question.competency), question.example
    times = [f"{show_date(asked.interview.day)}, {asked.where}: {_how(asked)}" for asked in reversed(question.asked)]
    return [
        ("id", question.id),
        ("question", question.words),
        ("to prepare", question.sentence),
        ("next time", question.better),
        ("competency", competency.name if competency is not None else ""),
        ("example", example.title if example is not None else ""),
        ("asked", "\n".join(times)),
    ]


def _how(asked: "Asked") -> str:
    who = f"{asked.who} asked; " if asked.who else ""
    note = f" “{clean_line(asked.answer.note)}”" if asked.answer.note.strip() else ""
    return f"{who}{asked.how}.{note}"


def _better(shell: Shell, args: Namespace) -> None:
    held = _question(shell.services.overview.journal(), args.id).holding
    shell.services.reflections.put_answer(held.interview.id, {"better": args.text}, held.answer.id)
    journal = shell.services.overview.journal()
    question = _question(journal, held.answer.id)
    shell.say(f"Next time: {question.better}" if question.better else "No answer for next time is kept any more.")
    shell.answer(theirs(journal, question), "")


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def theirs(journal: Journal, record: "Question") -> Data:
    """One question with every time it was asked, oldest first; `notes` say what is worth preparing."""
    competency, example = journal.competency(record.competency), record.example
    served = None if example is None else {"id": example.id, "title": example.title, "told": record.is_told}
    return {
        "id": record.id,
        "question": record.words,
        "times": record.times,
        "notes": list(record.notes),
        "untold": record.untold,
        "competency": competency.id if competency is not None else None,
        "better": record.better,
        "example": served,
        "asked": [{**_place(asked), "by": asked.who, **to_builtins(asked.answer)} for asked in record.asked],
    }


def yours(record: "YourQuestion") -> Data:
    """One question that you asked them, with every time you did and what they said."""
    asked = [{**_place(asked), **to_builtins(asked.question)} for asked in record.asked]
    return {"id": record.id, "question": record.words, "asked": asked}


def _place(asked: "Asked | AskedThem") -> Data:
    about = asked.interview
    return {
        "interview_id": about.id,
        "company": about.company,
        "role": about.role,
        "round": about.round,
        "on": about.day.isoformat(),
    }


def questions(journal: Journal, record: "Questions") -> Data:
    """All of them: what they asked, and what you asked them."""
    return {
        "questions": [theirs(journal, question) for question in record.theirs],
        "own_questions": [yours(question) for question in record.yours],
    }


COMMANDS = {
    "question list": (_list_arguments, _list),
    "question show": (_id, _show),
    "question better": (_id, _better),
}
