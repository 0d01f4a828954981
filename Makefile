# Everything a person does here: set up, run, test, check. Each target may be repeated.

.PHONY: help setup setup-tests run test fuzz check format bench pins clean

ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))

# The environment's own Python when it works, else the newest; PYTHON=... chooses another.
PYTHON ?= $(shell for python in .venv/bin/python python3.13 python3.12 python3.11 python3; do \
	"$$python" -c '$(ENOUGH)' 2>/dev/null && { echo "$$python"; break; }; done)

IN_VENV = .venv/bin/python
SAMPLE = resources/samples/night-ferry
FIRST_EPISODE = build/first-episode
WRITTEN = studio tests packaging

# A worker for each core, four at most, each with homes, ports and servers of its own; a worker
# that has run out of tests takes half of another's. ARGS="-n 0" runs all in one process.
SIDE_BY_SIDE = -n auto --maxprocesses 4 --dist worksteal
RUN_TESTS = QT_QPA_PLATFORM=offscreen $(IN_VENV) -m pytest $(SIDE_BY_SIDE)

help:
	@echo 'make run     set up what is missing and open the studio on the sample series'
	@echo 'make test    set up what is missing and run all tests (ARGS=tests/model for some)'
	@echo 'make check   format, lint, types and tests'
	@echo 'make setup   only set up; also: fuzz, format, bench, pins, clean'

define set-up
	@python="$(PYTHON)"; "$${python:-none}" -c '$(ENOUGH)' 2>/dev/null || { \
		echo 'The studio needs Python 3.11 or newer; install it, or name one: make PYTHON=/path/to/python' >&2; \
		exit 1; }; \
	"$$python" packaging/set_up.py
endef

setup:
	$(set-up)

setup-tests:
	$(set-up) --tests

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		exec $(IN_VENV) -m studio $(SAMPLE).fountain; \
	fi; \
	$(IN_VENV) -m studio render $(SAMPLE).fountain --episode 1 --cast $(SAMPLE).cast.toml \
		--out $(FIRST_EPISODE) --mix --subtitles srt && \
	echo 'There is no display, so the first episode was rendered: it is in $(FIRST_EPISODE).'

test: setup-tests
	@$(RUN_TESTS) $(ARGS)

# The tests by Hypothesis with new examples, and many.
EXAMPLES = 2000
fuzz: setup-tests
	@UNDERSTUDY_EXAMPLES=$(EXAMPLES) $(RUN_TESTS) -m hypothesis --timeout 3600 $(ARGS)

check: setup-tests
	@$(IN_VENV) -m ruff format --check $(WRITTEN)
	@$(IN_VENV) -m ruff check $(WRITTEN)
	@$(IN_VENV) -m pyright
	@$(RUN_TESTS) $(ARGS)

format: setup-tests
	@$(IN_VENV) -m ruff check --fix-only --quiet $(WRITTEN)
	@$(IN_VENV) -m ruff format $(WRITTEN)

bench: setup-tests
	@QT_QPA_PLATFORM=offscreen $(IN_VENV) -m tests.bench $(ARGS)

# New pins, within the ranges of pyproject.toml, for every Python at once and without addresses.
pins: setup
	@$(IN_VENV) -m pip install -qq uv
	@$(IN_VENV) -m uv pip compile pyproject.toml --quiet --upgrade --all-extras --universal \
		--no-emit-index-url --no-emit-find-links --no-header --output-file constraints.txt

clean:
	@rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
	@find $(WRITTEN) -name __pycache__ -type d -prune -exec rm -rf {} +
