"""Owns the actions of the three panes and of the screens that belong to each of them."""

from afterword.tui.actions.shared import Action

REFLECTION = (
    Action(
        "reflection.due-step",
        "p",
        "what is due",
        "Do what is due for it: prepare, thank, ask where it stands, note that no answer came, answer an offer.",
        footer=True,
    ),
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
    Action("reflection.words", "M", "their words", "Mark phrases of the words in which the decision came."),
    Action("reflection.remove", "d", "remove", "Remove the interview under the cursor; it can be brought back."),
    Action("reflection.restore", "R", "bring back", "Bring back an interview that was removed."),
    Action("reflection.people", "i", "people", "Who they are, how to write to them, what you remember of them."),
    Action(
        "reflection.application",
        "E",
        "application",
        "Edit the application: company and role of all rounds, contacts, language, promised day.",
    ),
    Action("reflection.join", "J", "join", "Put the rounds of another application to this one."),
    Action("reflection.split", "X", "split out", "Make the round under the cursor an application of its own."),
    Action("reflection.packs", "K", "packs", "Use the competencies of another kind of work."),
    Action(
        "reflection.write-all",
        "w",
        "write to all",
        "Write to everybody of this application who is to be asked: one letter after the other, sent together.",
    ),
    Action("reflection.requests", "f", "feedback", "Go to the conversations about this interview."),
    Action("guided.open", "enter", "open", "Open the row: its text, its note, its form, its rows.", footer=True),
    Action(
        "guided.rate-1",
        "1",
        "to 5: rate",
        "Rate with the first sentence of the scale, and move on; on a pointer you had: done.",
        footer=True,
        does="rate(1)",
    ),
    Action("guided.rate-2", "2", "rate 2", "Rate with the second sentence; on a pointer: partly.", does="rate(2)"),
    Action("guided.rate-3", "3", "rate 3", "Rate with the third sentence; on a pointer: no occasion.", does="rate(3)"),
    Action("guided.rate-4", "4", "rate 4", "Rate with the fourth sentence; on a pointer: forgot.", does="rate(4)"),
    Action("guided.rate-5", "5", "rate 5", "Rate with the fifth sentence.", does="rate(5)"),
    Action("guided.clear", "0,backspace", "clear rating", "Take the rating back."),
    Action(
        "guided.not-asked",
        "minus",
        "not asked",
        "Say that this interview gave no occasion to show this competency.",
        footer=True,
    ),
    Action(
        "guided.put-away", "x", "put away", "Ask for this cue of body language no more; old ratings stay.", footer=True
    ),
    Action("guided.bring-back", "R", "bring cue back", "Ask again for a cue that was put away.", footer=True),
    Action(
        "guided.edit-cue", "e", "edit cue", "Edit a cue of your own: its words, its sentences, where it is asked for."
    ),
    Action(
        "guided.tick",
        "space",
        "tick",
        "Change the tick or the choice of this row; on the arrival: on time.",
        footer=True,
    ),
    Action("guided.note", "m", "note", "Write a note to this row."),
    Action(
        "guided.add",
        "plus,a",
        "add here",
        "Add to this section: a cue, an answer, a question, a reason or a pointer.",
        footer=True,
    ),
    Action("guided.remove", "d,delete", "remove", "Remove the answer, question, reason or pointer under the cursor."),
    Action("guided.next-open", "o", "next open", "Go to the next cue or section that is still open.", footer=True),
    Action("guided.back", "escape,left,h", "interviews", "Go back to the list of interviews.", footer=True),
)

FEEDBACK = (
    Action("feedback.next-step", "enter", "next", "Do what comes next with this interviewer.", footer=True),
    Action(
        "feedback.ask", "a", "ask", "Write to the interviewer under the cursor, or go on with the draft.", footer=True
    ),
    Action("feedback.reply", "r", "reply", "Record what the interviewer answered, by mail or otherwise.", footer=True),
    Action(
        "feedback.findings",
        "f",
        "findings",
        "Mark strengths, areas, advice, reasons in reply or rejection.",
        footer=True,
    ),
    Action("feedback.thank", "t", "thank", "Write the thank-you; possible once they have replied.", footer=True),
    Action(
        "feedback.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in the conversation; esc clears.",
        footer=True,
    ),
    Action(
        "feedback.check",
        "m",
        "check mail",
        "Look for replies and decisions in your mailboxes; again stops.",
        footer=True,
    ),
    Action(
        "feedback.to-place",
        "P",
        "proposals",
        "Decide on what a mailbox offers: a rejection, an invitation, a reply to place.",
        footer=True,
    ),
    Action("feedback.send-all", "S", "send all", "Send every draft that is due; each address is shown first."),
    Action("feedback.states", "F", "only", "Show only one state, or what is due today."),
    Action(
        "feedback.sort",
        "greater_than_sign",
        "sort",
        "Sort by the next column; the sorted one is marked in the heading.",
    ),
    Action("feedback.turn", "less_than_sign", "turn round", "Turn the order of the sorted column round."),
    Action("feedback.columns", "vertical_line", "columns", "Choose the columns of the tracker."),
    Action(
        "feedback.list-smaller",
        "left_square_bracket",
        "smaller list",
        "Give the list less room, and the conversation more.",
        does="move_split(-1)",
    ),
    Action(
        "feedback.list-larger",
        "right_square_bracket",
        "larger list",
        "Give the list more room, and the conversation less.",
        does="move_split(1)",
    ),
    Action("feedback.tick-all", "asterisk", "tick all", "Tick every line that is shown; again unticks them."),
    Action("feedback.follow-up", "w", "remind", "Write the one reminder.", footer=True),
    Action("feedback.sent", "s", "I sent it", "Say that the letter went out, and when.", footer=True),
    Action("feedback.not-sent", "N", "not sent", "Say that the letter which may have gone out did not."),
    Action("feedback.whole", "v", "whole texts", "Show letters and whole messages, or only what is new in them."),
    Action("feedback.snooze", "z", "snooze", "Let the next step wait until a day.", footer=True),
    Action(
        "feedback.close",
        "c",
        "close",
        "Close the conversation: no answer, declined, done, or skipped: somebody you will not ask.",
        footer=True,
    ),
    Action(
        "feedback.copy",
        "y",
        "copy",
        "Copy the addresses, or the lines, of those ticked or of the one under the cursor.",
        footer=True,
    ),
    Action("feedback.reopen", "o", "reopen", "Open a closed conversation again."),
    Action("feedback.bounced", "b", "bounced", "Record that the letter came back."),
    Action(
        "feedback.address", "e", "address", "Correct the interviewer's address; a returned letter is a draft again."
    ),
    Action("feedback.person", "i", "person", "Who they are, how to write to them, what you remember of them."),
    Action(
        "feedback.away", "O", "out of office", "Record an out-of-office note; the reminder waits until they are back."
    ),
    Action("feedback.reapproach", "p", "write again", "Plan the day to write to them again."),
    Action("feedback.take-out", "d", "no answer", "Take a mail out of the conversation that does not belong there."),
    Action("feedback.discard", "x", "discard draft", "Throw the draft away; asks first."),
)

TRACKER = (
    Action(
        "tracker.tick",
        "space",
        "tick",
        "Tick the line, or untick it; one verb then acts on all that are ticked.",
        footer=True,
    ),
    Action(
        "tracker.group", "g", "group", "Group the lines by application, or list them one by one again.", footer=True
    ),
)

COMPOSE = (
    Action(
        "compose.hand-over", "f2", "send …", "Send it, or hand it over: clipboard, file, mail program.", footer=True
    ),
    Action("compose.sent", "f3", "I sent it", "Say that you have sent it, and when.", footer=True),
    Action("compose.editor", "f4", "editor", "Write the letter in your own editor ($EDITOR).", footer=True),
    Action("compose.anew", "f5", "anew", "Write it anew from the template; asks first.", footer=True),
    Action(
        "compose.way",
        "f6",
        "anew as …",
        "Write it anew for mail, LinkedIn or the phone, or in another language.",
        footer=True,
        priority=True,
    ),
    Action("compose.discard", "f8", "discard", "Throw the draft away; asks first.", footer=True),
)

BATCH = (
    Action(
        "batch.next-letter",
        "f7",
        "next letter",
        "Keep this letter as it is and go on to the next one.",
        footer=True,
        priority=True,
    ),
)

HANDED = (
    Action(
        "handed.sent",
        "f3,y",
        "sent it",
        "Say that you have sent it just now.",
        footer=True,
        does="answer('sent')",
    ),
    Action(
        "handed.later",
        "escape,n,enter,q",
        "not yet",
        "Leave the letter as a draft and go back.",
        footer=True,
        does="answer('later')",
    ),
    Action("handed.subject", "s", "subject", "Copy the subject.", footer=True, does="copy('subject')"),
    Action("handed.address", "a", "address", "Copy the address.", footer=True, does="copy('address')"),
    Action(
        "handed.words",
        "w",
        "words",
        "Copy the words of the letter, without address and subject.",
        does="copy('words')",
    ),
    Action("handed.letter", "e", "edit", "Go on with the letter.", footer=True, does="answer('writing')"),
)

FINDINGS = (
    Action(
        "findings.strength",
        "plus,t",
        "strength",
        "Mark the phrase as a strength.",
        footer=True,
        does="mark('strength')",
    ),
    Action(
        "findings.area",
        "minus,a",
        "area",
        "Mark the phrase as an area to develop.",
        footer=True,
        does="mark('area')",
    ),
    Action(
        "findings.advice",
        "greater_than_sign,d",
        "advice",
        "Mark the phrase as advice.",
        footer=True,
        does="mark('advice')",
    ),
    Action(
        "findings.opportunity",
        "asterisk,o",
        "opportunity",
        "Mark the phrase as an opportunity.",
        footer=True,
        does="mark('opportunity')",
    ),
    Action(
        "findings.reason",
        "equals_sign,n",
        "reason",
        "Mark the phrase as a reason: neither a strength nor an area.",
        footer=True,
        does="mark('reason')",
    ),
    Action("findings.explain", "e", "explain", "Say what the phrase tells, what it does not, what can be done."),
    Action("findings.competency", "c", "competency", "Tie the finding to another competency.", footer=True),
    Action("findings.remove", "x", "remove", "Take the mark away; u brings it back.", footer=True),
    Action("findings.pointer", "p", "pointer", "Make a pointer of it: When …, I will …", footer=True),
    Action("findings.next-reply", "r", "next reply", "Go to the next reply of this conversation."),
    Action(
        "findings.whole", "m", "whole message", "Show the whole message to mark in it, or only the new words again."
    ),
)

PLACING = (
    Action(
        "placing.place",
        "enter",
        "take it",
        "Note the rejection or the offer, add the interview, or choose the conversation a mail belongs to.",
        footer=True,
    ),
    Action("placing.reply", "r", "it is a reply", "Place it as a reply, whatever it was taken for.", footer=True),
    Action("placing.ignore", "x", "dismiss", "It is none of it; the mail is not offered again.", footer=True),
    Action("placing.explain", "e", "explain", "Say what its phrases tell, what they do not, what can be done."),
    Action("placing.whole", "m", "whole message", "Read the whole message as it came."),
)

EVALUATION = (
    Action(
        "evaluation.open", "enter", "open", "Show the sources of the line under the cursor, or edit it.", footer=True
    ),
    Action("evaluation.next-view", "right,l", "next view", "Show the next view.", footer=True, does="step_view(1)"),
    Action("evaluation.plan", "t", "day", "Give an advice or an opening a day.", footer=True),
    Action("evaluation.done", "space", "done", "Mark the action as done, or as still to be done.", footer=True),
    Action(
        "evaluation.rehearse", "r", "rehearse", "Tell the example aloud, with a clock of ninety seconds.", footer=True
    ),
    Action("evaluation.prep", "p", "prep sheet", "Show the prep sheet for an upcoming interview.", footer=True),
    Action(
        "evaluation.sort",
        "s",
        "sort",
        "Make competencies of phrases that have none, by the words they share.",
        footer=True,
    ),
    Action("evaluation.pointer", "i", "I will …", "Make a pointer of it: When …, I will …", footer=True),
    Action("evaluation.chart", "c", "chart", "Show the chart of this line large.", footer=True),
    Action(
        "evaluation.add",
        "a",
        "add",
        "Add a competency, an example or a pointer, as the view shows; make an example of the answer to a question.",
        footer=True,
    ),
    Action(
        "evaluation.edit",
        "e",
        "edit",
        "Edit the competency, example or pointer under the cursor, or write the next answer to a question.",
        footer=True,
    ),
    Action("evaluation.why-me", "w", "why me", "Write your own line on why you, for this competency.", footer=True),
    Action(
        "evaluation.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in their sources; esc clears.",
        footer=True,
    ),
    Action(
        "evaluation.share",
        "S",
        "share",
        "Show the report for a mentor, with names or without, to be saved to a file.",
        footer=True,
    ),
    Action("evaluation.interviews", "f", "interviews", "Let only interviews of a period, role or round count."),
    Action("evaluation.previous-view", "left,h", "previous view", "Show the view before.", does="step_view(-1)"),
    Action("evaluation.drop", "x", "no day", "Take the day of an advice or an opening away."),
    Action("evaluation.remove", "d", "remove", "Remove the example or pointer, or archive the competency."),
    Action("evaluation.restore", "R", "bring back", "Bring back a removed example or an archived competency."),
    Action("evaluation.packs", "K", "packs", "Use the competencies of another kind of work."),
    Action("evaluation.merge", "m", "merge", "Merge the competency into another one, with all its history."),
    Action(
        "evaluation.overview",
        "O",
        "overview",
        "You and them, competency by competency.",
        does="show_view('overview')",
    ),
    Action(
        "evaluation.evidence",
        "E",
        "evidence",
        "Strengths, areas and unknown, with their sources.",
        does="show_view('evidence')",
    ),
    Action(
        "evaluation.trends",
        "T",
        "trends",
        "Ratings, replies, arrivals and answers over time.",
        does="show_view('trends')",
    ),
    Action(
        "evaluation.questions",
        "Q",
        "questions",
        "What they asked and how you answered, and what you asked them.",
        does="show_view('questions')",
    ),
    Action("evaluation.examples", "X", "examples", "The bank of examples to tell.", does="show_view('examples')"),
    Action(
        "evaluation.coverage",
        "C",
        "coverage",
        "Which competency has which examples, gaps first.",
        does="show_view('coverage')",
    ),
    Action(
        "evaluation.pointers",
        "P",
        "pointers",
        "The pointers and whether they were kept.",
        does="show_view('pointers')",
    ),
    Action(
        "evaluation.advice",
        "A",
        "advice",
        "Advice to act on, and openings to come back to.",
        does="show_view('advice')",
    ),
)

SOURCES = (
    Action("sources.go", "enter", "go there", "Go to the conversation or the reflection it comes from.", footer=True),
    Action("sources.pointer", "i", "I will …", "Make a pointer of these words: When …, I will …", footer=True),
    Action("sources.competency", "c", "competency", "Tie these words to another competency.", footer=True),
)

PREP = (
    Action(
        "prep.evening",
        "e",
        "evening page",
        "Show the one page for the evening before, or the whole sheet again.",
        footer=True,
    ),
    Action(
        "prep.markdown",
        "m",
        "Markdown",
        "Save the sheet as Markdown; asks where to.",
        footer=True,
        does="save('md')",
    ),
    Action(
        "prep.html",
        "h",
        "page to print",
        "Save the sheet as a page to print; asks where to.",
        footer=True,
        does="save('html')",
    ),
    Action("prep.browser", "b", "browser", "Open the sheet in the browser, to read or to print.", footer=True),
    Action("prep.other", "o", "other interview", "Choose another interview.", footer=True),
    Action(
        "prep.posting",
        "p",
        "posting",
        "Paste the job posting: the sheet reads from it what they will ask for.",
        footer=True,
    ),
)

SHARE = (
    Action("share.names", "n", "names", "Replace the names of people and firms, or show them again.", footer=True),
    Action(
        "share.markdown", "m", "Markdown", "Save the report as Markdown; asks where to.", footer=True, does="save('md')"
    ),
    Action(
        "share.html",
        "h",
        "page to print",
        "Save the report as a page to print; asks where to.",
        footer=True,
        does="save('html')",
    ),
    Action("share.parts", "x", "leave out", "Choose the parts that are left out.", footer=True),
    Action("share.application", "o", "application", "Share one application alone, or all of them.", footer=True),
)

REHEARSAL = (
    Action("rehearsal.clock", "space", "start, stop", "Start the clock, and stop it when you have ended.", footer=True),
    Action("rehearsal.notes", "h", "hide notes", "Hide the story, or show it again.", footer=True),
    Action("rehearsal.keep", "enter", "keep", "Keep this telling with its seconds.", footer=True),
    Action("rehearsal.again", "backspace", "again", "Set the clock back to the beginning.", footer=True),
)
