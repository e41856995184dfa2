# What one can do here. `make run` and `make test` set up all they need.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= .demo

.PHONY: help setup setup-tests run test check soak bench bench-reading bench-names docs clean

help:            ## lists what one can do
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup:           ## makes .venv with Isnad and what it needs
	@sh .ci/setup "$(PYTHON)" "$(VENV)"

setup-tests: setup   ## also what only the tests need: age, strace, PostgreSQL, Chromium …
	@sh .ci/setup-tests

run: setup       ## the whole way on the built-in demo archive; opens the site at the end
	@$(BIN)/isnad demo run --data "$(DEMO)"

test: setup-tests    ## style, types, the river, every test, the docs
	@bash .ci/test

check: setup     ## style, types and the river only
	@bash .ci/test --check

soak: setup-tests    ## the long forms: thousands of kills and tamperings
	@$(BIN)/pytest -m slow tests

bench: setup-tests   ## speed as ratios to peers in the same run
	@$(BIN)/python -m benchmarks

bench-reading: setup ## accuracy and speed of reading numbers
	@$(BIN)/python -m benchmarks.reading

bench-names: setup   ## accuracy and speed of comparing names
	@$(BIN)/python -m benchmarks.naming

docs: setup      ## builds the documentation in both languages
	@bash .ci/docs

clean:           ## removes what was made here
	rm -rf $(VENV) build dist site-docs .mypy_cache .ruff_cache .pytest_cache .hypothesis
