"""Owns the actions of the evaluation pane and of the screens that belong to it."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "evaluation.open", "enter", "open", "Show the sources of the line under the cursor, or edit it.", footer=True
    ),
    Action("evaluation.next-view", "right,l", "next view", "Show the next view.", footer=True),
    Action("evaluation.plan", "t", "day", "Give an advice or an opening a day.", footer=True),
    Action("evaluation.done", "space", "done", "Mark the action as done, or as still to be done.", footer=True),
    Action(
        "evaluation.rehearse", "r", "rehearse", "Tell the example aloud, with a clock of ninety seconds.", footer=True
    ),
    Action("evaluation.prep", "p", "prep sheet", "Show the prep sheet for an upcoming interview.", footer=True),
    Action("evaluation.pointer", "i", "I will …", "Make a pointer of it: When …, I will …", footer=True),
    Action("evaluation.chart", "c", "chart", "Show the chart of this line large.", footer=True),
    Action("evaluation.add", "a", "add", "Add a competency, an example or a pointer, as the view shows.", footer=True),
    Action("evaluation.edit", "e", "edit", "Edit the competency, example or pointer under the cursor.", footer=True),
    Action("evaluation.why-me", "w", "why me", "Write your own line on why you, for this competency.", footer=True),
    Action(
        "evaluation.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in their sources; esc clears.",
        footer=True,
    ),
    Action("evaluation.interviews", "f", "interviews", "Let only interviews of a period, role or round count."),
    Action("evaluation.previous-view", "left,h", "previous view", "Show the view before."),
    Action("evaluation.drop", "x", "no day", "Take the day of an advice or an opening away."),
    Action("evaluation.remove", "d", "remove", "Remove the example or pointer, or archive the competency."),
    Action("evaluation.restore", "R", "bring back", "Bring back a removed example or an archived competency."),
    Action("evaluation.merge", "m", "merge", "Merge the competency into another one, with all its history."),
    Action("evaluation.overview", "O", "overview", "You and them, competency by competency."),
    Action("evaluation.evidence", "E", "evidence", "Strengths, areas and unknown, with their sources."),
    Action("evaluation.trends", "T", "trends", "Ratings, replies, arrivals and answers over time."),
    Action("evaluation.examples", "X", "examples", "The bank of examples to tell."),
    Action("evaluation.coverage", "C", "coverage", "Which competency has which examples, gaps first."),
    Action("evaluation.pointers", "P", "pointers", "The pointers and whether they were kept."),
    Action("evaluation.advice", "A", "advice", "Advice to act on, and openings to come back to."),
    Action("evaluation.focus", "F", "focus", "At most three things to work on, and what is planned."),
)

SOURCES: tuple[Action, ...] = (
    Action("sources.go", "enter", "go there", "Go to the conversation or the reflection it comes from.", footer=True),
    Action("sources.pointer", "i", "I will …", "Make a pointer of these words: When …, I will …", footer=True),
    Action("sources.competency", "c", "competency", "Tie these words to another competency.", footer=True),
)

PREP: tuple[Action, ...] = (
    Action("prep.markdown", "m", "Markdown", "Save the sheet as Markdown; asks where to.", footer=True),
    Action("prep.html", "h", "page to print", "Save the sheet as a page to print; asks where to.", footer=True),
    Action("prep.browser", "b", "browser", "Open the sheet in the browser, to read or to print.", footer=True),
    Action("prep.other", "o", "other interview", "Choose another interview.", footer=True),
)

REHEARSAL: tuple[Action, ...] = (
    Action("rehearsal.clock", "space", "start, stop", "Start the clock, and stop it when you have ended.", footer=True),
    Action("rehearsal.notes", "h", "hide notes", "Hide the story, or show it again.", footer=True),
    Action("rehearsal.keep", "enter", "keep", "Keep this telling with its seconds.", footer=True),
    Action("rehearsal.again", "backspace", "again", "Set the clock back to the beginning.", footer=True),
)
