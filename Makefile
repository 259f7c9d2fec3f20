# Every target does its own set-up on a bare Debian machine and is quick when there is nothing to do.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
WITHOUT_DATABASE := --ignore tests/archive/engine --ignore tests/delivery/push --ignore tests/delivery/mail \
	--ignore tests/delivery/webhooks --ignore tests/matching/index
# One worker more than cores, for tests that wait; tests/conftest.py says in which order the files go.
WORKERS := $(shell cores=$$(nproc) && echo $$(( cores < 4 ? cores + 1 : 5 )))
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Real corpora and official schemas, when they lie beside the repository; tests that want them say so.
ifneq ($(wildcard ../shared/data),)
export WIREROOM_SHARED_DATA ?= $(abspath ../shared/data)
endif

.PHONY: help demo test test-houses test-postgresql check bench lint types imports docs size locks format lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(STAMPS)/base ## Fill a demo agency with made-up news and start it
	@tools/setup system-demo
	@$(BIN)/wireroom init --demo
	@exec $(BIN)/wireroom serve --front auto

test: $(STAMPS)/dev ## Run the plain test suite; with PYTEST=tests/…, everything there
	@tools/setup system-test
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(if $(findstring tests/,$(PYTEST)),,-m "not slow") $(PYTEST)

test-houses: $(STAMPS)/dev ## Run the tests of whole houses: browsers, killed processes, corpora
	@tools/setup system-test
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m slow $(PYTEST)

test-postgresql: $(STAMPS)/dev ## Run the tests that use a database once more, on PostgreSQL
	@tools/setup system-test
	@WIREROOM_TEST_DATABASE=postgresql $(BIN)/python -m pytest \
		tests/archive tests/customers tests/delivery tests/desk tests/matching \
		tests/account tests/terminal/personal tests/usage tests/wire $(WITHOUT_DATABASE) $(SIDE_BY_SIDE) $(PYTEST)

check: lint types imports locks size docs ## Everything CI asks for, but the tests
	@echo "check: all good"

bench: $(STAMPS)/bench ## Measure speed beside the programs we compare with
	@tools/setup system-bench
	@for suite in $(patsubst bench/%/__main__.py,%,$(wildcard bench/*/__main__.py)); do \
		$(BIN)/python -m bench.$$suite $(BENCH); \
	done

lint: $(STAMPS)/dev ## Lint, and see that the formatter has nothing to do
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(STAMPS)/dev ## Check the types
	@$(BIN)/mypy

imports: $(STAMPS)/dev ## Check that rooms import only from rooms below them
	@$(BIN)/lint-imports --no-logo

docs: $(STAMPS)/dev ## Hold the docs against the code
	@$(BIN)/python -m pytest -q tests/docs

size: $(STAMPS)/dev ## Report the size of modules and functions, refuse giants
	@$(BIN)/python tools/size.py src tests

locks: $(STAMPS)/dev ## Check that the lock files are complete and name no machine
	@$(BIN)/python tools/locks.py

format: $(STAMPS)/dev ## Let the formatter and the safe fixes of the linter loose
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

lock: $(STAMPS)/lock ## Renew the hash-locked requirements from pyproject.toml
	@tools/lock $(BIN)/uv

clean: ## Remove the virtual environment and what the tools have cached
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis bench/build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@tools/setup venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: $(STAMPS)/venv requirements/base.txt requirements/build.txt pyproject.toml hatch_build.py src/wireroom/matching/index/core.c
	@echo "Installing Wireroom and what it needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/base.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/base requirements/dev.txt
	@echo "Installing the tools of the developers into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/bench: $(STAMPS)/dev requirements/bench.txt
	@echo "Installing what the benchmarks compare with into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

$(STAMPS)/lock: $(STAMPS)/venv requirements/lock.txt
	@$(PIP) install --require-hashes -r requirements/lock.txt
	@touch $@
