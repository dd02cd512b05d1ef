"""Owns what an action is, and the actions that work everywhere or belong to the shared widgets and screens."""

from msgspec import Struct


class Action(Struct, frozen=True):
    """Something a key does.

    `id` is `scope.name` and never changes: the keymap of the settings names it. `keys` are Textual key names, separated
    by commas; the first is the one shown. `label` is a word or two for the footer, `help` one sentence for the help
    screen, the palette and docs/keys.md. `footer`: worth a place among the few keys of the footer. `priority`: acts
    even while a text is being typed. `does` is the action as Textual calls it, where that is not the name alone:
    `rate(3)` calls the method `action_rate` of whoever has the key.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = False
    priority: bool = False
    does: str = ""

    @property
    def scope(self) -> str:
        """Where the action is at home: `app`, a pane, a screen or a widget."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The action within its scope."""
        return self.id.partition(".")[2]

    @property
    def call(self) -> str:
        """The action as Textual calls it."""
        return self.does or self.name.replace("-", "_")

    @property
    def method(self) -> str:
        """The name of what is called, without parameters: Textual asks `check_action` for it."""
        return self.call.partition("(")[0].rpartition(".")[2]


APP = (
    Action("app.today", "0", "today", "Show everything that is due, over all panes.", does="show_pane('today')"),
    Action(
        "app.reflection",
        "1",
        "reflection",
        "Show the reflections on your interviews.",
        does="show_pane('reflection')",
    ),
    Action(
        "app.feedback",
        "2",
        "feedback",
        "Show whom you asked, who replied and what is due.",
        does="show_pane('feedback')",
    ),
    Action(
        "app.evaluation",
        "3",
        "evaluation",
        "Show what all of it says about your strengths and areas.",
        does="show_pane('evaluation')",
    ),
    Action("app.next-due", "n", "next due", "Jump to the next thing that is due.", footer=True),
    Action("app.undo", "u", "undo", "Take back the last change; the step is named."),
    Action("app.redo", "U", "redo", "Bring back the change that was taken back last."),
    Action(
        "app.history",
        "H",
        "history",
        "Show what changed when: in the record under the cursor and its parts, or in everything.",
    ),
    Action("app.trash", "ctrl+t", "trash", "Show what was removed, put away or thrown away, to bring it back."),
    Action("app.help", "question_mark,f1", "help", "Show every key that works here.", footer=True),
    Action("app.palette", "ctrl+p", "palette", "Find an action of any pane by its name, and do it."),
    Action(
        "app.search",
        "ctrl+f",
        "search",
        "Search everything: companies, people, notes, replies, letters, answers, findings.",
        priority=True,
    ),
    Action("app.settings", "comma", "settings", "Show and change every setting; what you wrote in the file stays."),
    Action("app.tour", "f12", "tour", "Say in five sentences what is where."),
    Action("app.theme", "f9", "theme", "Change to the next theme until you leave: dark, light, high contrast."),
    Action("app.views", "V", "views", "Take, save or remove a view: a pane as it is filtered, sorted and grouped."),
    Action("app.export", "f10", "export", "Write everything to a file: JSON, a table, a report, a calendar."),
    Action(
        "app.import",
        "I",
        "import",
        "Take in a file: a journal, a table, a calendar, mails; shows first what would come in.",
    ),
    Action("app.came-in", "W", "what came in", "Show what came in from another machine since the start."),
    Action("app.backup", "B", "backup", "Copy the journal now, and say where the copy is."),
    Action("app.clear", "escape", "clear", "Clear the filter, then the selection.", footer=True),
    Action("app.quit", "q", "quit", "Go back; at the top, leave the program.", does="go_back"),
    Action(
        "app.leave",
        "ctrl+q",
        "back",
        "Go back even while typing; asks when something is not saved.",
        priority=True,
        does="go_back",
    ),
    Action(
        "app.suspend",
        "ctrl+z",
        "suspend",
        "Go to the shell; fg comes back.",
        priority=True,
    ),
    Action("app.interrupt", "ctrl+c", "how to leave", "Say how to leave the program."),
    Action("focus.next", "tab", "next part", "Move to the next part of the screen.", does="app.focus_next"),
    Action(
        "focus.previous",
        "shift+tab",
        "previous part",
        "Move to the previous part of the screen.",
        does="app.focus_previous",
    ),
)

TODAY = (
    Action("today.do", "enter", "do it", "Do what is under the cursor, or with all that are ticked.", footer=True),
    Action("today.wait", "z", "wait a day", "Let it wait until the next day on which it can be done.", footer=True),
    Action("today.wait-until", "Z", "wait until", "Let it wait until a day of your choice."),
    Action("today.tick", "space", "tick", "Tick the line, or untick it; enter then acts on all of them.", footer=True),
    Action("today.tick-all", "asterisk", "tick all", "Tick every line that is shown; again unticks them."),
    Action("today.add", "a", "add interview", "Add an interview: company, role, when, with whom.", footer=True),
    Action(
        "today.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in why they are due.",
        footer=True,
    ),
    Action("today.check", "m", "check mail", "Look for replies and decisions in your mailboxes; again stops."),
)

LIST = (
    Action("list.down", "down,j", "down", "One line down.", does="move(1)"),
    Action("list.up", "up,k", "up", "One line up.", does="move(-1)"),
    Action("list.page-down", "pagedown", "page down", "One page down.", does="move_pages(1)"),
    Action("list.page-up", "pageup", "page up", "One page up.", does="move_pages(-1)"),
    Action("list.first", "home,g", "first", "To the first line."),
    Action("list.last", "end,G", "last", "To the last line."),
    Action("list.open", "enter", "open", "Open the line under the cursor."),
    Action("filter.keep", "enter,down", "keep", "Go back to the list, with the lines that are kept.", footer=True),
)

TEXT = (
    Action("text.down", "down,j", "down", "Scroll one line down.", does="move(1)"),
    Action("text.up", "up,k", "up", "Scroll one line up.", does="move(-1)"),
    Action("text.page-down", "pagedown,space", "page down", "Scroll one page down.", does="move_pages(1)"),
    Action("text.page-up", "pageup", "page up", "Scroll one page up.", does="move_pages(-1)"),
    Action("text.first", "home,g", "first", "Scroll to the beginning."),
    Action("text.last", "end,G", "last", "Scroll to the end."),
)

MARKING = (
    Action("marking.extend", "v", "mark", "Begin or end marking a phrase at the cursor.", footer=True),
    Action("marking.right", "right", "right", "One character to the right.", does="go('right')"),
    Action("marking.left", "left", "left", "One character to the left.", does="go('left')"),
    Action("marking.word", "w", "next word", "To the next word.", footer=True, does="go('word')"),
    Action(
        "marking.word-back",
        "b",
        "previous word",
        "To the beginning of the word, or the one before.",
        footer=True,
        does="go('word-back')",
    ),
    Action("marking.word-end", "E", "end of word", "To the end of the word.", does="go('word-end')"),
    Action("marking.down", "down,j", "down", "One line down.", does="move(1)"),
    Action("marking.up", "up,k", "up", "One line up.", does="move(-1)"),
    Action("marking.line-start", "home,0", "line start", "To the beginning of the line.", does="go('line-start')"),
    Action("marking.line-end", "end", "line end", "To the end of the line.", does="go('line-end')"),
    Action(
        "marking.next-sentence",
        "space",
        "next sentence",
        "To the next sentence.",
        footer=True,
        does="go_sentences(1)",
    ),
    Action(
        "marking.previous-sentence",
        "backspace",
        "previous sentence",
        "To the sentence before.",
        does="go_sentences(-1)",
    ),
    Action("marking.sentence", "s", "sentence", "Mark the whole sentence at the cursor.", footer=True),
    Action("marking.page-down", "pagedown", "page down", "One page down.", does="move_pages(1)"),
    Action("marking.page-up", "pageup", "page up", "One page up.", does="move_pages(-1)"),
)

FIELDS = (
    Action(
        "date.later",
        "up",
        "later",
        "A day later; a quarter of an hour where the cursor is on a time.",
        footer=True,
        does="move(1)",
    ),
    Action(
        "date.earlier",
        "down",
        "earlier",
        "A day earlier; a quarter of an hour where the cursor is on a time.",
        footer=True,
        does="move(-1)",
    ),
    Action(
        "choice.next",
        "right,space",
        "next",
        "Take the next choice; letters take the one that begins with them.",
        footer=True,
        does="move(1)",
    ),
    Action("choice.previous", "left", "previous", "Take the choice before.", footer=True, does="move(-1)"),
    Action(
        "tick.toggle", "space", "tick", "Tick or untick; letters go to what begins with them.", footer=True, does="tick"
    ),
    Action("tick.next", "right", "next", "One box further.", does="move(1)"),
    Action("tick.previous", "left", "previous", "One box back.", does="move(-1)"),
    Action("tick.down", "down", "down", "One line down.", does="move_lines(1)"),
    Action("tick.up", "up", "up", "One line up.", does="move_lines(-1)"),
)

SCREENS = (
    Action("history.read", "enter", "read", "Read on in what the step under the cursor changed.", footer=True),
    Action("preview.take-in", "y", "take in", "Take in what is shown, as one step.", footer=True),
    Action("preview.leave", "n", "leave", "Take in nothing.", footer=True, does="back"),
    Action("preview.columns", "c", "columns", "Say what each column of the table holds.", footer=True),
    Action("trash.restore", "enter,R", "bring back", "Bring back what is under the cursor.", footer=True),
    Action(
        "narrow.filter",
        "slash",
        "filter",
        "Show only lines with these words in them or in their details; esc clears.",
        footer=True,
    ),
    Action("search.open", "enter", "go there", "Go to the hit under the cursor; esc comes back.", footer=True),
    Action("search.down", "down", "next hit", "One hit down.", does="move(1)"),
    Action("search.up", "up", "hit before", "One hit up.", does="move(-1)"),
    Action("search.page-down", "pagedown", "page down", "One page of hits down.", does="move_pages(1)"),
    Action("search.page-up", "pageup", "page up", "One page of hits up.", does="move_pages(-1)"),
    Action("search.scroll-down", "shift+down", "scroll down", "Scroll the words of the hit down.", does="scroll(1)"),
    Action("search.scroll-up", "shift+up", "scroll up", "Scroll the words of the hit up.", does="scroll(-1)"),
    *(
        Action(f"views.take-{digit}", str(digit), f"view {digit}", f"Show view {digit}.", does=f"take({digit})")
        for digit in range(1, 10)
    ),
    Action("views.open", "enter", "show", "Show the view under the cursor.", footer=True),
    Action("views.save", "a,plus", "save this one", "Keep the pane as it is now, under a name.", footer=True),
    Action("views.remove", "d,delete", "remove", "Remove the view under the cursor.", footer=True),
    Action("views.close", "escape,q,V", "close", "Leave everything as it is.", footer=True, does="dismiss"),
    Action("settings.edit", "enter", "change", "Change the setting under the cursor.", footer=True),
    Action("settings.usual", "x", "usual", "Make it what it is when nobody says anything.", footer=True),
    Action("tour.leave", "escape,q,enter,space", "go on", "Leave the tour.", footer=True, does="dismiss"),
    Action("page.back", "escape,q", "back", "Go back to the panes.", footer=True),
    Action("help.close", "escape,q,question_mark,f1", "close", "Close this help.", footer=True),
    Action("confirm.yes", "y", "yes", "Do it.", footer=True, does="dismiss(True)"),
    Action("confirm.no", "n,escape,enter,q", "no", "Leave everything as it is.", footer=True, does="dismiss(False)"),
    Action("unsaved.save", "y", "save", "Save what was typed.", footer=True, does="answer('save')"),
    Action("unsaved.discard", "n", "discard", "Close without saving.", footer=True, does="answer('discard')"),
    Action(
        "unsaved.stay",
        "escape,enter",
        "go on writing",
        "Go back to what you were typing.",
        footer=True,
        does="answer('stay')",
    ),
    Action(
        "left.go-on",
        "enter",
        "go on",
        "Open it again, with everything you typed.",
        footer=True,
        does="answer('go on')",
    ),
    Action("left.drop", "x", "throw away", "Throw away what you typed.", footer=True, does="answer('drop')"),
    Action(
        "left.later",
        "escape",
        "later",
        "Leave it for now; it is offered again where you typed it.",
        footer=True,
        does="answer('later')",
    ),
    Action("changed.mine", "k,m", "keep mine", "Keep what you typed.", footer=True, does="answer('mine')"),
    Action(
        "changed.theirs",
        "t",
        "take theirs",
        "Take what was saved elsewhere meanwhile.",
        footer=True,
        does="answer('theirs')",
    ),
    Action("changed.back", "escape,enter", "back", "Go back; nothing is saved yet.", footer=True, does="dismiss"),
    Action(
        "form.enter",
        "enter",
        "save",
        "Go on to the next needed line; save from the last one, and from all others but texts.",
        footer=True,
    ),
    Action("form.save", "f2", "save", "Save and close; enter does it, too, except in longer texts.", footer=True),
    Action("form.leave", "escape", "close", "Close; asks first when something was typed.", footer=True),
    Action("form.editor", "f4", "editor", "Write this text in your own editor ($EDITOR)."),
    Action("form.bring-back", "f3", "bring back", "Fill in what you typed here and did not save.", footer=True),
    Action("form.throw-away", "f8", "throw away", "Throw away what you typed here and did not save.", footer=True),
    Action("form.help", "f1,question_mark", "help", "Show every key that works here.", footer=True),
    Action("dialog.help", "f1,question_mark", "help", "Show every key that works here."),
    Action(
        "pick.open",
        "enter",
        "choose",
        "Choose what is under the cursor; with several, all that are ticked.",
        footer=True,
    ),
    Action("pick.tick", "space", "tick", "Tick or untick the line under the cursor.", footer=True),
    Action("pick.down", "down", "down", "One line down.", does="move(1)"),
    Action("pick.up", "up", "up", "One line up.", does="move(-1)"),
    Action("pick.page-down", "pagedown", "page down", "One page down.", does="move_pages(1)"),
    Action("pick.page-up", "pageup", "page up", "One page up.", does="move_pages(-1)"),
    Action("pick.shorten", "backspace", "shorten", "Take the last typed letter away."),
    Action("pick.close", "escape", "cancel", "Clear what was typed, then close without choosing.", footer=True),
    Action("ticks.done", "enter", "done", "Close; what is ticked is taken.", footer=True),
    Action("ticks.tick", "space", "or its key: tick", "Tick or untick the line under the cursor.", footer=True),
    Action("ticks.down", "down,j", "down", "One line down.", does="move(1)"),
    Action("ticks.up", "up,k", "up", "One line up.", does="move(-1)"),
    Action("ticks.page-down", "pagedown", "page down", "One page down.", does="move_pages(1)"),
    Action("ticks.page-up", "pageup", "page up", "One page up.", does="move_pages(-1)"),
    Action("ticks.close", "escape", "cancel", "Close; everything stays as it was.", footer=True, does="dismiss(None)"),
)
