# What a fresh clone needs: Python >= 3.11 with venv, git, make.
PYTHON ?= python3
BIN := .venv/bin
MINUTES ?= 10
TESTS ?= tests

.PHONY: demo test fuzz check format bench lock clean

demo: .venv/installed  ## show the plan of a demo company's leader
	@$(BIN)/schedule demo

test: check  ## everything that must hold: of the product, then of the servers that stand in for services
	$(BIN)/pytest --ignore=tests/servers
	$(BIN)/pytest tests/servers

fuzz: .venv/installed  ## look for what no example of the tests has shown yet: make fuzz MINUTES=60 TESTS=tests/planning
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(TESTS)

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
	$(BIN)/python bench/providers.py

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## newest versions that pyproject.toml allows; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		--quiet pyproject.toml --group dev --output-file requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
