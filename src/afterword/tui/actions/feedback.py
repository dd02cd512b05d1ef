"""Owns the actions of the feedback pane and of the screens it opens."""

from afterword.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("feedback.next-step", "enter", "next", "Do what comes next with this interviewer.", footer=True),
    Action(
        "feedback.ask", "a", "ask", "Write to the interviewer under the cursor, or go on with the draft.", footer=True
    ),
    Action("feedback.reply", "r", "reply", "Record what the interviewer answered, by mail or otherwise.", footer=True),
    Action("feedback.findings", "f", "findings", "Mark strengths, areas and advice in the reply.", footer=True),
    Action("feedback.thank", "t", "thank", "Write the thank-you; possible once they have replied.", footer=True),
    Action(
        "feedback.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in the conversation; esc clears.",
        footer=True,
    ),
    Action("feedback.check", "m", "check mail", "Look for replies in your mailboxes; again stops.", footer=True),
    Action("feedback.to-place", "P", "place mails", "Say where the mails belong that only you can place.", footer=True),
    Action("feedback.send-all", "S", "send all", "Send every draft that is due; each address is shown first."),
    Action("feedback.states", "F", "only", "Show only one state, or what is due today."),
    Action("feedback.follow-up", "w", "remind", "Write the one reminder."),
    Action("feedback.sent", "s", "I sent it", "Say that the letter went out, and when."),
    Action("feedback.not-sent", "N", "not sent", "Say that the letter which may have gone out did not."),
    Action("feedback.whole", "v", "whole texts", "Show letters and whole messages, or only what is new in them."),
    Action("feedback.snooze", "z", "snooze", "Let the next step wait until a day."),
    Action("feedback.close", "c", "close", "Close the conversation: no answer, declined or done."),
    Action("feedback.reopen", "o", "reopen", "Open a closed conversation again."),
    Action("feedback.bounced", "b", "bounced", "Record that the letter came back."),
    Action(
        "feedback.address", "e", "address", "Correct the interviewer's address; a returned letter is a draft again."
    ),
    Action(
        "feedback.away", "O", "out of office", "Record an out-of-office note; the reminder waits until they are back."
    ),
    Action("feedback.reapproach", "p", "write again", "Plan the day to write to them again."),
    Action("feedback.take-out", "d", "no answer", "Take a mail out of the conversation that does not belong there."),
    Action("feedback.discard", "x", "discard draft", "Throw the draft away; asks first."),
)

COMPOSE: tuple[Action, ...] = (
    Action(
        "compose.hand-over", "f2", "send …", "Send it, or hand it over: clipboard, file, mail program.", footer=True
    ),
    Action("compose.sent", "f3", "I sent it", "Say that you have sent it, and when.", footer=True),
    Action("compose.editor", "f4", "editor", "Write the letter in your own editor ($EDITOR).", footer=True),
    Action("compose.anew", "f5", "anew", "Write it anew from the template; asks first.", footer=True),
    Action("compose.discard", "f8", "discard", "Throw the draft away; asks first.", footer=True),
)

HANDED: tuple[Action, ...] = (
    Action("handed.sent", "f3,y", "sent it", "Say that you have sent it just now.", footer=True),
    Action("handed.later", "escape,n,enter,q", "not yet", "Leave the letter as a draft and go back.", footer=True),
    Action("handed.subject", "s", "subject", "Copy the subject.", footer=True),
    Action("handed.address", "a", "address", "Copy the address.", footer=True),
    Action("handed.words", "w", "words", "Copy the words of the letter, without address and subject."),
    Action("handed.letter", "e", "edit", "Go on with the letter.", footer=True),
)

FINDINGS: tuple[Action, ...] = (
    Action("findings.strength", "plus,t", "strength", "Mark the phrase as a strength.", footer=True),
    Action("findings.area", "minus,a", "area", "Mark the phrase as an area to develop.", footer=True),
    Action("findings.advice", "greater_than_sign,d", "advice", "Mark the phrase as advice.", footer=True),
    Action("findings.opportunity", "asterisk,o", "opportunity", "Mark the phrase as an opportunity.", footer=True),
    Action("findings.competency", "c", "competency", "Tie the finding to another competency.", footer=True),
    Action("findings.remove", "x", "remove", "Take the mark away; u brings it back.", footer=True),
    Action("findings.pointer", "p", "pointer", "Make a pointer of it: When …, I will …", footer=True),
    Action("findings.next-reply", "r", "next reply", "Go to the next reply of this conversation."),
    Action(
        "findings.whole", "m", "whole message", "Show the whole message to mark in it, or only the new words again."
    ),
)

PLACING: tuple[Action, ...] = (
    Action("placing.place", "enter", "place", "Choose the conversation this mail belongs to.", footer=True),
    Action("placing.reply", "r", "it is a reply", "Place it as a reply, whatever it was taken for.", footer=True),
    Action("placing.ignore", "x", "ignore", "It belongs to none of them; it is not offered again.", footer=True),
    Action("placing.whole", "m", "whole message", "Read the whole message as it came."),
)
