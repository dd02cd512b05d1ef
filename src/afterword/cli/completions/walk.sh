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
  afterword ${data:+"--data-dir=$data"} ${config:+"--config=$config"} ${demo:+--demo} \
    completion "$1" --ids "${spec#@}" 2>/dev/null
}
