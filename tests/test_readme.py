"""The README says what is true."""

import re
import shlex
import subprocess
from pathlib import Path

from afterword.cli.command import find
from afterword.settings_file import load_settings
from afterword.tui.actions import mistakes

README = Path(__file__).parent.parent / "README.md"


def _blocks(language: str) -> list[str]:
    """Every block of code in that language, in the README and in the docs."""
    pages = [README, *sorted(README.parent.glob("docs/**/*.md"))]
    return [
        block
        for page in pages
        for block in re.findall(
            rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
    ]


def test_the_settings_they_show_start_the_app(tmp_path: Path) -> None:
    """Every example of settings is read without a mistake, and its keys hold."""
    examples = _blocks("toml")
    assert len(examples) >= 3
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.toml"
        path.write_text(example, encoding="utf-8")
        assert not mistakes(load_settings(path).keys)


def test_the_calls_they_show_are_calls() -> None:
    """Every line of a shell is one that the parser reads, or a target of make."""
    lines = [line for block in _blocks("sh") for line in block.replace("\\\n", " ").splitlines() if line.strip()]
    assert len(lines) >= 6
    targets = re.findall(r"^([a-z-]+):", (README.parent / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for line in lines:
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            assert words[1] in targets, line
        elif words:
            assert words[0] == "afterword", line
            command, _, rest = find(words[1:])
            assert command is not None, line
            command.parser().read(rest)


CALL = re.compile(r"\bafterword((?: (?:--?[a-z-]+|-|[a-z%][\w%]*))+)")


def test_every_call_inside_other_programs_is_one() -> None:
    """Recipes for prompts, cron, mail programs and git call commands that there are, with flags that they take."""
    text = "\n".join(_fenced())
    calls = [words.split() for words in CALL.findall(text)]
    assert len(calls) >= 10
    for words in calls:
        command, _, rest = find(words)
        assert command is not None, words
        flags = {flag for argument in command.parser().given for flag in argument.option_strings}
        assert {word for word in rest if word.startswith("--")} <= flags, words


def _fenced() -> list[str]:
    """The blocks that belong into files of other programs."""
    page = (README.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
    return re.findall(r"^```(?!sh$|toml$)\w+\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def test_the_prompt_of_the_recipes_is_one(tmp_path: Path) -> None:
    """Bash shows it, with the count where something is due and without where nothing is."""
    prompt = next(block for block in _fenced() if block.startswith("PS1="))
    for count, shown in (("3", "3 due · "), ("", "")):
        stand_in = tmp_path / "afterword"
        stand_in.write_text(f"#!/bin/sh\necho {count}\n", encoding="utf-8")
        stand_in.chmod(0o755)
        script = f"{prompt}\nprintf '%s' \"${{PS1@P}}\""
        environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
        call = ["/bin/bash", "--norc", "-c", script]
        done = subprocess.run(call, capture_output=True, text=True, check=True, env=environ)  # noqa: S603 - our own call
        assert done.stdout.startswith(shown), done
        assert ("due" in done.stdout) is bool(count)


def test_the_picture_is_there() -> None:
    """The one picture stands beside the README and shows the three panes, as the app exported them."""
    [name] = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    picture = (README.parent / name).read_text(encoding="utf-8")
    assert picture.count('class="rich-terminal"') == 3
    assert "Ada" in picture


def test_the_readme_fits_on_a_screen_or_two() -> None:
    """Reasons, a picture, two commands and a tour; everything else is a link."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 90


def test_every_link_leads_somewhere() -> None:
    """Whatever a page links to within the project is there."""
    pages = [README, *README.parent.glob("*.md"), *README.parent.glob("docs/**/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_place_they_name_is_there() -> None:
    """A folder or a file of the project that a page names exists."""
    for page in [README, *README.parent.glob("*.md"), *README.parent.glob("docs/**/*.md")]:
        text = page.read_text(encoding="utf-8")
        for place in re.findall(r"`((?:src|tests|docs|scripts|styles|benchmarks)/[\w./-]*)`", text):
            assert (README.parent / place).exists(), f"{page.name}: {place}"
