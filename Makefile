# Everything a developer types. GNU make 3.81 will do, as macOS has it.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run serve test check check-long lint types contracts migrations deploy fix messages sbom requirements bench bench-edit-page walk

# manage.py and the scripts start in development by themselves; mypy and pytest learn it here.
DATELINE_ENV ?= development
export DATELINE_ENV

BIN := .venv/bin
INSTALLED := .venv/.installed
# What readers of the site never see
DESK := $(addprefix templates/,admin/* account/* mfa/* registration/* socialaccount/* usersessions/*)
UNSAID := $(patsubst %,--ignore=%,.venv tests var docs scripts $(DESK))
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make requirements'

help: ## say what there is to make
	@echo 'make TARGET, where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make the virtual environment and install the libraries
	@:

$(INSTALLED): requirements.txt requirements-dev.txt scripts/setup.sh
	@scripts/setup.sh
	@touch $@

run: setup ## serve the demo newsroom on this machine (PORT=8000)
	@$(BIN)/python -m scripts.run

serve: setup ## serve the site as in production: PostgreSQL, granian, nginx with HTTPS (PORT=8443)
	@$(BIN)/python -m scripts.serve

test: setup ## run every test on SQLite and on PostgreSQL (ARGS="-k paste" for some of them)
	@$(BIN)/python -m scripts.test $(ARGS)

check: lint types contracts migrations deploy test ## what CI runs: all of these, and the tests; changes nothing

check-long: setup ## run what check leaves out: tests of minutes, and every browser test on PostgreSQL (ARGS="-k fuzz" for some)
	@$(BIN)/python -m scripts.test --long $(ARGS)

lint: setup ## style and likely mistakes
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/hadolint deploy/Containerfile

types: setup ## type annotations
	@$(BIN)/mypy --no-incremental

contracts: setup ## which way imports may run
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

migrations: setup ## whether a model changed without its migration
	@$(BIN)/python manage.py makemigrations --check --dry-run

deploy: setup ## Django's own checks, on production settings
	@DATELINE_ENV=production ALLOWED_HOSTS=briefs.example.org DATABASE_URL=sqlite:///var/dateline.sqlite3 \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup ## measure the site beside nginx and a minimal application (SIZES=1000,10000 DATABASES=sqlite,postgresql)
	@$(BIN)/python -m scripts.bench

bench-edit-page: setup ## measure the edit page of a long brief in a real browser
	@$(BIN)/python -m scripts.bench_edit_page

walk: setup ## walk a large archive to its end while others are published, and time searches (BRIEFS=100000)
	@DATABASE_URL=$${DATABASE_URL:-sqlite:///var/walk.sqlite3} BRIEFS=$${BRIEFS:-100000} \
	$(BIN)/python manage.py shell -v0 -c 'from scripts.walk import main; main()'

fix: setup ## put the style right
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

messages: setup ## gather the site's own words in locale/, and compile what translators wrote there (needs GNU gettext)
	@command -v msgfmt >/dev/null || { echo 'make messages needs GNU gettext: apt-get install gettext, or brew install gettext.' >&2; exit 1; }
	@$(BIN)/python manage.py makemessages --all --no-wrap --no-location --no-obsolete $(UNSAID)
	@$(BIN)/python manage.py compilemessages --ignore=.venv

sbom: setup ## write down what Dateline runs on, as CycloneDX: var/sbom.json
	@mkdir -p var && $(BIN)/cyclonedx-py requirements --short-PURLs --output-reproducible --validate -o var/sbom.json requirements.txt
	@echo 'var/sbom.json names every library with its version and hashes.'

requirements: ## pin the libraries anew from requirements.in and requirements-dev.in (needs uv)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt
