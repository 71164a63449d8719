# Needs Python 3.11 or newer, make and git; everything else is installed below this folder.
# Each target is one readable command. What is done is remembered in .stamps/.

.DEFAULT_GOAL := help
.PHONY: help demo demo-live test check drill bench bench-plan bench-jakarta bench-desk bench-phone soak assets messages wheel clean

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV := .venv
PY := $(VENV)/bin/python
NODE := $(PY) tools/node.py
STATIC := src/tepat/server/static
PORT ?= 8000
# A day stands still; without one the demo is a rehearsal that runs.
DAY ?=
PYTEST_ARGS ?= -n auto --dist worksteal

# uv, where it is already on the machine, installs the same hashes faster.
UV := $(shell command -v uv)
ifdef UV
  INSTALL := $(UV) pip install -q -p $(PY) --require-hashes -r
else
  INSTALL := $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r
endif

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: .stamps/app assets messages  ## Kabupaten Tabalong runs while you look, logins printed; DAY=H-1 stands still
	$(PY) -m tepat demo $(if $(DAY),--day $(DAY)) --port $(PORT)

demo-live: .stamps/app assets messages  ## the same as make demo, whatever DAY says
	$(PY) -m tepat demo --live --port $(PORT)

test: .stamps/dev assets messages  ## all tests; what this machine lacks is skipped with its reason
	$(PY) -m pytest $(PYTEST_ARGS)

check: .stamps/dev assets messages  ## lint, types, contracts and tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --quiet --lint src
	$(PY) -m codespell_lib
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(NODE) node_modules/typescript/bin/tsc --noEmit -p field
	$(NODE) node_modules/vitest/vitest.mjs run --config field/vite.config.ts
	$(NODE) tools/phone_size.mjs
	$(PY) -m pytest $(PYTEST_ARGS)

bench: .stamps/dev messages  ## print each figure beside its budget
	@$(PY) -m benchmarks

bench-plan: .stamps/dev messages  ## compare the planner with its peers, write docs/plan/peers.md
	@PYTHONPATH=src $(PY) -m benchmarks.plan --out docs/plan/peers.md

bench-jakarta: .stamps/dev messages  ## plan Jakarta on real roads, replay its floods; DATA=FOLDER
	@test -n "$(DATA)" || { echo "Name the folder of the data: make bench-jakarta DATA=FOLDER"; exit 1; }
	@PYTHONPATH=src $(PY) -m benchmarks.plan.jakarta --data "$(DATA)" --out docs/plan/jakarta.md

bench-desk: .stamps/dev messages  ## a hundred people at the desk for a minute, over a real server
	@$(PY) -m benchmarks desk

bench-phone: .stamps/dev assets  ## measure the phone in Chromium: labels, first load, bytes of a day
	@$(PY) -m benchmarks.phone

soak: .stamps/dev messages  ## look for rare faults: many examples, worlds, requests and kills
	$(PY) -m pytest -m "hypothesis or soak" --hypothesis-profile=soak $(PYTEST_ARGS)
	WORLDS=200 REQUESTS=10000 FLIPS=1000 $(PY) -m pytest tests/simulator tests/hostile tests/witness/test_verify.py $(PYTEST_ARGS)

assets: $(STATIC)/vendor/LICENCES.txt $(STATIC)/field/sw.js $(STATIC)/verify/verify.html  ## build the phone, copy fonts and scripts

messages: .stamps/messages  ## compile the Indonesian texts

wheel: .stamps/dev assets messages  ## build the wheel: the same product by pip install
	$(PY) -m build --wheel --no-isolation --outdir dist

drill: wheel  ## lose a laptop and come back on a second one; BEFORE=OLDER.whl to upgrade, too
	$(PY) tools/drill.py dist/tepat-*.whl $(if $(BEFORE),--before "$(BEFORE)")

clean:  ## remove what was made; var/ with its data stays
	rm -rf .stamps $(VENV) node_modules dist $(STATIC)/vendor $(STATIC)/field $(STATIC)/verify
	find src -name '*.mo' -delete

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(if $(UV),--without-pip) $(VENV)

# Python and the lock; the source is used where it is.
.stamps/app: requirements/app.lock tools/link_source.py $(VENV)/pyvenv.cfg | .stamps
	@test -n "$(UV)" || $(PY) -m pip --version > /dev/null 2>&1 || $(PY) -m ensurepip
	$(INSTALL) requirements/app.lock
	$(PY) tools/link_source.py
	@touch $@

# dev.lock is constrained by app.lock: it adds to the same environment and changes nothing in it.
.stamps/dev: requirements/dev.lock .stamps/app
	$(INSTALL) requirements/dev.lock
	@touch $@

.stamps/node: requirements/node.lock .stamps/app
	$(INSTALL) requirements/node.lock
	@touch $@

node_modules/.package-lock.json: package-lock.json package.json .npmrc .stamps/node
	$(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STATIC)/vendor/LICENCES.txt: tools/vendor_assets.mjs node_modules/.package-lock.json
	$(NODE) tools/vendor_assets.mjs

$(STATIC)/field/sw.js: $(shell find field -type f) node_modules/.package-lock.json
	$(NODE) node_modules/vite/bin/vite.js build --config field/vite.config.ts --logLevel warn

$(STATIC)/verify/verify.html: $(shell find field -type f) $(STATIC)/css/tokens.css node_modules/.package-lock.json
	$(NODE) node_modules/vite/bin/vite.js build --config field/verify.config.ts --logLevel warn

.stamps/messages: $(shell find src -name '*.po') tools/compile_messages.py .stamps/app
	$(PY) tools/compile_messages.py
	@touch $@

.stamps:
	@mkdir -p $@
