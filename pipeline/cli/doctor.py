"""`imrkit doctor`: what is installed, what is missing, and the command that mends it."""

import importlib
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is the command that puts it right; empty when nothing is wrong."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def examine() -> list[Finding]:
    """Look at everything imrkit needs, in the order it is needed."""
    return [_python(), *_tesseract(), *_packages(), _model(), _law()]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python",
        (3, 11) <= sys.version_info[:2] < (3, 13),
        version,
        "install Python 3.11 or 3.12, then: make setup",
    )


def _tesseract() -> list[Finding]:
    program = shutil.which("tesseract")
    if program is None:
        return [
            Finding(
                "Tesseract (reads scans)",
                False,
                "not found",
                "sudo apt-get install tesseract-ocr tesseract-ocr-spa",
            )
        ]
    version = _says(program, "--version").splitlines()[:1]
    languages = set(_says(program, "--list-langs").split())
    findings = [Finding("Tesseract (reads scans)", True, version[0] if version else program)]
    for code, name, package in (
        ("eng", "English", "tesseract-ocr-eng"),
        ("spa", "Spanish", "tesseract-ocr-spa"),
    ):
        here = code in languages
        mend = "" if here else f"sudo apt-get install {package}"
        findings.append(Finding(f"Tesseract's {name}", here, "installed" if here else "not found", mend))
    return findings


def _says(program: str, option: str) -> str:
    try:
        done = subprocess.run([program, option], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def _packages() -> list[Finding]:
    wanted = (
        ("Text PDFs", "pdfplumber"),
        ("Page images", "pypdfium2"),
        ("Image mending", "cv2"),
        ("Phone photos (HEIC)", "pillow_heif"),
        ("Language", "spacy"),
        ("PDF documents", "typst"),
        ("Word documents", "docx"),
        ("Ledger", "sqlalchemy"),
        ("Flows (Prefect's server)", "prefect.server.api.server"),
        ("Review page", "fastapi"),
    )
    findings = []
    for name, module in wanted:
        try:
            importlib.import_module(module)
            findings.append(Finding(name, True, module.split(".")[0]))
        except Exception as error:  # any failure to import is a finding, whatever its kind
            findings.append(Finding(name, False, f"{module}: {type(error).__name__}", "make setup"))
    return findings


def _model() -> Finding:
    from extractors import nlp

    try:
        nlp.load()
    except Exception as error:
        return Finding("Trained components", False, type(error).__name__, "make train")
    return Finding("Trained components", True, "load")


def _law() -> Finding:
    from pipeline.law import LAW_FOLDER, check

    problems = check(LAW_FOLDER)
    return Finding(
        "Law files",
        not problems,
        f"{len(problems)} problems" if problems else "in order",
        "imrkit law check" if problems else "",
    )
