# Set-up, tests and demo; `make` alone lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo check test lint faults format messages docs bench lock clean

help: ## List these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(VENV)/run.done ## Simulate a round, write its PDF reports into demo/, and serve the survey
	$(BIN)/leadsurvey demo --output demo

check: test ## The same as `make test`: exactly what must pass before anything lands

test: lint ## Everything that must pass: style, types, and all tests
	$(BIN)/python -m pytest --numprocesses $$(($$(nproc) + 1)) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/test.done ## Style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test.done ## Bring the code into the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/test.done ## Collect the texts of the pages, and bring their translations in templates/locale up to date
	$(BIN)/python templates/locale/collect.py

docs: $(VENV)/test.done ## Write what is made of code: docs/grammar.md, docs/dependencies.md and questionnaires/schema.json
	$(BIN)/python docs/write.py
	$(BIN)/python docs/dependencies.py

bench: $(VENV)/test.done ## Measure what answering costs and how long large questionnaires take; PART=serve for one part
	$(BIN)/python -m tests.bench $(PART)

faults: $(VENV)/test.done ## Kill servers and every long command at any moment, some hundred times, and look for what is lost
	$(BIN)/python -m tests.faults $(KILLS)

lock: $(VENV)/test.done ## Write the pinned versions and hashes anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group test --constraint requirements.txt $(LOCK) --output-file requirements-test.txt
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock"

clean: ## Take away what was installed and made here
	rm -rf $(VENV) demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "leadsurvey needs Python 3.11 or later: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/packages python3-venv
	$(PYTHON) -m venv $(VENV)

# Pango sets the type of the reports, and harfbuzz-subset cuts its fonts.
$(VENV)/run.done: requirements.txt pyproject.toml | $(VENV)/bin/python
	.ci/packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

# A browser for the survey's pages, Java for veraPDF, poppler for a look at the PDFs.
$(VENV)/test.done: requirements-test.txt $(VENV)/run.done
	.ci/packages chromium default-jre-headless libjaxb-java libjaxb-api-java poppler-utils
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-test.txt
	touch $@
