"""The verbs `cue …`: what body language is rated by, put away, or added."""

from tests.cli.calls import Calls

SENTENCES = ("Never.", "Once.", "At times.", "Often.", "All the time.")


def _asked(calls: Calls, about: str) -> str:
    return calls("reflect", about, stdin="\n" * 14).err


def test_a_cue_is_put_away_and_comes_back(calls: Calls) -> None:
    """It is asked for no more, listed only with --all, and its old rating stays on the page with its sentence."""
    about, other = calls.interview(), calls.interview(at="2026-11-02 10:00")
    calls.done("reflect", about, stdin="\n\n>\n\n\n\n4\n")
    assert "Hands: How calm were your hands?" in _asked(calls, other)
    calls.done("cue", "away", "hands")
    assert "Hands:" not in _asked(calls, other)
    assert "Hands: 4  They fidgeted once or twice." in calls.done("reflect", about, "--show")
    assert "hands-2" not in calls.done("cue", "list")
    assert "Hands (put away)" in calls.done("cue", "list", "--all")
    calls.done("cue", "back", "hands-2")
    assert "Hands: How calm were your hands?" in _asked(calls, other)


def test_a_cue_of_ones_own_is_added_rated_and_shown(calls: Calls) -> None:
    """Where it fits it is asked for with its sentences, or as a plain 1 to 5."""
    points = [word for sentence in SENTENCES for word in ("--point", sentence)]
    assert calls.done("cue", "add", "--title", "Nodding", "--mode", "onsite", *points) == "nodding"
    assert calls.done("cue", "add", "--title", "Sitting still") == "sitting-still"
    calls.done("cue", "edit", "sitting-still", "--question", "How still did you sit?")
    about = calls.interview()
    assert "4  Often." in _asked(calls, about)
    calls.done("reflect", about, stdin="\n\n>\n\n\n\n\n\n\n4\n2\n")
    page = calls.done("reflect", about, "--show")
    assert "Nodding: 4  Often." in page
    assert "Sitting still: 2" in page
    shown = calls.json("cue", "show", "nodding")
    assert (shown["modes"], shown["points"]) == (["onsite"], list(SENTENCES))
    refused = calls("cue", "edit", "nodding", "--point", "Hardly.")
    assert refused.code != 0
    assert "five different sentences" in refused.err


def test_every_usual_cue_is_shown_with_its_sentences(calls: Calls) -> None:
    """By name as well as by id; an unknown one is named."""
    page = calls.done("cue", "show", "eye contact")
    assert "I looked at them for about half of an answer." in page
    assert "no cue" in calls("cue", "show", "juggling").err
