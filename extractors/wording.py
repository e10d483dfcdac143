"""How names of plans, companies and administrators are made, and the words that stand around them."""

import re

from extractors.lexicon import pattern, patterns

MARK = r"(?: ?[®™℠])?"  # of trade, within a name or behind it
TYPES = "HMO|PPO|PDP|POS|EPO"  # of a plan's product
TYPE = rf"\((?:{TYPES})[^)]{{0,12}}\)"
# A name that says what it is: capitals, then words for a plan. The last word decides.
_ABBREVIATED = rf"\((?!{TYPES}|TTY|DOB|EOB)[A-Z]{{2,10}}\)"  # "Transit Authority (LCTA) Employee Health Plan"
W = rf"(?:[A-Z][\w.'’&/-]*|\d{{1,4}}[A-Z]{{0,4}}(?:[/-]\w+)?|&|of|and|the|for|de|{_ABBREVIATED})"
_FIRST = r"(?<![\w.,/-])(?:[A-Z][\w.'’&/-]*|\d{1,4}[A-Z]{2,4})"
_KINDS, _ENDS = patterns().source("name.plan_kind"), patterns().source("name.plan_end")
PLAN_NAME = re.compile(
    rf"{_FIRST},? (?:(?:{W},?|[Ii]nc\.,?|Co\.,?|LLC,?) ){{0,13}}"
    rf"(?:{_KINDS}(?: and| &)? )+{_ENDS}"
    r"|(?m:^)[A-Z][A-Z.,'’&/-]+(?: (?:[A-Z][A-Z.,'’&/-]+|\d{1,4},?|[&–—])){1,9} (?:TRUST|WELFARE|PENSION) (?:FUND|TRUST|PLAN)\b"
    r"|(?<![\w.,/-])(?:\d{2,4}[A-Z]{2,4} )?[A-Z][A-Z.,'’&/-]+(?: (?:[A-Z][A-Z.,'’&/-]+|\d{1,4}[A-Z]{0,4}(?:[/-]\w+)?,?|&)){1,9} (?:FUND|TRUST|PLAN|BOARD)\b"
    rf"|{_FIRST} (?:(?:{W}) ){{0,7}}(?:Benefit|Welfare|Health|Medical|Security) (?:Trust|Fund|Board|Plan)\b"
    rf"|(?m:^){_FIRST} (?:(?:{W}) ){{1,6}}(?:health|medical|dental|benefits?|welfare) plan(?=: |\n|$)"
    r"|\b(?:employee |group )?(?:health|medical|benefit|welfare)(?: and \w+)? (?:benefit )?plan of (?:the )?(?:[A-Z][\w.'’&-]*,? ?|& |of |and ){2,7}"
)
# What may follow a name that is known for its first words: it goes on to a word that ends such names.
GROWN = re.compile(
    rf"{MARK}(?:,? (?:[A-Z][\w.'’&/-]*{MARK}|&|of|and|from|with)){{0,5}}? "
    + patterns().source("name.grown")
    + r"(?: of (?:[A-Z]\w+)(?: [A-Z]\w+)?)?(?:,? (?:Inc\.?|LLC|L\.L\.C\.))?(?: "
    rf"{TYPE})?"
)
# The start of a match that belongs to the sentence.
LEAD = pattern("name.lead")
COMPANY_WORD = pattern("name.company")
# A company's name: only where it stands as a plan's name does (letterhead, label, "the Plan").
_COMPANY_END = patterns().source("name.company_end")
COMPANY_NAME = re.compile(
    rf"\b(?:[A-Z][\w.'’&-]*,? )(?:(?:{W}) ){{0,6}}(?:{_COMPANY_END}|{_COMPANY_END.upper()})\b(?: of (?:[A-Z]\w+ ?){{1,3}})?"
    r"(?:,? (?:Inc\.?|LLC|L\.L\.C\.|Corporation|Company|Corp\.))?"
)
NO_TPA = pattern("name.no_administrator")
# A firm that administers says so in its name.
TPA_NAME = re.compile(
    r"(?<![\w-])(?![A-Z]+\d)(?:[A-Z][\w&'’.-]* )(?:(?:[A-Z][\w&'’.-]*|&|and|of) ){0,5}(?:(?i:"
    + patterns().source("name.administers")
    + r"))(?:,? (?:Inc\.?|LLC|INC\.))?"
)
NOT_A_PLAN = pattern("name.not_a_plan")
PLAIN_START = pattern("name.plain_start")
EMPLOYER_WORD = pattern("name.employer")
FOR = pattern("name.for")
ITSELF = pattern("name.itself")
FOOT = pattern("name.foot")
OTHER_ROLE_AFTER = pattern("name.other_role_after")
OTHER_ROLE = pattern("name.other_role", "name.other_firm", "name.other_coverage")
