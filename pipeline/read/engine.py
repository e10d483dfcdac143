"""Tesseract's library inside a reading process: the same engine, without starting a program for each picture.

A start loads the language anew and costs as much as a seventh of a page. Only reading processes use it: what
crashes, hangs or eats memory here takes its process along, and the pool names the page and starts another.
"""

import ctypes
import shutil
from functools import cache
from pathlib import Path

from pipeline.read.raster import Grey

_LIBRARY = "libtesseract.so.5"
_PROGRAM = b"\x7fELF"  # anything else found as tesseract is a wrapper that somebody wants to be used
_POINTER = ctypes.c_void_p
_SIGNATURES = {
    "TessBaseAPICreate": (_POINTER, ()),
    "TessBaseAPIInit3": (ctypes.c_int, (_POINTER, ctypes.c_char_p, ctypes.c_char_p)),
    "TessBaseAPISetPageSegMode": (None, (_POINTER, ctypes.c_int)),
    "TessBaseAPISetVariable": (ctypes.c_int, (_POINTER, ctypes.c_char_p, ctypes.c_char_p)),
    "TessBaseAPISetImage": (None, (_POINTER, ctypes.c_char_p, *[ctypes.c_int] * 4)),
    "TessBaseAPISetSourceResolution": (None, (_POINTER, ctypes.c_int)),
    "TessBaseAPIRecognize": (ctypes.c_int, (_POINTER, _POINTER)),
    "TessBaseAPIGetTsvText": (_POINTER, (_POINTER, ctypes.c_int)),
    "TessDeleteText": (None, (_POINTER,)),
    "TessBaseAPIClear": (None, (_POINTER,)),
}


class EngineError(Exception):
    """The library gave no reading."""


class LanguageError(EngineError):
    """The library lacks a language."""


@cache
def library() -> ctypes.CDLL | None:
    """The library that belongs to the installed program; None where there is none, and the program is used."""
    program = shutil.which("tesseract")
    try:
        if program is None:
            return None
        with Path(program).open("rb") as file:
            if file.read(len(_PROGRAM)) != _PROGRAM:
                return None
        found = ctypes.CDLL(_LIBRARY)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(found, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return found


@cache
def _loaded(languages: str) -> int:
    """An engine for `languages` ("eng", "eng+spa"), kept for the life of the process. Raises LanguageError."""
    tesseract = library()
    engine = int(tesseract.TessBaseAPICreate() or 0) if tesseract else 0
    if not tesseract or tesseract.TessBaseAPIInit3(engine, None, languages.encode()) != 0:
        raise LanguageError
    return engine


def tsv(grey: Grey, dpi: int, psm: int, languages: str, signs: str) -> str:
    """Rows of words as tesseract's TSV has them, without its heading. Raises EngineError kinds."""
    tesseract = library()
    if tesseract is None:
        raise EngineError
    engine = _loaded(languages)
    height, width = grey.shape
    tesseract.TessBaseAPISetPageSegMode(engine, psm)
    tesseract.TessBaseAPISetVariable(engine, b"tessedit_char_whitelist", signs.encode())
    tesseract.TessBaseAPISetImage(engine, grey.tobytes(), width, height, 1, width)
    tesseract.TessBaseAPISetSourceResolution(engine, dpi)
    try:
        if tesseract.TessBaseAPIRecognize(engine, None) != 0:
            raise EngineError
        rows = tesseract.TessBaseAPIGetTsvText(engine, 0)
        if not rows:
            raise EngineError
        try:
            return ctypes.string_at(rows).decode()
        finally:
            tesseract.TessDeleteText(rows)
    finally:
        tesseract.TessBaseAPIClear(engine)
