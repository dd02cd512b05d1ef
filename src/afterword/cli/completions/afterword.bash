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
  local IFS=$'\n'
  COMPREPLY=()
  case "$spec" in
    @text) ;;
    @file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
    @dir) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) ;;
    @*)
      # Ids with their words behind a tab, which are shown where bash only lists what fits.
      for word in $(_afterword_ids bash); do
        case "$word" in "$current"*) COMPREPLY+=("$word") ;; esac
      done
      case "${#COMPREPLY[@]}:${COMP_TYPE:-}" in
        1:*) COMPREPLY=("${COMPREPLY[0]%%$'\t'*}") ;;
        *:63 | *:33 | *:64) COMPREPLY=("${COMPREPLY[@]/$'\t'/  }") ;;
        0:*) ;;
        *) COMPREPLY=("${COMPREPLY[@]%%$'\t'*}") ;;
      esac ;;
    *) IFS=' '; COMPREPLY=($(IFS=$' \n'; compgen -W "$spec" -- "$current")); ;;
  esac
}
complete -F _afterword afterword
