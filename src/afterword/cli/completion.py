"""Owns the completion scripts: static text made from the parsers, so that pressing tab starts no program."""

import argparse
from argparse import Namespace
from collections.abc import Mapping
from enum import StrEnum

from afterword.cli.command import GLOBAL_FLAGS, Command, Parser, WordOf, word_of, words_of
from afterword.cli.shell import Shell
from afterword.cli.table import NOUNS


class ShellName(StrEnum):
    """The shells there are scripts for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def _arguments(parser: Parser) -> None:
    parser.add_argument("shell", metavar=words_of(ShellName), type=word_of(ShellName), help="your shell")


def _completion(shell: Shell, args: Namespace) -> None:
    script = {ShellName.BASH: _bash, ShellName.ZSH: _zsh, ShellName.FISH: _fish}[args.shell]()
    shell.answer({"shell": args.shell.value, "script": script}, script)


def _commands() -> list[Command]:
    return [command for noun in NOUNS for command in noun.commands().values()]


def _after() -> dict[str, list[str]]:
    """What can come next after each noun and each command: verbs, flags, words of a fixed set."""
    found: dict[str, list[str]] = {"": [*(noun.word for noun in NOUNS), *GLOBAL_FLAGS]}
    for command in _commands():
        noun, _, verb = command.words.partition(" ")
        if verb:
            found.setdefault(noun, []).append(verb)
        arguments = command.parser().given
        flags = [flag for action in arguments for flag in action.option_strings]
        words = [word for action in arguments if not action.option_strings for word in _words(action)]
        found[command.words] = words + flags
    return found


def _after_flags() -> dict[str, list[str]]:
    """The words of a fixed set that can follow a flag, by command and flag."""
    return {
        f"{command.words} {flag}": _words(action)
        for command in _commands()
        for action in command.parser().given
        for flag in action.option_strings
        if _words(action)
    }


def _words(action: argparse.Action) -> list[str]:
    """The fixed set of words that an argument takes."""
    return action.type.words if isinstance(action.type, WordOf) else []


def _cases(table: Mapping[str, list[str]]) -> str:
    return "\n".join(f"    '{key}') words='{' '.join(words)}' ;;" for key, words in table.items())


_BODY = """\
_afterword() {{
  local key='' count=0 skip='' word words=''
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    if [ -n "$skip" ]; then skip=''; continue; fi
    case "$word" in
      --data-dir|--config) skip=1 ;;
      -*) ;;
      *) if [ "$count" -lt 2 ]; then key="${{key:+$key }}$word"; count=$((count+1)); fi ;;
    esac
  done
  case "${{key%% *}}" in
    {alone}) key="${{key%% *}}" ;;
  esac
  case "$key $before" in
{after_flags}
  esac
  [ -n "$words" ] || case "$key" in
{after}
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}}
complete -o default -F _afterword afterword
"""


def _bash() -> str:
    alone = "|".join(command.words for command in _commands() if " " not in command.words)
    return "# Completion of afterword for bash.\n" + _BODY.format(
        alone=alone, after_flags=_cases(_after_flags()), after=_cases(_after())
    )


def _zsh() -> str:
    loads = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
    return "# Completion of afterword for zsh.\n" + loads + _bash().partition("\n")[2]


def _fish() -> str:
    lines = ["# Completion of afterword for fish.", "complete -c afterword -f"]
    lines += [f"complete -c afterword -n __fish_use_subcommand -l {flag.lstrip('-')}" for flag in GLOBAL_FLAGS]
    for noun in NOUNS:
        lines.append(f"complete -c afterword -n __fish_use_subcommand -a {noun.word} -d {_quoted(noun.about)}")
        verbs = [verb for verb in noun.commands() if verb]
        here = f"__fish_seen_subcommand_from {noun.word}"
        for verb, command in noun.commands().items():
            seen = f"{here}; and __fish_seen_subcommand_from {verb}" if verb else here
            if verb:
                none = f"{here}; and not __fish_seen_subcommand_from {' '.join(verbs)}"
                lines.append(f"complete -c afterword -n '{none}' -a {verb} -d {_quoted(command.about)}")
            lines += [_fish_argument(seen, action) for action in command.parser().given]
    return "\n".join(line for line in lines if line) + "\n"


def _fish_argument(seen: str, action: argparse.Action) -> str:
    words = _quoted(" ".join(_words(action)))
    long = [flag.removeprefix("--") for flag in action.option_strings if flag.startswith("--")]
    if long:
        takes = "" if action.nargs == 0 else f" -r -a {words}" if _words(action) else " -r -F"
        return f"complete -c afterword -n '{seen}' -l {long[0]}{takes} -d {_quoted(action.help or '')}"
    return f"complete -c afterword -n '{seen}' -a {words}" if _words(action) else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


COMMANDS: tuple[Command, ...] = (
    Command(
        "completion",
        "print a completion script",
        _arguments,
        _completion,
        'bash, in ~/.bashrc:   eval "$(afterword completion bash)"\n'
        'zsh, in ~/.zshrc:     eval "$(afterword completion zsh)"\n'
        "fish:   afterword completion fish > ~/.config/fish/completions/afterword.fish",
    ),
)
