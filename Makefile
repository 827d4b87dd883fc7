# make help | setup | run | test | check | bench | conformance | fuzz | soak | screenshots | lock
PYTHON ?= python3
PORT   ?= 8000
DATA   ?= data
CORES  ?= 2
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help setup setup-dev run test lint check bench conformance fuzz soak screenshots extracted lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.run: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.run ## install what the service needs into .venv

setup-dev: $(VENV)/.dev ## install what the tests need as well

run: setup ## install, build, check and serve on http://127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/beleidsgraaf serve --build --data $(DATA) --port $(PORT)

test: setup-dev ## run the tests (CORES=… at a time, by file)
	$(BIN)/python -m pytest --numprocesses $(CORES) --dist loadfile

lint: setup-dev ## format, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## all that CI runs

bench: setup-dev ## measure: build time and memory, network page, worker isolation
	$(BIN)/python -m benchmarks

conformance: setup-dev ## run the W3C suites where ../shared/conformance is present
	$(BIN)/python -m pytest tests/conformance

fuzz: setup-dev ## ask a running service made-up and broken questions
	$(BIN)/python -m tests.fuzz --examples 3

soak: setup-dev ## 30 minutes of queries, writes and killed readers
	$(BIN)/python -m benchmarks.soak --minutes 30

extracted: setup ## write the shipped layer anew from the texts at hand
	$(BIN)/python -m service.shipping

screenshots: setup-dev ## every page as PNG in screenshots/
	$(BIN)/python -m tests.browser.screenshots

lock: ## write the two lock files anew (hashes, no addresses)
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile pyproject.toml requirements-build.in --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.txt
	.venv-lock/bin/uv pip compile pyproject.toml requirements-build.in --extra dev -c requirements.txt --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements-dev.txt

clean: ## remove what can be made again, but no data
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
