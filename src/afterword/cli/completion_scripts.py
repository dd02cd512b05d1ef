"""Owns the scripts of the three shells: each walks the words before the cursor and looks up what can follow them."""

from collections.abc import Mapping

Candidates = dict[str, str]
"""What can be typed, each with a word about it."""
Table = Mapping[str, Candidates | str]

_WALK = """\
_afterword_follows() {
  spec=''
  case "$1" in
TABLE
  esac
}
_afterword_walk() {
  local current="$1" word noun='' call='' flag='' place=0
  shift
  for word in "$@"; do
    if [ -n "$flag" ]; then
      case "$flag" in
        --data-dir) data="$word" ;;
        --config) config="$word" ;;
      esac
      flag=''
      continue
    fi
    case "$word" in
      --data-dir=*) data="${word#*=}" ;;
      --config=*) config="${word#*=}" ;;
      --demo) demo=1 ;;
      -*=*) ;;
      -*) _afterword_follows "$call $word"; [ -z "$spec" ] || flag="$word" ;;
      *)
        if [ -z "$noun" ]; then
          noun="$word"
          _afterword_follows ":$noun"
          [ -n "$spec" ] || call="$noun"
        elif [ -z "$call" ]; then
          call="$noun $word"
        else
          place=$((place + 1))
        fi ;;
    esac
  done
  if [ -n "$flag" ]; then _afterword_follows "$call $flag"; return; fi
  case "$current" in
    -*=*) _afterword_follows "$call ${current%%=*}" ;;
    -*) if [ -n "$noun" ]; then _afterword_follows "$call"; else _afterword_follows -; fi ;;
    *)
      if [ -z "$noun" ]; then
        _afterword_follows .
      elif [ -z "$call" ]; then
        _afterword_follows ":$noun"
      else
        _afterword_follows "$call $((place + 1))"
        [ -n "$spec" ] || _afterword_follows "$call +"
        [ -n "$spec" ] || _afterword_follows "$call"
      fi ;;
  esac
}
_afterword_ids() {
  afterword ${data:+"--data-dir=$data"} ${config:+"--config=$config"} ${demo:+--demo} \\
    completion "$1" --ids "${spec#@}" 2>/dev/null
}
"""

_BASH = """\
# Completion of afterword for bash.
WALK
_afterword() {
  local spec='' data='' config='' demo='' current='' word glued=''
  local -a before=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    case "$word" in
      [=:]*) current="$current$word"; glued=1 ;;
      *)
        if [ -n "$glued" ]; then current="$current$word"; else before+=("$current"); current="$word"; fi
        glued='' ;;
    esac
  done
  _afterword_walk "$current" "${before[@]:1}"
  case "$current" in -*=*) current="${current#*=}" ;; esac
  local IFS=$'\\n'
  COMPREPLY=()
  case "$spec" in
    @text) ;;
    @file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
    @dir) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) ;;
    @*) COMPREPLY=($(compgen -W "$(_afterword_ids bash)" -- "$current")) ;;
    *) IFS=' '; COMPREPLY=($(IFS=$' \\n'; compgen -W "$spec" -- "$current")); ;;
  esac
}
complete -F _afterword afterword
"""

_ZSH = """\
#compdef afterword
# Completion of afterword for zsh.
WALK
_afterword() {
  local spec='' data='' config='' demo='' line
  local -a found labels
  _afterword_walk "$PREFIX" "${(@Q)words[2,CURRENT-1]}"
  case "$PREFIX" in -*=*) compset -P '*=' ;; esac
  case "$spec" in
    @text) return 1 ;;
    @file) _files ;;
    @dir) _files -/ ;;
    @*)
      for line in "${(@f)$(_afterword_ids zsh)}"; do
        [ -n "$line" ] || continue
        found+=("${line%%$'\\t'*}")
        labels+=("${line/$'\\t'/  }")
      done
      compadd -l -d labels -a found ;;
    *) compadd -- ${=spec} ;;
  esac
}
if [ "$funcstack[1]" = _afterword ]; then
  _afterword "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
  compdef _afterword afterword
fi
"""

_FISH = """\
# Completion of afterword for fish.
function __afterword_follows
  switch "$argv[1]"
TABLE
  end
end
function __afterword_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -l noun ''
  set -l call ''
  set -l flag ''
  set -l place 0
  set -l globals
  for word in $before[2..-1]
    if test -n "$flag"
      contains -- $flag --data-dir --config; and set -a globals "$flag=$word"
      set flag ''
      continue
    end
    switch "$word"
      case '--data-dir=*' '--config=*' --demo
        set -a globals $word
      case '-*=*'
      case '-*'
        test -n "$(__afterword_follows "$call $word")"; and set flag $word
      case '*'
        if test -z "$noun"
          set noun $word
          test -n "$(__afterword_follows ":$noun")"; or set call $noun
        else if test -z "$call"
          set call "$noun $word"
        else
          set place (math $place + 1)
        end
    end
  end
  set -l key
  set -l prefix ''
  if test -n "$flag"
    set key "$call $flag"
  else if string match -q -- '-*=*' "$current"
    set prefix (string replace -r '=.*' '=' -- $current)
    set key "$call "(string trim -r -c = -- $prefix)
  else if string match -q -- '-*' "$current"
    set key "$call"
    test -n "$noun"; or set key -
  else if test -z "$noun"
    set key .
  else if test -z "$call"
    set key ":$noun"
  else
    for possible in "$call "(math $place + 1) "$call +" "$call"
      set key $possible
      test -n "$(__afterword_follows $key)"; and break
    end
  end
  set -l found (__afterword_follows $key)
  set -l typed (string sub -s (math (string length -- "$prefix") + 1) -- "$current")
  switch "$found[1]"
    case @text
    case @file
      string replace -r '^' -- "$prefix" (__fish_complete_path "$typed")
    case @dir
      string replace -r '^' -- "$prefix" (__fish_complete_directories "$typed" '')
    case '@*'
      set -l ids (afterword $globals completion fish --ids (string sub -s 2 -- $found[1]) 2>/dev/null)
      string replace -r '^' -- "$prefix" $ids
    case '*'
      string replace -r '^' -- "$prefix" $found
  end
end
complete -c afterword -e
complete -c afterword -f -a '(__afterword_complete)'
"""


def bash(table: Table) -> str:
    """The script for bash."""
    return _BASH.replace("WALK\n", _walk(table))


def zsh(table: Table) -> str:
    """The script for zsh, to be evaluated or put into a folder of `$fpath` as `_afterword`."""
    return _ZSH.replace("WALK\n", _walk(table))


def fish(table: Table) -> str:
    """The script for fish, which also shows a word about each candidate."""
    cases = []
    for key, follows in table.items():
        lines = [follows] if isinstance(follows, str) else [f"{word}\t{about}" for word, about in follows.items()]
        shown = " ".join(_quoted(line) for line in lines)
        cases.append(f"    case {_quoted(key)}\n      printf '%s\\n' {shown}")
    return _FISH.replace("TABLE", "\n".join(cases))


def _walk(table: Table) -> str:
    cases = [
        f"    {_shell_quoted(key)}) spec={_shell_quoted(follows if isinstance(follows, str) else ' '.join(follows))} ;;"
        for key, follows in table.items()
    ]
    return _WALK.replace("TABLE", "\n".join(cases))


def _shell_quoted(text: str) -> str:
    inner = text.replace("'", "'\\''")
    return f"'{inner}'"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
