"""How the evaluation reads: rows, charts and words made from plain histories, without a screen."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from tests.evaluation.histories import ADVICE, AREA, NOW, OPPORTUNITY, STRENGTH, History

from afterword.domain.document import Entry, RatingChart, TableRow, part_words
from afterword.domain.evaluation import views as rows
from afterword.domain.evaluation.details import chart_entries, details
from afterword.domain.evaluation.evaluation import EVERYTHING, Evaluation
from afterword.domain.evaluation.sources import ShownEvaluation, evidence_words, newest, sources
from afterword.domain.practice import Example
from afterword.domain.reflection import AnswerKind
from afterword.tui.presenters.conversation import chart_lines, section_lines
from afterword.tui.screens.preparation import clock_lines, story_lines
from afterword.tui.styles import plain
from afterword.tui.widgets.lines import TextLine

TODAY = NOW.date()
TRAITS = ("you are ", "bad at", "weak", "fail", "lazy", "score")


def known_of(history: History) -> ShownEvaluation:
    """What the pane would know of that life."""
    found = history.report(EVERYTHING)
    assert isinstance(found, Evaluation)
    return ShownEvaluation(found, history.journal, TODAY)


def words(lines: Iterable[TextLine]) -> str:
    """The lines as text."""
    return "\n".join(plain(line.text) for line in lines)


def beside(known: ShownEvaluation, key: str) -> str:
    """What stands beside that row, as text."""
    return words(section_lines(details(known, key)))


def table(found: Iterable[TableRow]) -> dict[str, list[str]]:
    """The cells of each row as text."""
    return {row.key: ["".join(map(part_words, cell)).strip() for cell in row.cells] for row in found}


def two_interviews() -> History:
    """Rated high in both; an area named in both, praise for something rated low."""
    history = History()
    for key, ago in (("alfa", 30), ("bravo", 20)):
        history.interview(key, ago)
        history.rate(key, c_communication=5, c_teamwork=2)
        history.said(key, AREA, f"we lost the thread at {key}", "communication")
    history.said("bravo", STRENGTH, "you credited the others", "teamwork")
    return history


def test_an_area_rated_high_twice_is_a_blind_spot_and_a_pattern() -> None:
    """The first row names it, with both ratings and how often it was said."""
    known = known_of(two_interviews())
    listing = table(rows.overview(known))
    first, second = list(listing)[:2]
    assert (first, second) == ("focus/competency/communication", "competency/communication")
    assert listing[first] == ["Communication", "◆ work on", "██ 5", "at 2 employers", ""]
    assert listing[second] == ["Communication", "! blind spot", "██ 5", "-2 pattern", "0 of 2"]


def test_praise_for_what_was_rated_low_is_a_hidden_strength_seen_once() -> None:
    """One interview is never called a pattern."""
    known = known_of(two_interviews())
    row = table(rows.overview(known))["competency/teamwork"]
    assert row[1] == "^ hidden strength"
    assert row[3] == "+1 once"
    assert "Seen once." in beside(known, "competency/teamwork")
    assert "pattern" not in beside(known, "competency/teamwork")


def test_nothing_is_said_of_what_nobody_spoke_of() -> None:
    """The unknown stands last, without counts, and says that this means nothing."""
    known = known_of(two_interviews())
    listing = table(rows.overview(known))
    assert list(listing.values())[-1][1:4] == ["? unknown", "–", "–"]
    assert "That says nothing either way." in beside(known, list(listing)[-1])


def test_every_source_of_a_line_is_there_and_leads_somewhere() -> None:
    """Words lead to their conversation, ratings to their reflection."""
    known = known_of(two_interviews())
    found = sources(known, "competency/communication")
    assert sorted(one.leads_to[0] for one in found) == ["feedback", "feedback", "reflection", "reflection"]
    assert all(one.evidence.finding_id for one in found if one.leads_to[0] == "feedback")


def test_praise_speaks_against_an_area() -> None:
    """Both sides are shown, apart from each other."""
    history = two_interviews()
    history.said("alfa", STRENGTH, "the summary was clear", "communication")
    text = beside(known_of(history), "area/communication")
    assert text.index("What they said") < text.index("lost the thread") < text.index("What speaks against it")
    assert text.index("What speaks against it") < text.index("the summary was clear")


def test_sources_begin_with_words_that_speak_for_the_line() -> None:
    """Then your own ratings, then what speaks against it; of each the latest first."""
    history = two_interviews()
    history.said("alfa", STRENGTH, "the summary was clear", "communication")
    ordered = newest(sources(known_of(history), "area/communication"))
    assert [evidence_words(one.evidence) for one in ordered][:2] == [
        "“we lost the thread at bravo”",
        "“we lost the thread at alfa”",
    ]
    assert [one.against for one in ordered] == sorted(one.against for one in ordered)
    assert ordered[0].evidence.on > ordered[1].evidence.on


def test_words_about_a_person_name_behaviour_and_never_a_trait() -> None:
    """No line of any view calls the person something or adds them up."""
    history = two_interviews()
    history.answer("alfa", AnswerKind.OPINION)
    history.answer("bravo", AnswerKind.OPINION)
    known = known_of(history)
    listings = [table(view.rows(known)) for view in rows.VIEWS]
    text = "\n".join("\n".join(listing[key]) + beside(known, key) for listing in listings for key in listing)
    assert not [trait for trait in TRAITS if trait in text.lower()]


def test_words_without_a_competency_are_listed_apart() -> None:
    """They count nowhere else, and the row says how many there are."""
    history = two_interviews()
    history.said("alfa", AREA, "bring a pen", None)
    known = known_of(history)
    assert "unassigned/" in table(rows.overview(known))
    assert table(rows.evidence(known))["unassigned/"][4] == "“bring a pen”"


# ── trends ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rating_lines(width: int, *values: int) -> list[str]:
    """The chart of ratings a week apart."""
    days = tuple(date(2026, 1, 5) + timedelta(weeks=week) for week in range(len(values)))
    return [plain(line.text) for line in chart_lines([Entry((RatingChart(values, "", days),))], width)]


@pytest.mark.parametrize("width", [14, 30, 60, 120])
@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_a_rating_chart_keeps_to_its_width_and_shows_its_numbers(width: int, count: int) -> None:
    """One dot for each interview that fits, with its number below it."""
    values = [n % 5 + 1 for n in range(count)]
    lines = rating_lines(width, *values)
    assert all(len(line) <= width for line in lines[:7])
    dots = sum(line.count("●") for line in lines)
    numbers = [int(part) for part in lines[6].split()]
    assert numbers == values[-dots:]
    assert dots == min(count, (width - 4) // 3)


def test_few_replies_are_counted_in_one_row_without_a_share() -> None:
    """A round has a row of its own only where a share says something."""
    history = two_interviews()
    history.interview("charlie", 10, round="Final")
    history.ask("charlie")
    listing = table(rows.trends(known_of(history)))
    assert [key for key in listing if key.startswith("replies/")] == ["replies/"]
    assert "%" not in "".join(listing["replies/"])


def test_a_dot_stands_on_the_line_of_its_value() -> None:
    """The picture and the number say the same."""
    lines = rating_lines(40, 2)
    (row,) = (line for line in lines if "●" in line)
    assert row.startswith("2 ┤")


def chart(known: ShownEvaluation, key: str) -> list[str]:
    """The lines of a chart."""
    return [plain(line.text) for line in chart_lines(chart_entries(known, key), 80)]


def test_a_late_arrival_points_right_and_an_early_one_left() -> None:
    """The words stand beside each bar, the latest first."""
    history = History()
    for key, ago, late in (("alfa", 30, 10), ("bravo", 20, -5)):
        planned = history.interview(key, ago).at
        history.interview(key, ago, arrived=planned + timedelta(minutes=late))
    early, late_line = chart(known_of(history), "arrivals/")[1:]
    assert early.index("█") < early.index("│") < early.index("5 minutes early")
    assert late_line.index("│") < late_line.index("█") < late_line.index("10 minutes late")


def test_shares_of_replies_begin_at_five_requests() -> None:
    """Below five requests only the counts are shown."""
    history = History()
    for number, days in enumerate((1, 2, 2, 5, None, None, None, None)):
        history.interview(f"firm{number}", 40 - number, round="Final" if number in (0, 3, 4, 5) else "")
        history.ask(f"firm{number}", days=days)
    text = "\n".join(chart(known_of(history), "replies/"))
    assert "2 of 4 replied" in text
    assert "4 of 8 (50 %)" in text
    assert "2 of 4 (" not in text
    assert "2 days to reply, in the middle" in text


def test_bars_are_long_where_there_is_room() -> None:
    """Twice as long from sixty cells on."""
    history = two_interviews()
    for _ in range(5):
        history.answer("alfa", AnswerKind.STORY)
    entries = chart_entries(known_of(history), "answers/")
    narrow, wide = (words(chart_lines(entries, width)) for width in (59, 60))
    assert "█" * 20 not in narrow
    assert "█" * 20 in wide
    assert "5 of 5 (100 %)" in narrow


# ── practice ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_gaps_come_first_in_the_matrix() -> None:
    """A covered competency stands after the empty ones; begun and ready look different."""
    history = two_interviews()
    story = Example(
        id="e1", title="Pipe", created=NOW, action="I turned it off", result="Dry", competencies=("teamwork",)
    )
    begun = Example(id="e2", title="Roof", created=NOW, competencies=("teamwork",))
    history.put("examples", story)
    history.put("examples", begun)
    listing = table(rows.coverage(known_of(history)))
    assert list(listing)[-1] == "cover/teamwork"
    row = listing["cover/teamwork"]
    assert row[1:] == ["! 1 of 2, 1 begun", "1●   2○"]
    assert "!" in next(iter(listing.values()))[1]


def test_an_example_says_what_to_write_next_and_when_to_tell_it() -> None:
    """A begun one has no day to be told aloud."""
    history = two_interviews()
    history.put("examples", Example(id="e2", title="Roof", created=NOW, situation="It rained."))
    known = known_of(history)
    assert table(rows.examples(known))["example/e2"][2:] == ["not yet", "–"]
    assert "Next: Write what you did yourself" in beside(known, "example/e2")


def test_advice_and_openings_say_what_is_planned() -> None:
    """Without a plan, the advice says so, and the opening has the day that their words name."""
    history = two_interviews()
    told = history.said("alfa", ADVICE, "draw the boxes first", "communication")
    door = history.said("bravo", OPPORTUNITY, "ask again in spring", None)
    listing = table(rows.advice(known_of(history)))
    assert listing[f"advice/{told.id}"][1] == "not planned yet"
    assert listing[f"opening/{door.id}"][1] == "write 1 Mar"


def test_the_focus_holds_at_most_three_things_to_work_on() -> None:
    """What was said in most interviews first."""
    history = two_interviews()
    for competency in ("ownership", "learning", "leadership"):
        history.said("alfa", AREA, f"say more on {competency}", competency)
    listing = table(rows.focus(known_of(history)))
    assert next(iter(listing)) == "focus/competency/communication"
    assert len([key for key in listing if key.startswith("focus/")]) == 3


def test_the_clock_counts_down_and_on() -> None:
    """Seconds left, then seconds over, in words beside the bar."""
    assert "20 seconds left" in words(clock_lines(70, running=True, without_notes=True))
    assert "5 seconds over ninety" in words(clock_lines(95, running=False, without_notes=False))


def test_a_hidden_story_shows_only_the_names_of_its_parts() -> None:
    """Nothing of the text is left on the screen."""
    story = Example(id="e", title="Pipe", created=NOW, action="I turned the water off")
    assert "water" in words(story_lines(story, hidden=False))
    assert "water" not in words(story_lines(story, hidden=True))
    assert "Action" in words(story_lines(story, hidden=True))
