"""The page holds health records and has no login: what must never work from outside, and what leaks nothing."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.models.case import Case
from pipeline.web import create_app
from tests.web import build
from tests.web.conftest import BASE
from tests.web.forms import form_of


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8377", 200),
        ("localhost:8377", 200),
        ("[::1]:8377", 200),
        ("LOCALHOST", 200),
        ("evil.example", 403),  # DNS rebinding: the name points here, the page is another's
        ("127.0.0.1.evil.example:8377", 403),
        ("evil.example:127.0.0.1", 403),
        ("localhost.", 403),
        ("", 403),
    ],
)
def test_only_this_machine_is_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"origin": "https://evil.example"}, True),  # another site's form, token guessed or not
        ({"origin": "null"}, True),  # a sandboxed frame
        ({"origin": "http://127.0.0.1:9999"}, True),  # another program on this machine
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({}, False),  # no token
    ],
)
def test_no_other_site_can_save(
    client: TestClient, out: Path, grievance: Case, headers: dict[str, str], token: bool
) -> None:
    form = form_of(client.get(f"/cases/{grievance.case_id}").text, f"/cases/{grievance.case_id}")
    form |= {"who": "x", "f.member_id": "STOLEN"} | ({} if token else {"token": ""})
    assert client.post(f"/cases/{grievance.case_id}", data=form, headers=headers).status_code == 403
    assert "STOLEN" not in client.get(f"/cases/{grievance.case_id}").text
    upload = {"letters": ("a.pdf", b"%PDF-")}
    data = {"token": form["token"]}
    assert client.post("/letters", data=data, files=upload, headers=headers).status_code == 403
    restore = {"version": "1", "newest": "1", "token": form["token"], "who": "x"}
    answer = client.post(f"/cases/{grievance.case_id}/restore", data=restore, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 403


@pytest.mark.parametrize(
    "address", ["/", "/cases/{id}", "/cases/{id}/history", "/cases/{id}/pages/0.webp", "/nowhere"]
)
def test_every_answer_is_private_and_closed(client: TestClient, grievance: Case, address: str) -> None:
    answer = client.get(address.format(id=grievance.case_id))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace("https:", "http:").split("'")  # no outside source


def test_pages_load_nothing_from_outside(client: TestClient, grievance: Case) -> None:
    for address in ("/", f"/cases/{grievance.case_id}", f"/cases/{grievance.case_id}/history"):
        html = client.get(address).text
        for attribute in ('src="', 'href="', 'action="'):
            for part in html.split(attribute)[1:]:
                assert part[0] in "/#", part[:60]
        assert "style=" not in html  # the policy forbids it, so it would not show
        assert "onclick" not in html


@pytest.mark.parametrize(
    "address",
    [
        "/cases/{id}/packet/..%2f..%2fimrkit.db",
        "/cases/{id}/packet/%2e%2e%2f%2e%2e%2fimrkit.db",
        "/cases/{id}/packet/....//imrkit.db",
        "/cases/{id}/packet/%2fetc%2fpasswd",
        "/cases/{id}/packet/imrkit.db",
        "/cases/{id}/packet/%2e%2e",
        "/cases/%2e%2e/imrkit.db",
        "/cases/..%2f..%2fetc",
        "/cases/{id}%00",
        "/cases/%",
        "/cases/ffffffffffffffff",  # well-formed, unknown
        "/cases/{id}/pages/7.webp",
        "/cases/{id}/pages/-1.webp",
        "/cases/{id}/letters/5",
        "/cases/{id}/letters/-1",
        "/cases/{id}?version=99",
        "/static/..%2fwords.yaml",
        "/static/words.yaml",
        "/docs",
        "/openapi.json",
    ],
)
def test_nothing_else_can_be_reached(client: TestClient, grievance: Case, address: str) -> None:
    answer = client.get(address.format(id=grievance.case_id))
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text
    assert b"SQLite format" not in answer.content


def test_a_packet_file_that_became_a_link_is_refused(client: TestClient, out: Path, grievance: Case) -> None:
    place = out / "cases" / grievance.case_id / "checklist.pdf"
    assert client.get(f"/cases/{grievance.case_id}/packet/checklist.pdf").status_code == 200
    place.unlink()
    place.symlink_to(out / "imrkit.db")
    assert client.get(f"/cases/{grievance.case_id}/packet/checklist.pdf").status_code == 404


def test_what_a_letter_says_is_never_markup(client: TestClient, scan: Case) -> None:
    for address in ("/", f"/cases/{scan.case_id}", f"/cases/{scan.case_id}/history"):
        html = client.get(address).text
        assert "<script>alert" not in html
        assert "<b>Delgado" not in html
    assert "&lt;b&gt;Delgado" in client.get("/").text


def test_bodies_are_limited(out: Path, grievance: Case) -> None:
    from pipeline.models.letter import Limits

    app = create_app(out, build.url(out), today=lambda: build.TODAY, limits=Limits(max_bytes=1000))
    with TestClient(app, base_url=BASE) as client:
        big = b"x" * (2 * 1024 * 1024)
        assert client.post("/letters", files={"letters": ("a.pdf", big)}).status_code == 413
        assert client.post(f"/cases/{grievance.case_id}", content=big + big).status_code == 413
        # No length told: what arrives is counted.
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = client.post(f"/cases/{grievance.case_id}", content=iter([big, big]), headers=kind)
        assert answer.status_code == 413


def test_a_bug_says_so_without_the_letters_words(
    client: TestClient, grievance: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Marsiol Vega has bulimia")

    monkeypatch.setattr("pipeline.web.case_page.urgency", broken)
    answer = client.get(f"/cases/{grievance.case_id}")
    assert answer.status_code == 500
    assert "our fault" in answer.text
    told = answer.text + "".join(capsys.readouterr())
    assert "bulimia" not in told
    assert "RuntimeError at test_safety.py" in told


def test_a_search_leaves_no_name_in_an_address(client: TestClient, grievance: Case, scan: Case) -> None:
    """Addresses stay in the browser's history; the words are kept in a cookie that ends with the browser."""
    form = form_of(client.get("/").text, "/find")
    answer = client.post("/find", data=form | {"q": "Marisol VEGA"}, follow_redirects=False)
    assert answer.headers["location"] == "/?show=all"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert "max-age" not in cookie and "expires" not in cookie
    html = client.get("/").text
    assert grievance.case_id in html and scan.case_id not in html
    assert not re.search(r'(href|action)="[^"]*(vega|marisol)', html, re.IGNORECASE)
    client.post("/find", data=form | {"q": ""})
    assert scan.case_id in client.get("/").text
    assert client.post("/find", data={"q": "x", "token": "wrong"}).status_code == 403


def test_no_address_of_a_case_holds_a_word_of_its_letter(client: TestClient, grievance: Case) -> None:
    pages = [
        client.get(a).text
        for a in ("/", f"/cases/{grievance.case_id}", f"/cases/{grievance.case_id}/history")
    ]
    addresses = [a for html in pages for a in re.findall(r'(?:href|src|action)="([^"]*)"', html)]
    assert len(addresses) > 20
    said = re.compile("vega|marisol|sierra|SVH|4471902|bulimia", re.IGNORECASE)
    assert not [a for a in addresses if said.search(a)]
