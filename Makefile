# Everything that one does with this site. `make` alone lists it.
# Needs Python 3.11 or newer, git and make; nothing else, no root, nothing running.

.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

HOST := 127.0.0.1
PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
TOGETHER := $(PY) deploy/together.py
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
export PYTHONUNBUFFERED := 1
export DJANGO_RUNSERVER_HIDE_WARNING := true

.PHONY: help
help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

# --- What the others stand on -------------------------------------------------------------------

$(VENV)/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Say which one: make run PYTHON=/path/to/python3"; exit 1; }
	@test -x $(PY) || { echo "Making $(VENV) …"; $(PYTHON) -m venv $(VENV); } || \
		{ rm -rf $(VENV); echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing what the site needs …"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what tests and checks need …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.PHONY: site
site: $(VENV)/installed
	@$(PY) deploy/prepare.py

# --- Running ------------------------------------------------------------------------------------

# Links in mails lead to the port that is served.
run: export WAGTAILADMIN_BASE_URL := http://$(HOST):$(PORT)

.PHONY: run
run: site ## Run the site with sample content at http://127.0.0.1:8000 (PORT=8001 for another)
	@$(PY) deploy/prepare.py --say-address http://$(HOST):$(PORT)
	@$(TOGETHER) -- $(MANAGE) runserver $(HOST):$(PORT) -- $(MANAGE) send_outbox --watch

# Production settings over the same data, for measuring and for a last look. Secrets are throwaway or local.
serve: export DJANGO_SETTINGS_MODULE := cms.settings.production
serve: export LOOPBACK_ONLY := 1
serve: export ALLOWED_HOSTS := 127.0.0.1,localhost
serve: export WAGTAILADMIN_BASE_URL := http://$(HOST):$(PORT)
WORKERS ?= 2
THREADS ?= 4
VAR_DIR ?= var

# Compressing the editor's scripts takes a while, so only when a static file or a package is newer.
$(VAR_DIR)/static/staticfiles.json: requirements.txt $(shell find static -type f)
	@echo "Collecting static files …"
	@$(MANAGE) collectstatic --noinput --verbosity 0

.PHONY: serve
serve: $(VENV)/installed ## Run the same site as in production, under gunicorn, on this machine only
	@DJANGO_SETTINGS_MODULE=cms.settings.dev $(PY) deploy/prepare.py
	@SECRET_KEY="$$(cat $(VAR_DIR)/secret-key)"; export SECRET_KEY; \
	$(MAKE) $(VAR_DIR)/static/staticfiles.json && \
	$(PY) deploy/prepare.py --say-address http://$(HOST):$(PORT) && \
	exec $(TOGETHER) \
		-- $(VENV)/bin/gunicorn cms.wsgi --bind $(HOST):$(PORT) --worker-class gthread --workers $(WORKERS) --threads $(THREADS) --no-control-socket \
		-- $(MANAGE) send_outbox --watch \
		-- $(MANAGE) db_worker

.PHONY: sample
sample: $(VENV)/installed ## Load the sample content again, where it is missing
	@$(PY) deploy/prepare.py

.PHONY: shell
shell: $(VENV)/installed ## Open Python with the site loaded
	@$(MANAGE) shell

# --- Checking -----------------------------------------------------------------------------------

.PHONY: test
test: $(VENV)/installed-dev ## Run all tests, on SQLite and on PostgreSQL (ARGS="tests/ground -k headers" for some)
	@$(PY) -m tests.run $(ARGS)

.PHONY: lint
lint: $(VENV)/installed-dev ## Check style, templates, migrations and the production settings
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint --check --quiet templates
	@$(VENV)/bin/djlint --lint --quiet templates
	@DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=cms.settings.production ALLOWED_HOSTS=www.example.org DATABASE_URL=sqlite://:memory: \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(MANAGE) check --deploy --fail-level WARNING

.PHONY: format
format: $(VENV)/installed-dev ## Format Python and templates
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .
	@$(VENV)/bin/djlint --reformat --quiet templates ; true

# BENCH_SIZES="1000 10000", BENCH_ONLY="queries work sqlite" and ROUNDS=3 make it shorter; OUT=file.json keeps such a run.
.PHONY: bench
bench: $(VENV)/installed-dev ## Measure the speed of the site beside a bare view, half an hour, and write docs/performance.md
	@$(PY) -m tests.bench

.PHONY: bench-compare
bench-compare: $(VENV)/installed-dev ## Say what got slower since docs/performance.json (FILES="old.json new.json" for two runs)
	@$(PY) -m tests.bench compare $(FILES)

.PHONY: lighthouse
lighthouse: $(VENV)/installed-dev ## Measure the sample site with Lighthouse (needs Node) and write docs/measured.md
	@$(PY) -m tests.lighthouse

.PHONY: screenshots
screenshots: $(VENV)/installed-dev ## Take the pictures of docs/screenshots from the sample site anew
	@$(PY) -m tests.screenshots

.PHONY: handbook
handbook: $(VENV)/installed-dev ## Do what each page of docs/handbook says, and take its pictures anew
	@$(PY) -m tests.handbook
