# `make help` lists the targets. Nothing here holds logic; CI runs the same targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
IMRKIT := .venv/bin/imrkit
SHARED ?= ../shared
APT := tesseract-ocr tesseract-ocr-eng tesseract-ocr-spa tesseract-ocr-osd fonts-droid-fallback fonts-liberation
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
	@$(IMRKIT) batch samples/letters --out imrkit-demo --engine prefect --as-of 2026-06-15 || [ $$? -eq 4 ]

test: setup-test ## all tests, in under ten minutes on two cores
	@# A third process on two cores, as many tests wait. Those that start servers and kill processes feel the
	@# machine's load: what failed runs once more, alone.
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder || $(PY) -m pytest --last-failed --last-failed-no-failures none

check: setup-test ## formatting, lint, types, layers, law files (read-only)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(IMRKIT) law check

fix: ## format and mend what ruff can
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

train: setup-test ## rebuild the shipped spaCy components (fixed seed, under half an hour)
	$(PY) tests/benchmarks/bank_of_hands.py
	$(PY) -m extractors.training.train
	$(PY) tests/benchmarks/fit_tags.py --write

score: setup-test ## score the labelled letters of ../shared, born-digital and one degraded kind
	$(PY) tests/benchmarks/score.py --letters $(SHARED)/letters --bench $(SHARED)/bench

score-hands: setup-test ## each hand of the labelled letters, seen beside unseen
	$(PY) tests/benchmarks/fit_tags.py --folds
	$(PY) tests/benchmarks/fit_neighbours.py
	$(PY) tests/benchmarks/score_hands.py

score-scans: setup-test ## scans, faxes and photos beside born-digital
	$(PY) tests/benchmarks/score_scans.py

score-names: setup-test ## plans and administrators whose names are taken out of the list: what an unknown one looks like
	$(PY) tests/benchmarks/hidden_names.py

score-classify: setup-test ## kind, class, category and reason, hand by hand
	$(PY) -m tests.classify.measure

score-law: setup-test ## the law cases and decisions of ../shared
	$(PY) $(SHARED)/bench/score_law.py --cases $(SHARED)/letters/law_cases.yaml --command $(IMRKIT) --errors
	$(PY) tests/benchmarks/score_decisions.py --shared $(SHARED)

bench-read: setup-test ## reading beside bare pdfplumber and bare tesseract
	$(PY) tests/benchmarks/bench_read.py

bench-batch: setup-test ## memory, cost per letter and the ledger over many letters
	$(PY) -m tests.benchmarks.bench_batch --prefect

bench-speedup: setup-test ## two workers beside one, on a quiet machine
	$(PY) -m tests.benchmarks.bench_batch --speedup

setup-fit:
	bash tests/tools/install.sh --fit $(APT_TEST)

fit: setup-fit ## fit the weights of words, names, reasons, printed times and confidences on the open hands anew
	$(PY) tests/benchmarks/fit_tags.py --folds
	$(PY) tests/benchmarks/fit_neighbours.py --write
	$(PY) tests/benchmarks/fit_ranking.py --write
	$(PY) tests/benchmarks/fit_reasons.py --write
	$(PY) tests/benchmarks/fit_limits.py --write
	$(PY) tests/benchmarks/fit_days_of_care.py --write
	$(PY) tests/benchmarks/fit_billed.py --write
	$(PY) tests/benchmarks/fit_codes.py --write
	$(PY) tests/benchmarks/score_hands.py --fit

bench: bench-read bench-batch ## all benchmarks

fuzz: setup-test ## mutate PDFs and images for some minutes
	$(PY) -m tests.read.fuzz --minutes 5

.PHONY: help setup setup-test setup-fit demo test check fix train fit score score-classify score-hands score-names score-scans score-law bench-read bench-batch bench-speedup bench fuzz
