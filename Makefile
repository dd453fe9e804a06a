# Thin on purpose: each target makes the environment it needs, then runs one line of work.
# Written for GNU make 3.81 (macOS) and newer.

VENV := .venv
RUN  := $(VENV)/bin/python -m
# More processes than processors, as many tests wait; what shares a folder stays in one, and the
# longest come first: tests/support/workers.py.
WORKERS := -n 3

# The first Python that is new enough and can make a venv. Expanded only where one is needed, so
# that a machine without it reads one line, and a finished .venv is used without asking.
PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python)
USABLE  = import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
FOUND   = $(shell for p in $(PYTHONS); do "$$p" -c '$(USABLE)' >/dev/null 2>&1 && echo "$$p" && break; done)
NEEDED  = Python 3.11 or newer is needed and was not found ($(strip $(PYTHONS))): install it (with python3-venv on Debian and Ubuntu) or name one with PYTHON=
CHOSEN  = $(or $(FOUND),$(error $(NEEDED)))

# Root's tests make accounts that must be able to run .venv: not with a Python in root's home.
OPEN = $(shell [ "$$(id -u 2>/dev/null)" = 0 ] && /usr/bin/python3 -c '$(USABLE)' >/dev/null 2>&1 && echo /usr/bin/python3)
ifneq ($(filter test quick lint,$(MAKECMDGOALS)),)
PYTHON := $(or $(PYTHON),$(OPEN))
endif

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests start hundreds of Pythons: what each imports is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help lab book quick test system build lint accuracy attacks demo bundle bench clean
.NOTPARALLEL:

help:
	@: $(if $(wildcard $(VENV)/*.stamp),,"$(CHOSEN)")
	@echo "make lab       open the lessons in JupyterLab (PORT=8890, LAB_ARGS=\"--no-browser\")"
	@echo "make book      the lessons as a site to read, book/index.html (the first time up to an hour)"
	@echo "make quick     lint and the quick tests, in about three minutes"
	@echo "make test      every check and every test"
	@echo "make system    install bubblewrap, Chromium and JupyterHub's proxy (Debian, Ubuntu)"
	@echo "make build     lessons/*.py -> solutions/ -> notebooks/"
	@echo "make lint      ruff, mypy, the rules of a graded notebook, and is the build up to date?"
	@echo "make accuracy  wrong answers caught, mistakes named, right answers accepted"
	@echo "make attacks   bad submissions, with stock nbgrader and here (about 20 minutes)"
	@echo "make demo      a small class through nbgrader, end to end"
	@echo "make bundle    dist/where-to-look.zip: what students get, without answers or hidden tests"
	@echo "make bench     what attention costs and buys in time, and each lesson's time and memory"
	@echo "make clean     remove .venv and caches; never work/"

lab: $(VENV)/lab.stamp
	$(RUN) helpers.lab $(if $(PORT),--port=$(PORT)) $(LAB_ARGS)

book: $(VENV)/test.stamp
	$(RUN) grading book

quick: lint
	$(RUN) pytest -m quick $(WORKERS)

test: lint
	$(RUN) pytest $(WORKERS)

system:
	@sh deploy/programs.sh

build: $(VENV)/test.stamp
	$(RUN) grading build

lint: $(VENV)/test.stamp
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) grading lint

accuracy: $(VENV)/test.stamp
	$(RUN) grading accuracy

attacks: $(VENV)/test.stamp
	$(RUN) grading attacks

demo: $(VENV)/test.stamp
	$(RUN) grading demo

bundle: $(VENV)/test.stamp
	$(RUN) grading bundle

bench: $(VENV)/test.stamp
	$(RUN) grading bench

clean:
	rm -rf $(VENV) .book .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

# One stamp to run the course, one to work on it, which tests the book too. Stamps are taken away
# before an install and put back after it. Where there is none, an install was interrupted: pip
# cannot always go on from half a package, so the venv is made anew (from pip's cache, without a
# second download).
$(VENV)/test.stamp: EXTRA = [test,book]
$(VENV)/lab.stamp $(VENV)/test.stamp: pyproject.toml constraints.txt
	@[ -e $(VENV)/lab.stamp ] || "$(CHOSEN)" -m venv --clear $(VENV)
	@rm -f $(VENV)/*.stamp
	$(RUN) pip install --constraint constraints.txt --editable ".$(EXTRA)"
	@touch $(VENV)/lab.stamp $@
