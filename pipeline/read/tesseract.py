"""Run tesseract over one picture and take its words: the program, or in a reading process its library."""

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MissingToolError
from pipeline.read import engine
from pipeline.read.raster import Grey

# One thread each: many single-threaded processes beat few many-threaded ones.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
_LEAST_DPI = 70  # tesseract takes less for a mistake
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd"


class OcrFailedError(Exception):
    """Tesseract did not give a reading; the message says why, without letter text."""


class OcrTimeoutError(OcrFailedError):
    """Tesseract took longer than it may."""


@dataclass(frozen=True, slots=True)
class Read:
    """One word as tesseract gives it: a tight box in pixels (x0, top, x1, bottom), confidence 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    line: tuple[int, int, int]
    confidence: float


def recognize(
    grey: Grey, dpi: float, seconds: float, psm: int = 3, languages: str = "eng", signs: str = ""
) -> list[Read]:
    """The words of a picture that stands upright; of `signs` alone, where they are given.

    Raises MissingToolError when tesseract or its language is not installed, OcrFailedError when it crashes, is killed,
    takes longer than `seconds` or writes nonsense.
    """
    resolution = max(_LEAST_DPI, round(dpi))
    if _inside and engine.library():
        return _words("\n".join(["\t".join(_COLUMNS), _ask(grey, resolution, psm, languages, signs)]))
    options = f"--dpi {resolution} --psm {psm} -c tessedit_create_tsv=1"
    if signs:
        options += f" -c tessedit_char_whitelist={signs}"
    return _words(_run(grey, seconds, options, languages))


_inside = False


def stay_inside() -> None:
    """From now on this process uses the library where there is one. It is the caller that ends it in time."""
    global _inside
    _inside = True


def _ask(grey: Grey, dpi: int, psm: int, languages: str, signs: str) -> str:
    try:
        return engine.tsv(grey, dpi, psm, languages, signs)
    except engine.LanguageError:
        raise MissingToolError(f"tesseract lacks a language. Install it: {INSTALL}") from None
    except UnicodeDecodeError:
        raise OcrFailedError("tesseract wrote bytes that are not text") from None
    except engine.EngineError:
        raise OcrFailedError("tesseract gave no result") from None


def _run(grey: Grey, seconds: float, options: str, languages: str) -> str:
    import pytesseract  # slow to import, and the library needs none of it

    os.environ.update(_ONE_THREAD)
    with tempfile.TemporaryDirectory(prefix="imrkit-ocr-") as folder:
        picture = Path(folder) / "page.pgm"
        with picture.open("wb") as file:
            file.write(b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]))
            file.write(grey.tobytes())
        try:
            return str(
                pytesseract.pytesseract.run_and_get_output(
                    str(picture),
                    "tsv",
                    lang=languages,
                    config=options,
                    timeout=max(0.1, seconds),
                )
            )
        except pytesseract.TesseractNotFoundError:
            raise MissingToolError(f"tesseract is not installed. Install it: {INSTALL}") from None
        except PermissionError:
            raise MissingToolError(f"tesseract may not be started. Install it again: {INSTALL}") from None
        except pytesseract.TesseractError as error:
            if "Error opening data file" in str(error) or "Failed loading language" in str(error):
                raise MissingToolError(f"tesseract lacks a language. Install it: {INSTALL}") from None
            raise OcrFailedError(f"tesseract ended with status {error.status}") from None
        except UnicodeDecodeError:
            raise OcrFailedError("tesseract wrote bytes that are not text") from None
        except OSError as error:
            raise OcrFailedError(f"tesseract gave no result ({error.strerror or 'no file'})") from None
        except RuntimeError:
            raise OcrTimeoutError(f"tesseract took longer than {seconds:.0f} s") from None


def _words(tsv: str) -> list[Read]:
    reader = csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not set(_COLUMNS) <= set(reader.fieldnames or ()):
        raise OcrFailedError("tesseract wrote no table of words")
    words = []
    try:
        for row in reader:
            text = (row["text"] or "").strip()
            if row["level"] != "5" or not text:
                continue
            left, top = int(row["left"]), int(row["top"])
            box = (left, top, left + int(row["width"]), top + int(row["height"]))
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            words.append(Read(text, box, line, min(1.0, max(0.0, float(row["conf"]) / 100))))
    except (TypeError, ValueError, KeyError):
        raise OcrFailedError("tesseract wrote a table of words that does not parse") from None
    return words
