# Everything a person or a machine has to type; needs Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests of the screen wait more than they work: two cores carry four workers.
WORKERS ?= 4

.PHONY: run demo dovecot test fmt picture screens keys torture bench clean

run: $(VENV)/.ready            ## open the app
	@$(BIN)/afterword

demo: $(VENV)/.ready           ## open the app on sample data; your own is never touched
	@$(BIN)/afterword --demo

test: dovecot $(VENV)/.ready-to-test   ## the whole check: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check src tests benchmarks scripts
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS)

fmt: $(VENV)/.ready-to-test    ## format, and mend what the linter can
	$(BIN)/ruff format src tests benchmarks scripts
	$(BIN)/ruff check --fix src tests benchmarks scripts

picture: $(VENV)/.ready        ## draw the README's picture from sample data
	$(BIN)/python scripts/picture.py docs/feedback.svg

screens: $(VENV)/.ready-to-test ## store how the panes look now, for the tests that compare them
	AFTERWORD_DRAW_SCREENS=1 $(BIN)/pytest tests/tui/test_pictures.py

keys: $(VENV)/.ready           ## write the README's key table from the table of actions
	$(BIN)/python scripts/key_table.py README.md

torture: $(VENV)/.ready-to-test  ## kill, race, fill and damage the store; kill the app while it saves
	$(BIN)/python benchmarks/store_torture.py
	$(BIN)/python benchmarks/app_torture.py

bench: $(VENV)/.ready-to-test  ## measure, as ratios to a named baseline of the same run
	$(BIN)/python benchmarks/store_bench.py
	$(BIN)/python benchmarks/evaluation_bench.py
	$(BIN)/python benchmarks/check_bench.py
	$(BIN)/python benchmarks/screen_bench.py

# The tests of finding replies need a real IMAP server. Only root can install one; without it they are skipped with a
# loud line, or fail where CI is true. RUNLEVEL=1 keeps the package from starting a server of its own.
dovecot:
	@PATH="$$PATH:/usr/sbin" command -v dovecot >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
	  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; install="apt-get install -qq --yes --no-install-recommends"; \
	  packages="dovecot-imapd dovecot-lmtpd dovecot-sieve"; \
	  { $$install $$packages || { apt-get update -qq && $$install $$packages; }; } >/dev/null 2>&1 || \
	  echo "Dovecot could not be installed; replies over IMAP will not be tested." >&2; }

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Afterword needs Python 3.11 or newer. Say which: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) build dist
