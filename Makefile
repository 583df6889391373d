# Two commands: `make demo` shows a campaign from end to end, `make test` runs all tests. Both set up
# what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up

.PHONY: spoiled help setup system demo test test-143 unit sandbox-tests check sandbox bench bench-full bench-large attacks effects faults fuzz bombs mutants pictures canaries clean

help:
	@echo 'make demo      a campaign from end to end on real MediaWiki, on this machine'
	@echo 'make test      all tests: unit tests, then those against real MediaWiki'
	@echo 'make test-143  the tests against real MediaWiki on MediaWiki 1.43, that of Debian 13, unpacked beside the cache'
	@echo 'make check     formatting, lint, types, unit tests'
	@echo 'make sandbox   serve a freshly filled sandbox until Ctrl-C'
	@echo 'make bench     what building, sending and large pages cost, quickly; make bench-full on a large world, bench-large on one four times as large'
	@echo 'make effects   draw 10,000 campaigns, and hold how often the measures are right against exact sums; then measure 2,000 accounts'
	@echo 'make faults    kill and break letters and the send path at every step'
	@echo 'make attacks   attack a campaign as people without any right can'
	@echo 'make canaries  run what handles private addresses, kills included, and look for them everywhere'
	@echo 'make fuzz      10,000 spoilt pages for every reader of pages, replies and files; NUMBER=… SEED=…'
	@echo 'make bombs     texts that make careless readers slow, 100 kB each and 2 MB of ordinary pages'
	@echo 'make spoiled   run each script once for every key of a reply that it needs, with that key renamed; SCRIPTS=…'
	@echo 'make browser   a campaign from start to end by people who have a browser alone, in English and in Arabic'
	@echo 'make mutants   put 300 small faults into the pure modules; show those that no unit test sees'
	@echo 'make pictures  every page of a finished campaign as readers see it, wide, on a phone, dark, right-to-left'
	@echo 'make setup     only set up;  make clean  remove what was made'

setup: system $(STAMP)

system:
	@PYTHON='$(PYTHON)' sandbox/setup

$(STAMP): pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'setup: Python 3.11 or later is needed; PYTHON=… names another one' >&2; exit 1; }
	@echo 'setup: making $(VENV) and installing the Python packages'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# The scripts run from this folder, as users run them: only what they need is installed.
	@$(BIN)/python -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*project["dependencies"], *project["optional-dependencies"]["dev"], sep="\n")' > $(VENV)/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)/requirements.txt
	@touch $@

demo: setup
	@$(BIN)/python -m sandbox.demo

test: unit sandbox-tests

unit: setup
	$(BIN)/pytest tests --ignore=tests/sandbox --numprocesses 2

# where there can be no Chromium, its test alone is left out, and that is said
sandbox-tests: setup unit
	$(BIN)/pytest tests/sandbox --numprocesses 2 --dist loadfile \
		$$(sandbox/browser >&2 || echo --ignore=tests/sandbox/test_browser.py)

test-143: setup
	MEDIAWIKI_DIR="$$(sandbox/trixie)" $(BIN)/pytest tests/sandbox --numprocesses 2 --dist loadfile \
		$$(sandbox/browser >&2 || echo --ignore=tests/sandbox/test_browser.py)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests --ignore=tests/sandbox --numprocesses 2

sandbox: setup
	@$(BIN)/python -m sandbox serve medicine

bench: setup
	$(BIN)/python -m benchmarks.texts
	$(BIN)/python -m benchmarks.events
	$(BIN)/python -m benchmarks.sends
	$(BIN)/python -m benchmarks.gateway
	$(BIN)/python -m benchmarks.channels
	$(BIN)/python -m benchmarks

bench-full: setup
	$(BIN)/python -m benchmarks --full

attacks: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.sandbox.tools.attacks

bench-large: setup
	$(BIN)/python -m benchmarks --large

effects: setup
	PYTHONPATH=scripts $(BIN)/python -m benchmarks.effects
	$(BIN)/pytest -m long tests/sandbox/test_measures.py

faults: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.sandbox.tools.letter_faults
	PYTHONPATH=scripts $(BIN)/python -m tests.sandbox.tools.fault_table

canaries: setup
	$(BIN)/pytest $(wildcard tests/sandbox/test_affiliates.py tests/sandbox/test_*letter*.py) --numprocesses 2 --dist loadfile

pictures: setup
	@sandbox/fonts
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check axe-playwright-python
	$(BIN)/python -m sandbox.pictures

NUMBER ?= 10000
SEED ?= 1

fuzz: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.hostile fuzz $(NUMBER) $(SEED)

bombs: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.hostile bombs

spoiled: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.sandbox.tools.spoiled_replies $(SCRIPTS)

# a campaign by people who have a browser alone, in English and with the interface in Arabic
.PHONY: browser
browser: setup
	@sandbox/browser
	$(BIN)/pytest -m '' tests/sandbox/test_browser.py

mutants: setup
	$(BIN)/python -m tests.mutants

# a file of 5,000 people in each of ten forms, and as many sign-ups: the lists that they become, and what they cost
.PHONY: people-lists
people-lists: setup
	PYTHONPATH=scripts $(BIN)/python -m tests.sandbox.tools.people_lists

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build ./*.egg-info
	rm -rf "$${SANDBOX_CACHE:-$${XDG_CACHE_HOME:-$$HOME/.cache}/outreach-sandbox}"
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
