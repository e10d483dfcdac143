"""When a file has come to rest: by time, by size, by structure."""

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.batch.listing import Found, FoundBundle
from pipeline.watch.stability import Rules, Sighting, observe
from pipeline.watch.structure import looks_whole

RULES = Rules(settle=5.0, patience=60.0)


def bundle(size: int, mtime: int = 1, key: str = "a.pdf", facts: int | None = None) -> FoundBundle:
    beside = (Found("a.facts.yaml", Path("a.facts.yaml"), facts, 1, 2),) if facts is not None else ()
    return FoundBundle(key, (Found(key, Path(key), size, mtime, 1),), beside)


@pytest.mark.parametrize(
    ("looks", "whole", "taken_at"),
    [
        # still from the first look on: taken when it has been still for five seconds, not before
        ([(0, bundle(9)), (4, bundle(9)), (5, bundle(9))], True, 5),
        # it grows: the wait begins anew
        ([(0, bundle(1)), (4, bundle(2)), (8, bundle(3)), (12, bundle(3)), (13, bundle(3))], True, 13),
        # same size, other time of change: rewritten in place
        ([(0, bundle(9, 1)), (4, bundle(9, 2)), (8, bundle(9, 2)), (9, bundle(9, 2))], True, 9),
        # the facts beside it are still being written
        ([(0, bundle(9, facts=1)), (4, bundle(9, facts=2)), (8, bundle(9, facts=2))], True, None),
        # facts that come later join it
        (
            [(0, bundle(9)), (4, bundle(9, facts=2)), (8, bundle(9, facts=2)), (9, bundle(9, facts=2))],
            True,
            9,
        ),
        # a copy that has stalled: still, but not whole
        ([(0, bundle(9)), (6, bundle(9)), (59, bundle(9))], False, None),
        # ... and given up on after a minute: the pipeline names its problem
        ([(0, bundle(9)), (6, bundle(9)), (60, bundle(9))], False, 60),
    ],
)
def test_when_it_is_taken(
    looks: list[tuple[float, FoundBundle]], whole: bool, taken_at: float | None
) -> None:
    seen: dict[str, Sighting] = {}
    taken = None
    for now, found in looks:
        seen, settled = observe(seen, [found], now, RULES, lambda _: whole)
        if settled and taken is None:
            taken = now
    assert taken == taken_at


def test_what_is_gone_is_forgotten_and_comes_back_as_new() -> None:
    seen, _ = observe({}, [bundle(9)], 0, RULES, lambda _: True)
    seen, _ = observe(seen, [], 3, RULES, lambda _: True)
    assert seen == {}
    seen, settled = observe(seen, [bundle(9)], 6, RULES, lambda _: True)
    assert settled == []


def picture(kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((300, 200), 90).save(data, kind, **options)
    return data.getvalue()


def pages(kind: str) -> bytes:
    data = io.BytesIO()
    first, second = (Image.effect_noise((300, 200), 90).convert("1") for _ in range(2))
    first.save(data, kind, save_all=True, append_images=[second], compression="group4")
    return data.getvalue()


PDF = b"%PDF-1.4\n" + b"x" * 5000 + b"\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pdf", PDF),
        ("pdf with junk after its end", PDF + b"\0" * 500),
        ("jpeg", picture("JPEG")),
        ("png", picture("PNG")),
        ("tiff", picture("TIFF")),
        ("fax tiff with two pages", pages("TIFF")),
        ("webp", picture("WEBP")),
        ("a kind we do not know", b"some text"),
    ],
)
def test_a_whole_file_looks_whole_and_a_cut_one_does_not(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "letter"
    path.write_bytes(data)
    assert looks_whole(path)
    if data.startswith(b"some"):
        return
    for part in (0.5, 0.75):
        path.write_bytes(data[: int(len(data) * part)])
        assert not looks_whole(path), part
    # Some programs make the room first and fill it then.
    path.write_bytes(bytes(len(data)))
    assert not looks_whole(path)


def test_heic(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    path = tmp_path / "photo.heic"
    path.write_bytes(picture("HEIF"))
    assert looks_whole(path)
    path.write_bytes(path.read_bytes()[:-100])
    assert not looks_whole(path)


def test_empty_is_not_whole_yet(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    assert not looks_whole(tmp_path / "a.pdf")
