# Two commands are all that a fresh machine needs (Python 3.11 or newer, make, git):
#   make demo    install into .venv and run a fictional review from start to finish, into demo/
#   make test    install into .venv and run every check and every test but the long ones
#   make test-all    the same with the long ones (docs/the-house.md says which, and why)
#   make mutants    change the code here and there, in copies, and see whether a test notices
#   make audit   ask an advisory source, where one can be reached, about every pinned version
#   make faults      every fault that is injected, at every file operation (docs/it-holds.md)
# One test or one file: make test PYTEST="-k handover", make test PYTEST=tests/test_close.py

PYTHON ?= python3
VENV ?= .venv
PINS ?= -c constraints.txt
SAMPLE ?= 5
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.PHONY: demo test test-all faults test-unpinned lint audit mutants templates examples pictures clean

demo: $(VENV)/.installed
	rm -rf demo
	$(BIN)/lfe demo demo

# Tests that look at one costly thing go to one worker (xdist_group).
TESTS := python -m pytest -n auto --dist loadgroup

test: $(VENV)/.installed-dev lint
	$(BIN)/$(TESTS) -m "not long" $(PYTEST)

test-all: $(VENV)/.installed-dev lint
	$(BIN)/$(TESTS) $(PYTEST)

# Many minutes; how many trials there were of each kind, and how many failed, stands at the end.
faults: $(VENV)/.installed-dev
	LFE_FAULTS=all $(BIN)/$(TESTS) -m long tests/test_faults_*.py tests/test_merged_pairs.py $(PYTEST)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check lfe_cli tests tools
	$(BIN)/ruff check lfe_cli tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports

# The same tests with the newest versions of everything, as somebody who installs today gets them.
test-unpinned:
	$(MAKE) VENV=.venv-unpinned PINS= .venv-unpinned/.installed-dev
	.venv-unpinned/$(notdir $(BIN))/$(TESTS) $(PYTEST)

# In an environment of its own, so that what asks is not among what is asked about. Where it cannot
# be installed it asks nothing, and says so.
audit:
	$(PYTHON) -m venv .venv-audit
	-.venv-audit/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/$(notdir $(BIN))/python -m tools.audit_dependencies

# A sample of small changes of the code, to see which of them no test notices: takes an hour or more.
mutants:
	$(MAKE) VENV=.venv-mutants .venv-mutants/.installed-dev
	.venv-mutants/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check $(PINS) -e ".[mutation]"
	rm -rf mutants
	.venv-mutants/$(notdir $(BIN))/python -m tools.mutants $(SAMPLE)

# The shipped Word templates are made by a script, so that their look can be reviewed as text.
templates: $(VENV)/.installed-dev
	$(BIN)/python -m tools.make_templates

# The fictional review in examples/, as the tool makes it today.
examples: $(VENV)/.installed-dev
	$(BIN)/python -m tools.make_examples

# The README's pictures, from examples/. Needs LibreOffice and poppler-utils.
pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tools.make_pictures

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PINS) -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PINS) -e ".[dev]"
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) demo
