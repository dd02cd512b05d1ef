"""Owns the actions of the reflection pane: those on interviews, and those on the rows of the guided reflection."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("reflection.reflect", "enter", "reflect", "Reflect on the interview under the cursor.", footer=True),
    Action("reflection.add", "a", "add interview", "Add an interview: company, role, when, with whom.", footer=True),
    Action("reflection.edit", "e", "edit", "Edit the interview under the cursor.", footer=True),
    Action("reflection.outcome", "o", "outcome", "Record how it ended; a rejection makes requests due.", footer=True),
    Action(
        "reflection.filter",
        "slash",
        "filter",
        "Show only interviews with these words in them or in the reflection; esc clears.",
        footer=True,
    ),
    Action("reflection.arrival", "t", "arrival", "Note when you arrived; early or late is computed."),
    Action("reflection.remove", "d", "remove", "Remove the interview under the cursor; it can be brought back."),
    Action("reflection.restore", "R", "bring back", "Bring back an interview that was removed."),
    Action("reflection.requests", "f", "feedback", "Go to the conversations about this interview."),
    Action("guided.open", "enter", "open", "Open the row: its text, its note, its form, its rows.", footer=True),
    Action("guided.rate-1", "1", "to 5: rate", "Rate with the first sentence of the scale.", footer=True),
    Action("guided.rate-2", "2", "rate 2", "Rate with the second sentence."),
    Action("guided.rate-3", "3", "rate 3", "Rate with the third sentence."),
    Action("guided.rate-4", "4", "rate 4", "Rate with the fourth sentence."),
    Action("guided.rate-5", "5", "rate 5", "Rate with the fifth sentence."),
    Action("guided.clear", "0,backspace", "clear rating", "Take the rating back."),
    Action("guided.tick", "space", "tick", "Change the tick or the choice of this row.", footer=True),
    Action("guided.note", "m", "note", "Write a note to this row.", footer=True),
    Action("guided.add", "plus,a", "add here", "Add an answer, a reason or a pointer to this section.", footer=True),
    Action("guided.remove", "d,delete", "remove", "Remove the answer, reason or pointer under the cursor."),
    Action("guided.next-open", "o", "next open", "Go to the next section that is still open.", footer=True),
    Action("guided.back", "escape,left,h", "interviews", "Go back to the list of interviews.", footer=True),
)
