"""The page in a real Chromium: what a caseworker sees and does."""

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.models.case import Case
from pipeline.models.letter import Limits
from pipeline.record.review import ReviewBook
from pipeline.web import create_app
from pipeline.web.pages import Pages
from tests.web.build import LETTERS, TODAY, url

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed: make setup-test"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def address(out: Path, pages: Pages) -> Iterator[str]:
    """The page served as `imrkit review` serves it, on a free port."""
    app = create_app(out, url(out), today=lambda: TODAY, limits=Limits())
    app.state.pages = pages
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on any script error, blocked source or request to elsewhere."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    page = context.new_page()
    page.set_default_timeout(8000)
    trouble: list[str] = []
    page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(address) else trouble.append(r.url))
    yield page
    context.close()
    assert not [t for t in trouble if "422" not in t], trouble  # 422 is the answer to a form with mistakes


def lit(page: Page) -> list[str]:
    return [str(name) for name in page.eval_on_selector_all(".mark.lit", "all => all.map(m => m.id)")]


def test_a_value_shows_where_it_stands(page: Page, grievance: Case) -> None:
    page.goto(f"/cases/{grievance.case_id}")
    page.focus("#at-member_id-in")
    assert lit(page) == ["box-member_id"]
    # The box lies over the words: the picture under it is dark there, the margin beside it is not.
    mark = page.locator("#box-member_id").bounding_box()
    paper = page.locator(".paper").first.bounding_box()
    found = grievance.one("member_id")
    assert mark and paper and found and found.box
    scale = paper["width"] / 612.0
    assert mark["x"] - paper["x"] == pytest.approx((found.box[0] - 2) * scale, abs=2)
    assert mark["y"] - paper["y"] == pytest.approx((found.box[1] - 2) * scale, abs=2)
    page.click("#at-letter_date .about a.where")
    assert lit(page) == ["box-letter_date"]


def test_the_letter_scrolls_to_the_value(page: Page, grievance: Case) -> None:
    page.set_viewport_size({"width": 1440, "height": 420})
    page.goto(f"/cases/{grievance.case_id}")
    page.focus("#at-denial_category-in")
    page.wait_for_timeout(500)
    mark = page.locator(".mark.lit").bounding_box()
    assert mark
    assert 0 < mark["y"] < 420


def test_a_doubt_leads_to_its_value_and_a_candidate_is_taken(page: Page, out: Path, grievance: Case) -> None:
    page.goto(f"/cases/{grievance.case_id}")
    page.click(".asks a:has-text('Date of the letter')")
    assert page.evaluate("document.activeElement.id") == "at-letter_date-in"
    page.click("#at-letter_date .others button")
    assert page.input_value("#at-letter_date-in") == "2026-02-06"
    assert page.locator("[data-unsaved]").is_visible()
    page.fill("#who", "Odette Marsh")
    page.click("text=Save and make the packet again")
    page.wait_for_selector("text=Saved.")
    with ReviewBook(url(out)) as book:
        assert book.case(grievance.case_id).value("letter_date") == "2026-02-06"
    assert page.input_value("#who") == "Odette Marsh"  # remembered for the next case


def test_enter_saves_and_takes_no_candidate(page: Page, out: Path, grievance: Case) -> None:
    """Browsers press a form's first button on Enter; it must not be one that takes a candidate."""
    page.goto(f"/cases/{grievance.case_id}")
    page.fill("#who", "Odette Marsh")
    page.fill("#at-group_number-in", "70215")
    page.press("#at-group_number-in", "Enter")
    page.wait_for_selector("text=Saved.")
    with ReviewBook(url(out)) as book:
        saved = book.case(grievance.case_id)
    assert (saved.value("group_number"), saved.value("letter_date")) == ("70215", "2026-03-02")


def test_it_works_without_javascript(browser: Browser, address: str, out: Path, grievance: Case) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto(f"/cases/{grievance.case_id}")
    page.click("#at-member_id .about a.where")  # the target's own style lights the box
    assert page.url.endswith("#box-member_id")
    page.fill("#who", "Odette Marsh")
    page.click("#at-letter_date .others button")
    page.wait_for_selector("text=Saved.")
    with ReviewBook(url(out)) as book:
        assert book.case(grievance.case_id).value("letter_date") == "2026-02-06"
    context.close()


@pytest.mark.parametrize(
    ("width", "what"),
    [
        (1440, "a desk screen"),
        (720, "a desk screen at 200 %"),
        (360, "a phone"),
        (320, "400 %, as WCAG 1.4.10 asks"),
    ],
)
def test_nothing_is_cut_off(page: Page, grievance: Case, scan: Case, width: int, what: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for place in (
        "/",
        f"/cases/{grievance.case_id}",
        f"/cases/{scan.case_id}",
        f"/cases/{scan.case_id}/history",
    ):
        page.goto(place)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{place} is {wide} px wide on {what}"


def test_every_input_has_a_name_and_text_has_contrast(page: Page, grievance: Case) -> None:
    for place in ("/", f"/cases/{grievance.case_id}", f"/cases/{grievance.case_id}/history"):
        page.goto(place)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e =>
                !e.labels.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')
            ).map(e => e.name)"""
        )
        assert nameless == []
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        assert page.evaluate(_FAINT) == []


# Text whose contrast with its nearest painted background is under 4.5 (WCAG 1.4.3).
_FAINT = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
    if (e.closest('svg, option')) continue;
    const a = light(rgb(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) faint.push(e.className + ' ' + e.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2));
  }
  return faint;
}"""


def test_letters_can_be_dropped(page: Page) -> None:
    page.goto("/")
    data = page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(['%PDF-'], 'dropped.pdf', {type: 'application/pdf'})); return data; }"""
    )
    page.dispatch_event("body", "drop", {"dataTransfer": data})
    assert page.evaluate("document.getElementById('letters').files[0].name") == "dropped.pdf"


def test_a_letter_is_added_by_hand(page: Page) -> None:
    page.goto("/")
    page.set_input_files("#letters", LETTERS / "10-damaged.pdf")
    page.click("text=Read them")
    page.wait_for_selector("text=begins like a PDF but cannot be opened", timeout=90_000)


def test_it_prints_the_case_without_the_controls(page: Page, grievance: Case) -> None:
    page.goto(f"/cases/{grievance.case_id}")
    page.emulate_media(media="print")
    assert page.locator(".decision h2").is_visible()
    assert page.locator("#at-insurer-in").is_visible()
    for hidden in (".save", ".letter", ".bar"):
        assert not page.locator(hidden).is_visible()
