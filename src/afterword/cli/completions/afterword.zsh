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
        found+=("${line%%$'\t'*}")
        labels+=("${line/$'\t'/  }")
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
