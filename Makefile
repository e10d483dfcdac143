# `make help` lists the targets. Nothing here holds logic; CI runs the same targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
IMRKIT := .venv/bin/imrkit
SHARED ?= ../shared
APT := tesseract-ocr tesseract-ocr-eng tesseract-ocr-spa tesseract-ocr-osd
APT_TEST := $(APT) poppler-utils chromium postgresql libreoffice-writer-nogui

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .setup-done ## install all that running needs: apt packages, Python packages in .venv
.setup-done: pyproject.toml uv.lock tests/tools/install.sh
	bash tests/tools/install.sh $(APT)
	@touch $@

setup-test: .setup-done ## also what the tests need: PostgreSQL, Chromium, LibreOffice
	bash tests/tools/install.sh --dev $(APT_TEST)

demo: setup ## read the sample letters as a Prefect batch and show what to do with each
	$(PY) samples/demo.py

test: setup-test ## all tests, in under ten minutes on two cores
	$(PY) -m pytest

check: setup-test ## formatting, lint, types, layers, law files (read-only)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(IMRKIT) law check

fix: ## format and mend what ruff can
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

.PHONY: help setup setup-test demo test check fix
