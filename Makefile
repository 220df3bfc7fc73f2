# Two commands do everything: `make demo` and `make test`. On Windows see README ("Without make").
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test soak spark lint bench bench-linkage look lock clean

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.installed
	$(BIN)/retour demo --again

test: .venv/.installed
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Five hundred random histories of a programme, linked batch by batch and all at once: for the night.
soak: .venv/.installed
	$(BIN)/python -m pytest -n 2 --dist worksteal -m soak

# The linkage model on Spark, beside DuckDB; skipped with a message where Java 17 to 24 is missing.
.venv/.spark-installed: .venv/.installed pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check 'pyspark>=4'
	touch $@

spark: .venv/.spark-installed
	$(BIN)/python -m pytest -m spark -rs

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The peers of the benchmark live in an environment of their own: nobody who only runs retour installs them.
.venv/.bench-installed: .venv/.installed tests/bench/requirements.lock
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/requirements.lock
	touch $@

bench: .venv/.bench-installed
	$(BIN)/python -m tests.bench.backbone
	$(BIN)/python -m tests.bench.judging

# Who is who, beside peers that need another environment again and take hours; the tables come into docs/linkage.md.
.venv/.bench-linkage-installed: .venv/.installed tests/bench/linkage/requirements.lock
	$(PYTHON) -m venv .venv/bench-linkage
	.venv/bench-linkage/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/linkage/requirements.lock
	touch $@

bench-linkage: .venv/.bench-linkage-installed
	$(BIN)/python -m tests.bench.linkage --write
	$(BIN)/python -m tests.bench.linking

# Draws the forms in a browser, for developers only; see docs/look.md.
tests/look/node_modules/.package-lock.json: tests/look/package-lock.json
	@command -v npm >/dev/null || { echo "make look: Node.js with npm is missing. Install Node.js 20.19 or newer, then run it again." >&2; exit 1; }
	cd tests/look && npm ci --no-audit --no-fund
	touch $@

look: .venv/.installed tests/look/node_modules/.package-lock.json
	$(BIN)/python -m tests.look.compile
	node tests/look/look.js

lock: .venv/.installed
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv demo build dist
