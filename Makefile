# Everything a person or a machine has to type; needs Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: run demo test fmt picture keys torture bench clean

run: $(VENV)/.ready            ## open the app
	@$(BIN)/afterword

demo: $(VENV)/.ready           ## open the app on sample data; your own is never touched
	@$(BIN)/afterword --demo

test: $(VENV)/.ready-to-test   ## the whole check: format, lint, types, import contracts, tests
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

keys: $(VENV)/.ready           ## write the README's key table from the table of actions
	$(BIN)/python scripts/key_table.py README.md

torture: $(VENV)/.ready-to-test  ## kill, race, fill and damage the store; kill the app while it saves
	$(BIN)/python benchmarks/store_torture.py
	$(BIN)/python benchmarks/app_torture.py

bench: $(VENV)/.ready-to-test  ## measure, as ratios to a named baseline of the same run
	$(BIN)/python benchmarks/store_bench.py
	$(BIN)/python benchmarks/screen_bench.py

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
