"""Owns why an action may not be possible: the sentence told when its key is pressed where it cannot act."""

from collections.abc import Mapping

_REASONS: Mapping[str, tuple[str, ...]] = {
    "This terminal has sixteen colours only; they are in use.": ("app.theme",),
    "It works from the panes; esc goes back to them.": (
        "app.reflection",
        "app.feedback",
        "app.evaluation",
        "app.next-due",
    ),
    "There is no interview here yet; a adds one.": (
        "reflection.reflect",
        "reflection.edit",
        "reflection.outcome",
        "reflection.arrival",
        "reflection.remove",
        "reflection.requests",
    ),
    "Go back to the list of interviews first (esc).": ("reflection.add",),
    "No interview was removed.": ("reflection.restore",),
    "This row takes no rating; the rows with boxes do.": (
        "guided.rate-1",
        "guided.rate-2",
        "guided.rate-3",
        "guided.rate-4",
        "guided.rate-5",
        "guided.clear",
    ),
    "There is nothing to tick on this row.": ("guided.tick",),
    "A note belongs to a row with a rating.": ("guided.note",),
    "Nothing can be added to this section.": ("guided.add",),
    "Only an answer, a reason or a pointer can be removed.": ("guided.remove",),
    "No section is open any more.": ("guided.next-open",),
    "There is nothing to search yet; a request appears when an outcome was recorded.": (
        "feedback.filter",
        "feedback.states",
    ),
    "There is nothing to search here.": ("narrow.filter",),
    "No other interview lies ahead.": ("prep.other",),
    "No browser was found here; h saves a page to print.": ("prep.browser",),
    "Only words that were marked in a reply can be tied or become a pointer.": (
        "sources.pointer",
        "sources.competency",
    ),
    "No mail waits to be placed.": ("feedback.to-place",),
    "There is no conversation under the cursor.": (
        "feedback.next-step",
        "feedback.ask",
        "feedback.reply",
        "feedback.findings",
        "feedback.thank",
        "feedback.send-all",
        "feedback.follow-up",
        "feedback.sent",
        "feedback.not-sent",
        "feedback.whole",
        "feedback.snooze",
        "feedback.close",
        "feedback.reopen",
        "feedback.bounced",
        "feedback.address",
        "feedback.away",
        "feedback.reapproach",
        "feedback.take-out",
        "feedback.discard",
    ),
    "Put the cursor on a marked phrase first.": (
        "findings.competency",
        "findings.remove",
        "findings.pointer",
    ),
    "This is the only reply.": ("findings.next-reply",),
    "There is nothing on this row to open.": ("evaluation.open",),
    "A pointer is made of a competency, a habit or something they said.": ("evaluation.pointer",),
    "This row has no chart.": ("evaluation.chart",),
    "Only an advice or an opening takes a day.": ("evaluation.plan",),
    "Only an advice can be done.": ("evaluation.done",),
    "This row has no day.": ("evaluation.drop",),
    "Nothing can be added in this view.": ("evaluation.add",),
    "This row cannot be changed.": (
        "evaluation.edit",
        "evaluation.remove",
    ),
    "Nothing was removed.": ("evaluation.restore",),
    "Put the cursor on a competency first.": (
        "evaluation.merge",
        "evaluation.why-me",
    ),
    "Put the cursor on an example first.": ("evaluation.rehearse",),
}

_BY_ID = {action_id: reason for reason, ids in _REASONS.items() for action_id in ids}


def reason(action_id: str) -> str:
    """What that action needs, as a sentence; empty for one that is possible wherever its key is."""
    return _BY_ID.get(action_id, "")
