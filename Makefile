# The chores. `make site` and `make test` are all that a new machine needs; `make help` lists the rest.

PYTHON ?=
VENV   := .venv
BIN    := $(VENV)/bin
SITE   ?= site
ARGS   ?=
# One lock for Python 3.11 and newer on every system; hashes, no host names.
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
NPM := --no-package-lock --no-audit --no-fund --loglevel=error

.PHONY: help site test test-all check serve bench lighthouse screenshots reference schema messages lock browser-tools clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

site: $(VENV)/.runtime ## build the report into site/
	@$(BIN)/python -m generator build --site $(SITE) $(ARGS)
	@echo "The site is in $(SITE)/: run 'make serve' to look at it, or build with ARGS=--file-links and open $(SITE)/index.html."

test: $(VENV)/.dev ## run the tests that matter, in a few minutes
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

test-all: $(VENV)/.dev ## run all tests, the long ones too
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal -m "" $(ARGS)

check: $(VENV)/.dev ## lint, format, types, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m generator check $(ARGS)

serve: $(VENV)/.runtime ## build, serve on this machine, build again at every save
	@$(BIN)/python -m generator serve $(ARGS)

bench: $(VENV)/.dev ## measure beside peers; one part: make bench ARGS=redlines (or peers, hostile, limits, report, real)
	@case "$(firstword $(ARGS) peers)" in peers) cd benchmarks/comparison && npm install $(NPM) || echo "note: without npm, jsdiff is left out";; esac
	$(BIN)/python -m benchmarks $(ARGS)

lighthouse: $(VENV)/.dev ## audit the pages of site/ in Chromium (needs Node)
	@cd benchmarks/reading && PUPPETEER_SKIP_DOWNLOAD=1 npm install $(NPM)
	$(BIN)/python -m benchmarks.reading --site $(SITE) $(ARGS)
	$(BIN)/python -m benchmarks.reading.screens --site $(SITE)

screenshots: $(VENV)/.dev ## pictures of every kind of page, into screenshots/
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

browser-tools: tests/browser/node_modules/.installed ## axe-core and the Nu HTML checker, from npm

tests/browser/node_modules/.installed: tests/browser/package.json
	cd tests/browser && npm install $(NPM)
	@touch $@

reference: $(VENV)/.dev ## docs/commands.md, from what each command says of itself
	$(BIN)/python -m tests.reference

schema: $(VENV)/.runtime ## schema/, for editors, with the words of content/vocabulary.yaml
	@$(BIN)/python -m generator schema $(ARGS)

messages: $(VENV)/.dev ## templates/locale/smallprint.pot, from the sentences of the interface
	$(BIN)/python -m tests.messages

lock: ## resolve requirements.lock and requirements-dev.lock anew (needs uv)
	uv pip compile pyproject.toml --group build $(LOCKING) --output-file requirements.lock
	uv pip compile pyproject.toml --group build --group dev --constraints requirements.lock $(LOCKING) --output-file requirements-dev.lock
	@! grep -n '://' requirements.lock requirements-dev.lock || { echo "a lock names a host" >&2; exit 1; }

clean: ## remove what was built; the evidence store and the environment stay
	rm -rf .cache screenshots
	@if [ -f $(SITE)/.smallprint-site ]; then \
	  rm -rf $(SITE).work; find $(SITE) -mindepth 1 ! -name .gitkeep -delete; \
	else echo "$(SITE)/ carries no mark of a published site; it is left as it is"; fi

# The environment: plain venv and pip, every package by its hash, nothing else from the network.
$(VENV)/bin/python:
	@set -e; for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  if [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv $(VENV) || { rm -rf $(VENV); echo "python -m venv failed: on Debian and Ubuntu, install python3-venv" >&2; exit 1; }; \
	    exit 0; \
	  fi; \
	done; echo "Python 3.11 or newer is needed (make PYTHON=/path/to/python3.11 site)" >&2; exit 1

$(VENV)/.runtime: requirements.lock pyproject.toml setup.py | $(VENV)/bin/python
	@echo "Installing what requirements.lock names into $(VENV)/ ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what requirements-dev.lock names into $(VENV)/ ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
