# Everything a developer types. GNU make 3.81 will do, as macOS has it.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test check lint types contracts migrations deploy fix requirements

# manage.py and the scripts start in development by themselves; mypy and pytest learn it here.
DATELINE_ENV ?= development
export DATELINE_ENV

BIN := .venv/bin
INSTALLED := .venv/.installed
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make requirements'

help: ## say what there is to make
	@echo 'make TARGET, where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make the virtual environment and install the libraries
	@:

$(INSTALLED): requirements.txt requirements-dev.txt scripts/setup.sh
	@scripts/setup.sh
	@touch $@

run: setup ## serve the demo newsroom on this machine (PORT=8000)
	@$(BIN)/python -m scripts.run

test: setup ## run every test on SQLite and on PostgreSQL (ARGS="-k paste" for some of them)
	@$(BIN)/python -m scripts.test $(ARGS)

check: lint types contracts migrations deploy test ## what CI runs: all of these, and the tests; changes nothing

lint: setup ## style and likely mistakes
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .

types: setup ## type annotations
	@$(BIN)/mypy

contracts: setup ## which way imports may run
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

migrations: setup ## whether a model changed without its migration
	@$(BIN)/python manage.py makemigrations --check --dry-run

deploy: setup ## Django's own checks, on production settings
	@DATELINE_ENV=production ALLOWED_HOSTS=briefs.example.org DATABASE_URL=sqlite:///var/dateline.sqlite3 \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

fix: setup ## put the style right
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

requirements: ## pin the libraries anew from requirements.in and requirements-dev.in (needs uv)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt
