# Needs Python 3.11 or newer and GNU make 3.81. Everything here is one call of Python, so that it
# works without make too: "python bootstrap.py", then ".venv/bin/python -m analysis --help".
# No rule looks at file times: bootstrap.py and the package know by content what is up to date.

.PHONY: help env figures test lint lab evaluate bench lock check clean
.DEFAULT_GOAL := help

BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
RUN := $(BIN)/python

# The first of these that is new enough and can make an environment (Debian may lack
# python3-venv); "make env PYTHON=/path/to/python" takes another.
PYTHON ?= $(shell for python in $(RUN) python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
	&& { echo "$$python"; break; }; done)

# A folder of your own articles: "make figures STUDY=DIR". Not every shell expands ~ there.
FOLDER := $(patsubst ~/%,$(HOME)/%,$(STUDY))
IN_STUDY := $(if $(FOLDER),--study "$(FOLDER)")

CODED ?= tests/coded

help:
	@echo "make figures              tables, notebooks and figures of the two articles"
	@echo "make figures STUDY=DIR    the same for a folder of your own (python -m analysis new DIR)"
	@echo "make test                 the tests; one file: make test TESTS=tests/test_claims.py"
	@echo "make lab                  JupyterLab with the notebooks (STUDY=DIR: those of that folder)"
	@echo "make evaluate CODED=...   precision and recall against coded documents"
	@echo "make check                make everything again in a copy and name the files that differ"
	@echo "make bench                the measurements of benchmarks/"
	@echo "make lint                 style of the code and of the notebooks"
	@echo "make env                  only .venv (another Python: make env PYTHON=...)"
	@echo "make lock                 requirements.lock from pyproject.toml (newest: UPGRADE=1)"
	@echo "make clean                remove .venv and caches; data, figures and notebooks stay"

env:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer with venv and pip:" \
		"install one, or name it: make env PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" bootstrap.py

figures: env
	$(RUN) -m analysis figures $(IN_STUDY)

test: env
	$(RUN) -m pytest $(TESTS)

lint: env
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

# The environment's own kernel comes first, whatever the user has registered as python3.
lab: env
	JUPYTER_PREFER_ENV_PATH=1 $(RUN) -m jupyterlab "$(if $(FOLDER),$(FOLDER)/notebooks,notebooks)" $(ARGS)

evaluate: env
	$(RUN) -m analysis evaluate $(CODED)

check: env
	$(RUN) -m analysis check $(IN_STUDY)

bench: env
	$(RUN) -m benchmarks

lock: env
	$(RUN) bootstrap.py --lock $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv .cache .pytest_cache .ruff_cache .hypothesis build dist src/*.egg-info
	find . \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -prune -exec rm -rf {} +
