# What a fresh clone needs: Python >= 3.11 with venv, git, make.
PYTHON ?= python3
BIN := .venv/bin
MINUTES ?= 10
TESTS ?= tests
NIGHTS ?= 365
LEADERS ?= 28
# Python compiles what it imports; of all that is installed that is a tenth.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade

.PHONY: demo test product checked fuzz trust check format bench lock clean

demo: .venv/running  ## show the plan of a demo company's leader
	@$(BIN)/python -m scheduler demo

test: .venv/installed  ## everything that must hold: of the servers that stand in for services, then of the product
	$(BIN)/pytest tests/servers
	@$(MAKE) --no-print-directory --jobs=2 checked product

product: .venv/installed
	$(BIN)/pytest --ignore=tests/servers

checked: .venv/installed  # beside the tests, as types take one processor for minutes; what it says stays together
	@$(MAKE) --no-print-directory check > .venv/check.log 2>&1 || { cat .venv/check.log; false; }
	@echo "ruff, mypy and import-linter found nothing (.venv/check.log)"

fuzz: .venv/installed  ## look for what no example of the tests has shown yet: make fuzz MINUTES=60 TESTS=tests/planning
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(TESTS)

trust: .venv/installed  ## a year of nights in which people act, services fail and machines die: make trust NIGHTS=365 LEADERS=28
	$(BIN)/python -m tests.trust --nights $(NIGHTS) --leaders $(LEADERS)

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/installed  ## the numbers in docs/performance.md
	$(BIN)/python bench/solver.py --markdown
	$(BIN)/python bench/peers.py --markdown
	$(BIN)/python bench/rounds.py
	$(BIN)/python bench/providers.py
	$(BIN)/python bench/folders.py
	$(BIN)/python bench/together.py
	$(BIN)/python bench/nightly.py

# What the program needs to run, and nothing else.
.venv/running: requirements.lock
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes --requirement requirements.lock
	@touch $@

# What working on it needs besides.
.venv/installed: .venv/running requirements-dev.lock pyproject.toml
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## newest versions that pyproject.toml allows, the same for running and for developing; needs uv
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
