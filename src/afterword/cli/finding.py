"""Owns the verbs `finding …`, `phrase explain` and `question …`, and the JSON of questions."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, flags_for, rows_of, typed_values
from afterword.cli.records import Data
from afterword.cli.shell import Shell, fields, picked, plain
from afterword.domain.conversation.request import Finding, FindingKind, Todo
from afterword.domain.dates import show_date, show_short
from afterword.domain.fields import described, fields_of
from afterword.domain.journal import Journal
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood
from afterword.services import lookup
from afterword.services.reflections import Mark

# Only explaining reads the phrases.
# Most calls of the command line never look at a question.
if TYPE_CHECKING:
    from afterword.domain.conversation.letter_reading import KnownPhrase
    from afterword.domain.evaluation.questions import Asked, AskedThem, Question, Questions, YourQuestion

_KIND, _COMPETENCY = fields_of(Finding)
_QUOTE = fields_of(Finding, "mark")
_PLAN = fields_of(Todo)


def _add_arguments(parser: Parser) -> None:
    guessed = replace(_COMPETENCY, help="what it is about; guessed from the words when left out, '' for none")
    add_flags(parser, (_KIND, *_QUOTE, guessed), new=True)


def _add_finding(shell: Shell, args: Namespace) -> None:
    mark = Mark(kind=args.kind, quote=args.quote, competency=args.competency)
    _answer_finding(shell, shell.services.findings.mark(args.place, mark), "Marked")


def _answer_finding(shell: Shell, finding: Finding, verb: str) -> None:
    journal = shell.services.overview.journal()
    about = journal.competency(finding.competency)
    shell.say(f"{verb}: {finding.kind}, {about.name if about else 'no competency'}.")
    shell.answer(records.finding(journal, finding), finding.id)


def _list_findings(shell: Shell, args: Namespace) -> None:
    from afterword.cli import request

    journal = shell.services.overview.journal()
    requests = [lookup.request(journal, args.request)] if args.request else journal.live_requests
    marked = [finding for record in requests for finding in journal.findings_of(record.id)]
    if not args.request:
        marked += [
            finding for record in journal.live_applications for finding in journal.findings_in_words_of(record.id)
        ]
    findings = [records.finding(journal, finding) for finding in marked if args.kind in (None, finding.kind)]
    if not findings:
        shell.say("Nothing has been marked yet. Mark a phrase of a reply with: afterword finding add")
    shell.answer(findings, request.findings_table(findings, shell.width) if findings else "")


def _show_finding(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    finding = lookup.finding(journal, args.id)
    rows = [("id", finding.id), *rows_of(shell, described(Finding).values(), finding)]
    rows += rows_of(shell, _PLAN, finding.todo) if finding.todo is not None else []
    shell.answer(records.finding(journal, finding), fields(rows))


def _edit_finding(shell: Shell, args: Namespace) -> None:
    old = lookup.finding(shell.services.store.journal(), args.id)
    edited = shell.services.findings.change(args.id, args.kind, args.competency)
    if edited == old:
        raise NotUnderstood("Nothing was said to change.", hint="Give another --kind or --competency.")
    _answer_finding(shell, edited, "Changed")


def _rm_finding(shell: Shell, args: Namespace) -> None:
    gone = shell.services.findings.remove(args.id)
    shell.say(f"The mark on “{gone.quote}” is gone; the words stay in the reply.")
    shell.answer(records.finding(shell.services.overview.journal(), gone), "")


def _plan(shell: Shell, args: Namespace) -> None:
    old = lookup.finding(shell.services.overview.journal(), args.id).todo
    planned = {"text": old.text} if old is not None else {}
    finding = shell.services.advice.plan(args.id, planned | typed_values(shell, args, _PLAN))
    shell.answer(records.finding(shell.services.overview.journal(), finding), "")


def _done(shell: Shell, args: Namespace) -> None:
    advice = shell.services.advice
    changed = advice.reopen(args.id) if args.undo else advice.done(args.id)
    shell.answer(records.finding(shell.services.overview.journal(), changed), "")


def _explain(shell: Shell, args: Namespace) -> None:
    from afterword.domain.conversation.letter_reading import explain

    text = shell.read_text("-") if args.text == ["-"] else " ".join(args.text)
    if not text.strip():
        raise NotUnderstood("There are no words to explain.", hint="Quote them: afterword phrase explain 'on hold'")
    phrases = explain(text)
    if not phrases:
        shell.say(
            "No phrase in it is known here, so nothing can be said about it. If it gives a reason, ask what they mean; "
            "it can be marked all the same: finding add --kind reason."
        )
    record = [{"words": phrase.words, **plain(phrase.reason)} for phrase in phrases]
    shell.answer(record, "\n\n".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: "KnownPhrase") -> str:
    reason = phrase.reason
    kind = f"{reason.name} (a phrase of politeness or procedure)" if reason.formula else reason.name
    return f"“{phrase.words}”\n" + fields(
        [
            ("what it is", kind),
            ("tells", reason.tells),
            ("does not tell", reason.silent),
            ("what you can do", reason.can),
        ]
    )


def _list_questions(shell: Shell, args: Namespace) -> None:
    from afterword.domain.evaluation.questions import all_questions, kept

    journal = shell.services.overview.journal()
    question_sets = all_questions(journal)
    tests = {"company": args.company, "round": args.round, "role": args.role}
    if args.yours:
        _list_yours(shell, list(kept(question_sets.yours, tests)))
        return
    about = lookup.competency(journal, args.competency).id if args.competency else None
    matches = [
        question
        for question in kept(question_sets.theirs, tests)
        if (about is None or question.competency == about) and (question.untold or not args.untold)
    ]

    def row(question: "Question") -> tuple[str, ...]:
        latest = question.latest.interview
        asked = f"{show_short(latest.day)} {latest.company}"
        return question.id, question.words, asked, "; ".join(question.notes) or "-"

    if matches and question_sets.yours:
        shell.say("What you asked them is listed by: afterword question list --yours")
    shell.answer_list(
        matches,
        partial(theirs, journal),
        {"id": None, "question": 20, "asked": 8, "to prepare": 8},
        row,
        "No question fits. Without flags all of them are listed."
        if question_sets.theirs
        else "No questions yet. Note what they asked, and your answer, with: afterword reflect ID",
    )


def _list_yours(shell: Shell, own_questions: "list[YourQuestion]") -> None:
    def row(asked: "YourQuestion") -> tuple[str, ...]:
        replies = (clean_line(asking.question.reply) for asking in reversed(asked.asked) if asking.question.reply)
        return asked.id, asked.words, asked.asked[-1].interview.company, next(replies, "") or "-"

    columns = {"id": None, "you asked": 20, "last at": 8, "they said": 8}
    nothing = "You noted no question of yours here. The guided reflection asks for them: afterword reflect ID"
    shell.answer_list(own_questions, yours, columns, row, nothing)


def _question(journal: Journal, prefix: str) -> "Question":
    """The question that the answer with that id belongs to."""
    from afterword.domain.evaluation.questions import all_questions

    _interview, answer = lookup.answer(journal, prefix)
    question = all_questions(journal).find(answer.id)
    if question is None:
        raise LookupError(answer.id)
    return question


def _show_question(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    question = _question(journal, args.id)
    competency, example, times = journal.competency(question.competency), question.example, []
    for asked in reversed(question.asked):
        who = f"{asked.who} asked; " if asked.who else ""
        note = f" “{clean_line(asked.answer.note)}”" if asked.answer.note.strip() else ""
        times.append(f"{show_date(asked.interview.day)}, {asked.where}: {who}{asked.how}.{note}")
    page = [
        ("id", question.id),
        ("question", question.words),
        ("to prepare", question.sentence),
        ("next time", question.better),
        ("competency", competency.name if competency is not None else ""),
        ("example", example.title if example is not None else ""),
        ("asked", "\n".join(times)),
    ]
    shell.answer(theirs(journal, question), fields(page))


def _better(shell: Shell, args: Namespace) -> None:
    asking = _question(shell.services.overview.journal(), args.id).holding
    shell.services.reflections.put_answer(asking.interview.id, {"better": args.text}, asking.answer.id)
    journal = shell.services.overview.journal()
    question = _question(journal, asking.answer.id)
    shell.say(f"Next time: {question.better}" if question.better else "No answer for next time is kept any more.")
    shell.answer(theirs(journal, question), "")


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def theirs(journal: Journal, record: "Question") -> Data:
    """One question with every time it was asked, oldest first; `notes` say what is worth preparing."""
    competency, example = journal.competency(record.competency), record.example
    served = None if example is None else {"id": example.id, "title": example.title, "told": record.is_told}
    return {
        **picked(record, "id", "times", "notes", "untold", "better", question=record.words),
        "competency": competency.id if competency is not None else None,
        "example": served,
        "asked": [{**_place(asked), "by": asked.who, **to_builtins(asked.answer)} for asked in record.asked],
    }


def yours(record: "YourQuestion") -> Data:
    """One question that you asked them, with every time you did and what they said."""
    asked = [{**_place(asked), **to_builtins(asked.question)} for asked in record.asked]
    return {"id": record.id, "question": record.words, "asked": asked}


def _place(asked: "Asked | AskedThem") -> Data:
    about = asked.interview
    return picked(about, "company", "role", "round", interview_id=about.id, on=about.day.isoformat())


def questions(journal: Journal, record: "Questions") -> Data:
    """All of them: what they asked, and what you asked them."""
    return {
        "questions": [theirs(journal, question) for question in record.theirs],
        "own_questions": [yours(question) for question in record.yours],
    }


WORDS = {"kind": FindingKind}
COMMANDS = {
    "finding add": (_add_arguments, _add_finding),
    "finding list": _list_findings,
    "finding show": _show_finding,
    "finding edit": (flags_for((_KIND, _COMPETENCY)), _edit_finding),
    "finding plan": (flags_for(_PLAN, new=True), _plan),
    "finding done": _done,
    "finding rm": _rm_finding,
    "phrase explain": _explain,
    "question list": _list_questions,
    "question show": _show_question,
    "question better": _better,
}
