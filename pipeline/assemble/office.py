"""What the law files say for a packet: to whom it goes, on what basis, and what happens afterwards."""

from dataclasses import replace
from typing import Any

from pipeline.assemble.gather import BLANK_BELOW, CHECK_BELOW, Gatherer
from pipeline.assemble.given import Given, Names, Several, spelled
from pipeline.law import Process
from pipeline.law.model import Clock, FileWith
from pipeline.law.terms import Confidence, Unit
from pipeline.models.decision import Decision
from pipeline.models.fields import Field

CONTACT = ("name", "address", "phone", "fax", "email", "url")


def law_names(g: Gatherer, process: Process | None) -> Names:
    """The chosen process as names for templates; blanks and empty lists when no process is known."""
    if process is None:
        nothing = Several((), g.blank("law.basis"))
        empty = dict.fromkeys(("basis", "enclosures", "exceptions", "after", "exclusions", "ladder"), nothing)
        blanks = {k: g.blank("law.decision") for k in ("standard", "expedited", "preliminary")}
        return Names({"known": False, "name": g.blank("office.name"), **empty, **blanks} | _texts(g, None))
    source = f"law:{process.id}"

    def several(name: str, items: tuple[str, ...], joint: str = "; ") -> Several:
        found = tuple(Given(text, f"{source}.{name}[{i}]") for i, text in enumerate(items))
        return Several(found, g.blank("law.basis"), joint)

    times = process.times
    return Names(
        {
            "known": True,
            "name": Given(process.name, f"{source}.name"),
            "basis": several("legal_basis", process.legal_basis),
            "enclosures": several("enclosures", process.enclosures),
            "exclusions": several("exclusions", process.exclusions),
            "exceptions": several(
                "exhaustion.exceptions", process.exhaustion.exceptions if process.exhaustion else ()
            ),
            "after": [
                Names(
                    {
                        "when": Given(
                            g.words["after"].get(s.when, s.when), f"{source}.after_filing[{i}].when"
                        ),
                        "do": Given(s.do, f"{source}.after_filing[{i}].do"),
                    }
                )
                for i, s in enumerate(process.after_filing)
                if s.when
                not in {earlier.when for earlier in process.after_filing[:i]}  # the nearest rule first
            ],
            "ladder": [
                Names(
                    {
                        "step": Given(r.step, f"{source}.ladder[{i}].step"),
                        "decides": Given(r.decides, f"{source}.ladder[{i}].decides"),
                    }
                )
                for i, r in enumerate(process.ladder)
            ],
            "standard": _clock(g, times.standard, f"{source}.times.standard"),
            "expedited": _clock(g, times.expedited, f"{source}.times.expedited"),
            "preliminary": _clock(g, times.preliminary, f"{source}.times.preliminary"),
            **_texts(g, process),
        }
    )


def _texts(g: Gatherer, process: Process | None) -> dict[str, Given]:
    out = {}
    for name in ("regulator", "binding_on", "who_may_file", "administrative_route", "certification", "plans"):
        text = getattr(process, name) if process else ""
        if text.lower().startswith("none"):  # "None seen.": the law asks for nothing
            text = ""
        out[name] = Given(text, f"law:{process.id}.{name}") if process and text else g.blank("law.decision")
    out["fee"] = _fee(g, process)
    return out


def _fee(g: Gatherer, process: Process | None) -> Given:
    if process is None:
        return g.blank("law.fee")
    source = f"law:{process.id}.fee"
    if process.fee.amount == 0:
        return Given(g.words["units"]["no_fee"], source)
    doubt = None if process.fee.amount else "fee"
    text = f"${process.fee.amount}" if process.fee.amount else ""
    text = ". ".join(p for p in (text, process.fee.note) if p)
    return Given(text, source, doubt) if text else g.blank("law.fee")


def _clock(g: Gatherer, clock: Clock | None, source: str) -> Given:
    """ "45 days from receipt of the request", in the words of the law file."""
    if clock is None or clock.amount is None or clock.unit is Unit.NONE:
        return g.blank("law.decision")
    unit = g.words["units"][clock.unit.value][0 if clock.amount == 1 else 1]
    text = f"{clock.amount} {unit}"
    if clock.event and g.language == "en":
        text += f" from {clock.event}"
    return Given(text, source, "clock" if clock.recalled else None, raw=clock)


def addressee(g: Gatherer, kind: str, process: Process | None) -> Names:
    """The office a document goes to: `office` (the one the law names), `plan`, `regulator`, or `notice` (only
    the address that the plan's last letter gives for the next step; never the plan itself)."""
    if kind == "notice":
        return _notice(g)
    if kind == "plan" or (kind == "office" and process is None):
        return _plan(g, "internal_appeal")
    assert process is not None or kind == "regulator"
    if process is None:
        return Names({k: g.blank(f"office.{k}") for k in CONTACT})
    contact = process.file_with
    if kind == "regulator":
        if contact.recipient != "regulator":
            named = Given(process.regulator, f"law:{process.id}.regulator")
            return Names({k: g.blank(f"office.{k}") for k in CONTACT} | {"name": named})
        return Names(_contact(g, contact, process))
    if contact.recipient == "see_letter":
        return _notice(g)
    if contact.recipient == "plan":
        from_letter = vars(_plan(g, "external_review"))
        from_law = _contact(g, contact, process)
        return Names({k: from_letter[k] if from_letter[k] else from_law[k] for k in CONTACT})
    return Names(_contact(g, contact, process))


def _contact(g: Gatherer, contact: FileWith, process: Process) -> dict[str, Given]:
    out = {}
    for key in CONTACT:
        text = getattr(contact, key)
        if not text or text.lower() == "see letter":
            out[key] = g.blank(f"office.{key}")
        else:
            out[key] = Given(text, f"law:{process.id}.file_with.{key}", _recalled(key, contact, process))
    return out


def _recalled(key: str, contact: FileWith, process: Process) -> str | None:
    """Why an address of a law file must be checked: it was not seen on the office's own page."""
    if key == "name":
        return None
    shaky = any(name.startswith(("file_with", key)) and key in name for name in process.uncertain)
    if "recalled" in contact.provenance.lower() or process.confidence is Confidence.LOW or shaky:
        return "recalled"
    return None


def _plan(g: Gatherer, purpose: str) -> Names:
    """The plan's own office: the address the letter prints for this purpose, else for another, else the plan's."""
    printed = _first_address(g, purpose)
    other = None if printed else _first_address(g, None)
    out: dict[str, Given] = {}
    for key in CONTACT:
        value = _printed(g, printed, key) if printed else None
        if other and (found := _printed(g, other, key)):
            value = replace(found, doubt="purpose")  # the plan's, but printed for another step
        own = key in ("address", "phone", "fax")
        letter = g.field({"name": "insurer"}.get(key, f"insurer_{key}"))
        blank = "plan.name" if key == "name" else f"insurer.{key}" if own else f"office.{key}"
        out[key] = g.first(blank, value, g.fact(f"insurer.{key}") if own else None, letter)
    return Names(out)


def _notice(g: Gatherer) -> Names:
    printed = _first_address(g, "external_review")
    out = {k: g.first(f"office.{k}", _printed(g, printed, k) if printed else None) for k in CONTACT}
    if not out["name"]:
        out["name"] = g.say("small", "notice_office")
    return Names(out)


def _first_address(g: Gatherer, purpose: str | None) -> tuple[int, Field] | None:
    """The letter's address for a purpose (None: an internal appeal, whatever is asked), with its place in the list."""
    for i, field in enumerate(g.case.many("appeal_addresses")):
        if isinstance(field.value, dict) and field.value.get("for") == (purpose or "internal_appeal"):
            return i, field
    return None


def _printed(g: Gatherer, printed: tuple[int, Field], key: str) -> Given | None:
    index, field = printed
    text = field.value.get(key)
    if not text or field.confidence < BLANK_BELOW:
        return None
    doubt = None if field.confidence >= CHECK_BELOW else "confidence"
    return Given(str(text), f"field:appeal_addresses[{index}].{key}", doubt)


def deadline_names(g: Gatherer, decision: Decision | None) -> Names:
    """The deadline and how it was counted."""
    deadline = decision.deadline if decision else None
    values: dict[str, Any] = {
        "known": bool(deadline and deadline.file_by),
        "file_by": g.blank("deadline.file_by"),
        "never_late": None,
        "later": bool(
            deadline
            and deadline.file_by
            and deadline.never_late_before
            and deadline.never_late_before > deadline.file_by
        ),
        "event": None,
        "date": None,
        "assumed": False,
        "window": None,
        "cite": None,
        "note": None,
        "uncertain": bool(deadline and deadline.uncertain),
    }
    if deadline:
        source = "decision:deadline"
        if deadline.file_by:
            values["file_by"] = g.date(deadline.file_by, f"{source}.file_by")
        if deadline.never_late_before:
            values["never_late"] = g.date(deadline.never_late_before, f"{source}.never_late_before")
        if deadline.counted_from:
            values["event"] = Given(
                g.words["events"].get(deadline.counted_from.event, deadline.counted_from.event),
                f"{source}.counted_from.event",
            )
            values["date"] = g.date(deadline.counted_from.date, f"{source}.counted_from.date")
            values["assumed"] = deadline.counted_from.assumed
        for name in ("window", "cite", "note"):
            if text := getattr(deadline, name):
                values[name] = Given(
                    _spoken(g, text) if name == "window" else spelled(text, g.language), f"{source}.{name}"
                )
    return Names(values)


def _spoken(g: Gatherer, window: str) -> str:
    """ "6 months" in the language of the document."""
    amount, _, unit = window.partition(" ")
    return f"{amount} {g.words['windows'].get(unit, unit)}"
