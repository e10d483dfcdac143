"""What a browser would send: the successful controls of a form, read from the page's own HTML."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.values: dict[str, str] = {}
        self.select = ""
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "form":
            self.inside = a.get("action") == self.action
        if not self.inside:
            return
        name = a.get("name") or ""
        if tag == "input" and name and a.get("type") != "file":
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                self.values[name] = a.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if self.select not in self.values or "selected" in a:
                self.values[self.select] = a.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = None


def form_of(html: str, action: str) -> dict[str, str]:
    """Name to value of the form that goes to `action`, untouched."""
    reader = _Reader(action)
    reader.feed(html)
    assert reader.values, f"no form goes to {action}"
    return reader.values
