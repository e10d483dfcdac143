"""The shapes of numbers: what a kind of number never looks like."""

import re

from extractors.context import Option


def key(text: str) -> str:
    """Letters and digits alone: how two printings of one identifier are compared."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


# what a request is called, set before its number without a word more: "(NOA 2510-44821)"
OWN_PREFIX = re.compile(r"(?:PA|NOA|SRN|EOC|PAR|AUTH) \d[\d-]{6,}")

_CODE = re.compile(
    r"(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])(?:[- ][A-Z0-9]{2}|[A-Z]{2})?|[A-TV-Z]\d[0-9AB](?:\.?[A-Z0-9]{1,4})?|(?:CO|PR|OA|PI)[- ]?\w{1,4}"
)


def is_code(text: str) -> bool:
    """Whether a number has the shape of a procedure, a diagnosis or a reason."""
    return bool(_CODE.fullmatch(text) or _NEVER.fullmatch(text))


# a code for a diagnosis system or a reason, half an address, the number of a Medicare contract or of its material
_NEVER = re.compile(
    r"ICD[- ]?(?:9|10)\b.*|(?:CO|PR|OA|PI|CR)[- ]\w{1,3}|\d{1,3}[ /](?:MA?|N)\d{1,3}|\d{3,5} [NSEW]\b.*|[HSYRE]\d{4}_.*|.*_[MC]|09\d\d-\d{4}"
    r"|(?:NRS|NAC|ARS|KRS|ORS|OAR|RCW|WAC|MCL|ORC|OAC|RSA|CGS|TCA|SDCL|NDCC|CFR|USC|NYCRR|COMAR|IAC|TAC|CCR|NJAC|KAR|ICA) [\w.:-]+|\d{1,2}/(?:20)?\d\d",
    re.I,
)


_GUIDE = re.compile(
    r"(?<!term )(?<!major )(?:clinical|medical|criteria|pharmacy|payment|guideline)[^.;:]*polic(?:y|ies)\W*(?:no\.?|number)?\W*$",
    re.I,
)
_CONTRACT = re.compile(r"[HSRE]\d{4}-\d{3}(?:[-_]\w*)?")  # of Medicare with a plan
_FILLED_IN = re.compile(
    r"^ICD(?:9|10)(?:CM|PCS)?$|SAMPLE|^0?12345678\d*$|^(\d)\1{6,}$|X{5}"
)  # how a number is to be written
_TOLD = re.compile(r"(?:[:#]|\b(?:no|nos|num|number|id|ref|auth|case|file|docket)\.?)\s*\(?\s*$", re.I)
_POST = re.compile(r"9[1-5]\d{18,20}")  # tracking of the mail
# the parts of a statute, and what it is a statute of: "(AS 21.07.050)"
_STATUTE = re.compile(r"(?:\b[A-Z]{2,5}|\b(?:Code|Stat|Laws?|Ann|Tit|Comp|Gen)\.?)\s*$")
_NAMED = re.compile(r" (?!is\b|and\b|or\b|has\b|of\b|was\b|under\b|for\b|in\b|on\b|with\b|as\b)[a-z]{3}")


def filled_in(text: str) -> bool:
    """Whether a number only shows how one is to be written, or names a set of codes."""
    return bool(_FILLED_IN.search(key(text)))


def refused(option: Option, text: str, after: str = "") -> bool:
    """Shapes that a field can never have, whatever label stands near; `after` is the text that follows."""
    k = key(text)
    described = re.match(r"[ \n]*\(?[A-Za-z]{2}", after) if option.slot == "above" else _NAMED.match(after)
    if described and _CODE.fullmatch(text) and option.field != "reference_numbers":
        return True  # a code with what it stands for
    if not k.strip("0") or _FILLED_IN.search(k) or _NEVER.fullmatch(text):
        return True
    if _CONTRACT.fullmatch(text) and (option.score < 0.9 or option.field == "member_id"):
        return True
    if option.field == "claim_numbers":
        digits = sum(c.isdigit() for c in k)
        least = 4 if option.slot in ("before", "left") else 6
        return len(k) < least or digits < 4 or bool(_CODE.fullmatch(text))
    if option.field == "member_id":
        if option.rule == "id.policy" and (sum(c.isdigit() for c in k) < 6 or _GUIDE.search(option.label)):
            return True  # a policy that reviewers go by
        year = (option.slot == "clause" and re.fullmatch(r"20\d\d", k)) or re.fullmatch(r"\d\d-\d\d", text)
        return (
            len(k) < 4 or bool(year) or (bool(_CODE.fullmatch(text)) and (len(k) < 6 or option.score < 0.8))
        )
    if option.field == "reference_numbers":
        if (
            option.slot == "before"
            and re.fullmatch(r"[A-Z]{2,4}[- ]?\d{3,4}", text)
            and not _TOLD.search(option.label)
        ):
            return True  # a form, or where to send it: "Member Appeals (AX-630)"
        if re.fullmatch(r"\d{1,3}[A-Z]?(?:\.\d{1,4}[A-Z]?){1,3}", text) and _STATUTE.search(option.label):
            return True
        return len(k) < 5 or bool(_CODE.fullmatch(text) or _POST.fullmatch(k))
    if re.fullmatch(r"\d{1,2}/\d{2,4}", text):
        return True
    if option.field == "group_number":
        return len(k) < 3 or (
            bool(_CODE.fullmatch(text)) and (option.slot in ("clause", "list") or "." in text)
        )
    return len(k) < 2
