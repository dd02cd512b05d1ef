#!/bin/sh
# Makes the environment in $VENV ready: builds it, mends what an interrupted or aged one has lost, installs.
# Usage: ready.sh MARK WHAT [CONSTRAINTS]: WHAT is what pip installs, in the versions that the file CONSTRAINTS names;
# the file MARK in the environment says that it did.
set -eu
mark=$VENV/$1 what=$2 versions=${3:-}
say() { printf '%s\n' "$*" >&2; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say "Afterword needs Python 3.11 or newer. Say which: make PYTHON=python3.12"
  exit 1
}

# Sound is an environment whose interpreter starts, finds pip, and stands where it was built.
sound() {
  "$VENV/bin/python" -I -c '
import pip, sys
with open(sys.prefix + "/bin/pip", errors="replace") as script:
    sys.exit(sys.prefix not in script.read(500))' >/dev/null 2>&1
}

if ! sound; then
  [ ! -e "$VENV" ] || say "The environment in $VENV is not whole; it is built anew."
  "$PYTHON" -m venv --clear "$VENV" && sound || {
    rm -f "$VENV/.ready" "$VENV/.ready-to-test"
    say "The environment in $VENV could not be built. On Debian and Ubuntu: apt install python3-venv."
    say "Then do the same again."
    exit 1
  }
fi

# -nt is in every sh there is, though not in POSIX.
if [ -e "$mark" ] && ! [ pyproject.toml -nt "$mark" ] && ! [ "${versions:-pyproject.toml}" -nt "$mark" ] &&
  "$VENV/bin/python" -I -c '
from importlib.util import find_spec
raise SystemExit(not all(map(find_spec, ("afterword", "msgspec", "textual", "tinydb"))))' 2>/dev/null; then
  exit 0
fi
rm -f "$mark"
log=$VENV/install.log
if ! "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
  ${versions:+--constraint "$versions"} --editable "$what" >"$log" 2>&1; then
  say "What Afterword needs could not be installed. Is there a network? Then do the same again."
  say "What pip says stands in $log; above all:"
  say "  $({ grep '[^ ]' "$log"; grep 'ERROR: ' "$log"; } | tail -n 1 | sed 's/^ *//')"
  exit 1
fi
touch "$mark" "$VENV/.ready"
