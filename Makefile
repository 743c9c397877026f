# The one entry. Needs Python 3.11 or newer (with venv) and make; everything else is fetched into .uv and .venv.
#
#   make demo         a simulated community in the browser
#   make test         style, import contracts, all tests
#   make help         the rest

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .uv/bin/uv
BIN := .venv/bin
READY := .venv/.ready
DEMO_HOME ?= $(CURDIR)/.kolony

# uv does not read pip's configuration: a mirror or a certificate configured there is handed on.
# (`pip config get` reads one file only; the list is what pip itself goes by, what the environment says first.)
PIP_SAYS = $(shell .uv/bin/pip config list 2>/dev/null | sed -n "s/^\(:env:\|global\)\.$(1)='\(.*\)'$$/\2/p" | head -n 1)
INDEX = $(call PIP_SAYS,index-url)
CERT = $(call PIP_SAYS,cert)
UV_RUN = $(if $(INDEX),UV_DEFAULT_INDEX=$(INDEX)) $(if $(CERT),SSL_CERT_FILE=$(CERT)) $(UV)

.PHONY: help demo test lint format serve bench screenshots spark lock catalogues clean

help: ## say what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

demo: $(READY) catalogues ## open a simulated community in the browser
	KOLONY_HOME=$(DEMO_HOME) $(BIN)/kolony demo

test: lint ## style, import contracts, all tests
	$(BIN)/pytest -n 2 --dist loadfile $(TESTS)

lint: $(READY) catalogues ## style and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(READY) ## bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

serve: $(READY) catalogues ## web server and worker with your own data
	$(BIN)/kolony serve

bench: $(READY) ## measure; needs some minutes (DATA=FOLDER: also on the communities there)
	$(UV_RUN) pip sync --quiet --require-hashes requirements.lock requirements-bench.lock
	$(UV_RUN) pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m bench $(if $(DATA),--data $(DATA))

screenshots: $(READY) catalogues ## every page, both languages, light and dark, wide and narrow, full and empty
	$(BIN)/python -m docs.screenshots

spark: $(READY) catalogues ## the same expressions on a local Spark (needs Java 17)
	$(UV_RUN) pip install --quiet --require-hashes --requirement requirements-spark.lock
	$(BIN)/pytest -q -m spark tests/engine

lock: $(UV) ## write the locks anew from the pins in pyproject.toml
	$(UV_RUN) pip compile --quiet pyproject.toml --group dev $(LOCK) --output-file requirements.lock
	$(UV_RUN) pip compile --quiet pyproject.toml --group bench $(LOCK) --output-file requirements-bench.lock
	$(UV_RUN) pip compile --quiet pyproject.toml --extra spark $(LOCK) --output-file requirements-spark.lock

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

catalogues: $(READY)
	@$(BIN)/python hatch_build.py

clean: ## remove what make made (not .kolony, which holds data)
	rm -rf .venv .uv .ruff_cache .pytest_cache .import_linter_cache dist build

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Kolony needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .uv || { echo "Python's venv is missing: install python3-venv"; exit 1; }
	.uv/bin/pip install --quiet uv==$(UV_VERSION)

# The compiler runs once here; otherwise every start would compile a thousand files anew where nothing is cached.
$(READY): requirements.lock pyproject.toml hatch_build.py | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV_RUN) pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	$(UV_RUN) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)
