"""One file for each way to be broken, or to be built to harm who opens it."""

import io
import struct
import zipfile
import zlib

import numpy as np

from tests.read.make_letter import CATALOG, born_digital, coded_pdf, picture, raw_pdf, saved


def no_pages() -> bytes:
    return raw_pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>")


def cyclic_tree() -> bytes:
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>",
    )


def deep_nesting() -> bytes:
    depth = 20_000
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /X " + "[" * depth + "]" * depth + " >>",
    )


def without_contents() -> bytes:
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    )


def huge_media_box() -> bytes:
    return born_digital().replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 999999999 999999999 ]")


def bomb_in_pdf() -> bytes:
    """A picture of 60,000 by 60,000 pixels in a few kilobytes."""
    return coded_pdf(zlib.compress(zlib.compress(b"\x00" * 1000)), "/FlateDecode", (60000, 60000))


def form_loop() -> bytes:
    """A form that draws itself."""
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /F 5 0 R >> >> /Length 5 >>"
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /F 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/F Do\nendstream",
        form + "\nstream\n/F Do\nendstream",
    )


def garbage() -> bytes:
    return b"%PDF-1.7\n" + np.random.default_rng(1).bytes(4000)


def png_bomb() -> bytes:
    """A header of 100,000 by 100,000 pixels over almost no data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff_ring() -> bytes:
    """A TIFF whose only page says that the next one is itself."""
    data = bytearray(saved(picture(60), "TIFF"))
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    return bytes(data)


def office(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(kind, "<x/>")
    return buffer.getvalue()
