# Python, make and what pip brings are enough: make run, make test. What else there is: make help.

PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A set-up is done again when the content of its lock file has changed, and only then.
installed = cmp -s $(1) $(2) || { $(3) && cp $(1) $(2); }
with_pip = $(call installed,requirements/$(1).txt,.venv/$(1).installed,echo "Installing Python packages; the first time takes a minute." && pip install --quiet --require-hashes --requirement requirements/$(1).txt)
with_npm = $(call installed,package-lock.json,node_modules/.installed,echo "Installing front-end packages." && npm ci --loglevel=error)

# What make check tries: the engine, the rules of the house and the lists that a change may forget.
UNIT := tests/architecture tests/workflow tests/config/test_translations.py \
	tests/config/test_commands.py tests/processes/case/test_case_words.py \
	tests/processes/decision/test_decision_rule.py

.PHONY: help run check test lint format bench growth chaos fuzz setup setup-test setup-bench venv lock

run: setup ## site, worker and scheduler on http://127.0.0.1:8000, with demo data
	@# In a process of its own: one that has begun to read translations misses the new ones.
	@python manage.py compile_translations --verbosity 0
	@python manage.py prepare
	@exec gunicorn --config config/gunicorn_embedded.py

help: ## these lines
	@grep -hE '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.* ## /\1\t/' | expand -t 10

check: lint ## lint, types and the unit tests, within a minute on two cores
	@python manage.py compile_translations --verbosity 0
	pytest --quiet --maxprocesses 2 -m 'not slow' $(UNIT)

test: lint ## everything that must hold: lint, types and the whole suite
	python manage.py compile_translations
	pytest

lint: setup-test ## style, import rules, types and templates; nothing is changed
	ruff check .
	ruff format --check .
	lint-imports --no-cache
	mypy
	djlint templates --check --quiet
	djlint templates --lint --quiet

format: setup-test ## code and templates as lint wants them
	ruff check --fix .
	ruff format .
	djlint templates --reformat --quiet

# SIZE=smoke takes seconds, SIZE=full goes to a million rows. Writes docs/performance.md.
bench: SIZE ?= standard
bench: setup-bench ## the engine beside what would be used instead: SIZE=smoke, standard, full
	@python manage.py compile_translations --verbosity 0
	@python -m bench --size $(SIZE) $(if $(filter-out smoke,$(SIZE)),--output docs/performance.md)

# Ten years of 10,000 organisations: TASKS=10000000 needs 40 GB and half an hour. Writes docs/growth.md.
growth: TASKS ?= 100000 1000000 10000000
growth: setup-bench ## ten years of 10,000 organisations, measured: TASKS=10000000
	@python manage.py compile_translations --verbosity 0
	@python -m bench.growth --tasks $(TASKS) --output docs/growth.md

# Faults on services of its own: all of them or FAULT="one another", in full or SIZE=short.
chaos: SIZE ?= full
chaos: setup-test ## faults on real processes: all, or FAULT="one another"; SIZE=short, full
	@python manage.py compile_translations --verbosity 0
	@python -m chaos --size $(SIZE) $(FAULT)

# What nobody would write, to every address by everybody. The suite tries a sample of it.
fuzz: setup-test ## what nobody would write, to every address by everybody
	@python manage.py compile_translations --verbosity 0
	@KVALITETSLOTS_FUZZ=full pytest -n 0 -q tests/security/test_fuzz.py

setup: venv
	@$(call with_pip,base)
	@$(with_npm)

setup-test: venv
	@$(call with_pip,test)
	@$(with_npm)

setup-bench: venv
	@$(call with_pip,bench)
	@$(with_npm)

venv:
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv

# The lock files name no host, so that any mirror of the index will do.
lock: venv ## the versions in requirements/ and package-lock.json, chosen anew
	@test -x .tools/bin/uv || { $(PYTHON) -m venv .tools && .tools/bin/pip install --quiet uv; }
	@for name in base production test bench; do \
		.tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done
	@npm install --package-lock-only --loglevel=error
