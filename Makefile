# The two that matter: `make demo` and `make test`.  Everything else builds on .venv, made by `make setup`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TARGET ?= duckdb
PORT ?= 8050

.PHONY: help setup demo browser faketime oracle java test lint format bench bench-peers soak screenshots lock clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## build .venv from the lock

$(VENV)/.ready: requirements.lock pyproject.toml
	command -v uv >/dev/null || $(PYTHON) -m pip install --quiet --break-system-packages uv 2>/dev/null || $(PYTHON) -m pip install --quiet uv
	uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	uv pip sync --quiet --python $(VENV) --compile-bytecode requirements.lock
	uv pip install --quiet --python $(VENV) --no-deps --editable .
	touch $@

demo: setup ## sample data, verdicts, page (TARGET=postgres: Prefect -> PostgreSQL -> dbt -> Dash)
	$(BIN)/phanky demo --port $(PORT) --target $(TARGET) $(if $(filter postgres,$(TARGET)),--flow)

browser: ## Chromium for the browser tests, where apt-get may install it
	command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; } \
	  || echo "no Chromium: the browser tests will be skipped"

faketime: ## libfaketime for the tests of the real scheduler, where apt-get may install it
	ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libfaketime >/dev/null; } \
	  || echo "no libfaketime: the tests of the real scheduler will be skipped"

java: ## Java 17 for the tests of Spark, where apt-get may install it
	command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; } \
	  || echo "no Java: the tests of Spark will be skipped"

oracle: ## PostgreSQL with orafce for the tests over Oracle's wire, where apt-get may install it
	ls /usr/share/postgresql/15/extension/orafce.control >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-15 postgresql-15-orafce >/dev/null; } \
	  || echo "no orafce: the tests over Oracle's wire will be skipped"

test: setup browser faketime oracle java ## all tests that CI runs
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not soak"

lint: setup ## style, types, imports, SQL, structure of the dbt project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.lint_dbt

format: setup ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup browser oracle java ## the figures of benchmarks/README.md
	$(BIN)/python -m benchmarks.province
	$(BIN)/python -m benchmarks.semantic
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.sending
	$(BIN)/python -m benchmarks.sending --from-schedule
	$(BIN)/python -m benchmarks.minutes
	$(BIN)/python -m benchmarks.oracle
	$(BIN)/python -m benchmarks.growth --spark
	$(BIN)/python -m benchmarks.country

bench-peers: setup browser oracle ## the same by Apache Superset, Cube and dlt, in environments of their own
	$(BIN)/python -m benchmarks.against_peers
	$(BIN)/python -m benchmarks.pages.against_superset
	$(BIN)/python -m benchmarks.oracle --peers

soak: setup faketime oracle java ## long runs: kill -9 at every named point, a week of the real scheduler
	$(BIN)/python -m pytest -m soak -n 0

screenshots: setup browser ## every page at both sizes into docs/images
	$(BIN)/python -m tests.dashboard.screenshots

lock: ## renew requirements.lock
	uv pip compile pyproject.toml --universal --all-extras --generate-hashes -o requirements.lock

clean: ## throw away what a run made here
	rm -rf .phanky $(VENV) build *.egg-info
