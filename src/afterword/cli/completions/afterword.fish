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
    case @file @dir
      # What fish looks for in quotes has no home.
      set -l whole (string replace -r '^~/' "$HOME/" -- "$typed")
      set -l paths
      if test "$found[1]" = @file
        set paths (__fish_complete_path "$whole")
      else
        set paths (__fish_complete_directories "$whole" '')
      end
      if test "$whole" != "$typed"
        set paths (string replace -r '^'(string escape --style=regex -- "$HOME/") '~/' -- $paths)
      end
      string replace -r '^' -- "$prefix" $paths
    case '@*'
      set -l ids (afterword $globals completion fish --ids (string sub -s 2 -- $found[1]) 2>/dev/null)
      string replace -r '^' -- "$prefix" $ids
    case '*'
      string replace -r '^' -- "$prefix" $found
  end
end
complete -c afterword -e
complete -c afterword -f -a '(__afterword_complete)'
