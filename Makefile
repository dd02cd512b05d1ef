# Everything a person or a machine has to type; needs Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests on a terminal and of servers wait as much as they work: two cores carry three workers.
WORKERS ?= 3
# The tests start the program a hundred times: what Python compiled is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
# Where a machine runs the tests, they say themselves what they miss.
NEEDED := $(if $(filter true,$(CI)),0,1)

# The versions by name that everything is checked with, and the lowest that pyproject.toml allows.
VERSIONS := constraints.txt
LOWEST := .venv-lowest
# Of all the faults there could be, how many are tried, and how many at a time.
MUTANTS ?= 400
JOBS ?= 2

# How often torture kills, and how long fuzz goes on. SEED makes these and mutate do the same again, or others.
KILLS ?= 1000
MINUTES ?= 60
SEEDED := $(if $(SEED),--seed $(SEED))

.PHONY: run demo test test-lowest test-deps ready ready-to-test fmt picture screens docs man proof torture fuzz bench \
  bench-parts mutate versions dist clean

run: ready            ## open the app
	@$(BIN)/python -m afterword

demo: ready           ## open the app on sample data; your own is never touched
	@$(BIN)/python -m afterword --demo

test: $(if $(filter true,$(CI)),test-deps) ready-to-test  ## the whole check: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check src tests benchmarks scripts
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS)

test-lowest:          ## the tests with the lowest versions that pyproject.toml allows
	@mkdir -p build && $(PYTHON) scripts/lowest.py > build/lowest.new
	@cmp -s build/lowest.new build/lowest.txt || cp build/lowest.new build/lowest.txt
	@PYTHON='$(PYTHON)' VENV='$(LOWEST)' sh scripts/ready.sh .ready-to-test '.[dev]' build/lowest.txt
	$(LOWEST)/bin/pytest -n $(WORKERS)

fmt: ready-to-test    ## format, and mend what the linter can
	$(BIN)/ruff format src tests benchmarks scripts
	$(BIN)/ruff check --fix src tests benchmarks scripts

picture: ready        ## draw the README's picture from the three panes on sample data
	$(BIN)/python scripts/picture.py docs/afterword.svg

screens: ready-to-test ## store how the panes look now, for the tests that compare them
	AFTERWORD_DRAW_SCREENS=1 $(BIN)/pytest tests/tui/test_pictures.py

man: ready            ## write the manual page from the parser
	$(BIN)/python scripts/man.py

docs: ready           ## write the keys, the commands and the map of the code into the pages under docs/
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/man.py

torture: ready-to-test  ## kill, race, fill and damage the store; kill the app while it saves; about twenty minutes
	@$(BIN)/python benchmarks/store_torture.py --kill $(KILLS) --race 300 $(SEEDED) || failed=1; \
	$(BIN)/python benchmarks/app_torture.py --kills $$(($(KILLS) / 25)) $(SEEDED) && exit $$failed

bench: ready-to-test  ## measure what it costs at every size, beside named baselines, and write docs/performance.md
	$(BIN)/python benchmarks/growth_bench.py --write

bench-parts: ready-to-test  ## measure the parts by themselves: evaluation, mail, every key of the screen
	$(BIN)/python benchmarks/evaluation_bench.py
	$(BIN)/python benchmarks/check_bench.py
	$(BIN)/python benchmarks/screen_bench.py

proof: ready-to-test   ## the longer proofs: kills, storms of keys, servers that hang or lie, many more examples of what holds
	$(BIN)/pytest -n $(WORKERS) -m long
	AFTERWORD_EXAMPLES=400 $(BIN)/pytest -n $(WORKERS) tests/domain tests/storage tests/mail tests/evaluation tests/services

fuzz: ready-to-test    ## what nobody would write or type, fed to all that reads it and into the app, half of MINUTES each
	@$(BIN)/python benchmarks/fuzz.py --minutes $(MINUTES)/2 $(SEEDED) || failed=1; \
	$(BIN)/python benchmarks/app_fuzz.py --minutes $(MINUTES)/2 $(SEEDED) && exit $$failed

mutate: ready-to-test  ## put faults into the code, one at a time, and count those that the tests notice; about an hour
	@PYTHON='$(PYTHON)' VENV='$(VENV)' sh scripts/ready.sh .ready-to-mutate '.[dev,mutate]' $(VERSIONS)
	$(BIN)/python scripts/mutate.py --sample $(MUTANTS) --jobs $(JOBS) $(SEEDED) --report build/mutants.md

versions: ready-to-test  ## take the newest versions that the ranges allow, and write them into constraints.txt
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev,mutate]'
	$(BIN)/python scripts/versions.py $(VERSIONS)

dist: ready-to-test   ## build the sdist and the wheel
	$(BIN)/hatchling build

# Real shells and a real IMAP server, for the tests of completion and of finding replies. RUNLEVEL=1 keeps the package
# from starting a server of its own.
test-deps:                     ## install what the tests need of the system; as root, on Debian and Ubuntu
	@missing=""; for tool in zsh fish dovecot; do \
	  PATH="$$PATH:/usr/sbin" command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "Not installed:$$missing. Installing takes root and apt-get: sudo make test-deps" >&2; exit $(NEEDED); fi; \
	packages=$$(echo "$$missing" | sed 's/dovecot/dovecot-imapd dovecot-lmtpd dovecot-sieve/'); \
	echo "Installing for the tests:$$packages" >&2; \
	export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; install="apt-get install -qq --yes --no-install-recommends"; \
	{ $$install $$packages || { apt-get update -qq && $$install $$packages; }; } >/dev/null 2>&1 || { \
	  echo "They could not be installed; what needs them will not be tested." >&2; exit $(NEEDED); }

ready:
	@PYTHON='$(PYTHON)' VENV='$(VENV)' sh scripts/ready.sh .ready . $(VERSIONS)

ready-to-test:
	@PYTHON='$(PYTHON)' VENV='$(VENV)' sh scripts/ready.sh .ready-to-test '.[dev]' $(VERSIONS)

clean:
	rm -rf $(VENV) $(LOWEST) build dist
