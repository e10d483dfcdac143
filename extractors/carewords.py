"""Words that tell days of care from days of papers, of history and of what was granted."""

import re

from extractors.dates import A_DATE
from extractors.lexicon import pattern

NEAR_CARE = re.compile(
    r"\$\s?\d|\b(?:claims?|bills?|billed|charges?|charged|CPT|HCPCS|code|DOS)\b|\b[A-Z]?\d{4,5}[A-Z]?\b", re.I
)
CARE = re.compile(
    r"\b(?:seen|bought|fitted|performed|done|had|took place|given|provided|delivered|occurred|underwent|removed|birth of (?:your|his|her|the) \w+|visited|went (?:for|there|to)|filled|dispensed|transported|flown|flight|admitted|"
    r"admission|surgery|operation|procedure|visits?|stay|services?|sessions?|scheduled for|treated|beginning|starting|looked at|care|rendered|collected|"
    r"inpatient|hospital\w*|days|therapy|room|day,)\W+(?:\w+\W+){0,6}(?:on |of |for |from |between |beginning |starting )?(?:\w+day,? )?$",
    re.I,
)
CARE_AFTER = re.compile(
    r"^\W{0,3}(?:you were (?:seen|admitted|treated|taken)|at [A-Z]|when you (?:were|had)|through\b|to \w+ \d)",
    re.I,
)
DONE_BY = re.compile(  # "placed by Dr. Lee on", "applied at Mercy Clinic on"
    r"\b(?!(?:ask|request|sign|review|deni|decid|order|prescrib|writ|dat|refer|submitt|sent|receiv|fil|issu|approv|recommend|"
    r"propos|appeal|charg|bill|employ|insur|cover|notifi|inform)\w*)(?:\w{3,}ed|given|drawn|done|seen|run|taken|made|put in|"
    r"flown|set) (?:for you |to you )?(?:by|at) (?:(?i:the|our|your|of|and|an?) |(?-i:[A-Z(])[\w.,'’&()-]* ){1,9}on $|"
    r"\b(?:gave|did|placed|saw|treated|flew|drove|fitted|removed|delivered|put in|operated on) (?:you|your|him|her)\b[^.;]{0,50}\bon $",
    re.I,
)
ASIDE = re.compile(
    r"\b(?:notes?|records?|reports?|x-rays?|echo\w*|exam\w*|field test|sleep test|test|MRI|scan|labs?|dated|effective|in force|since|formulary|year beginning|"
    r"policy|letter|signed|approved|was paid|were paid|sent us|wrote|asked|request\w*|refused|denied|appeal\w*|looked at it|administrator|again|and again|updated|revised|version)"
    r"\W+(?:\w+\W+){0,3}$",
    re.I,
)
GRANTED = re.compile(
    r"\b(?:we|was|were|been|already) (?:have )?(?:authori[sz]ed|approved|certified|covered|paid)\b[^.;]{0,60}$|"
    r"(?<!not )(?:approved|authori[sz]ed|certified|paid)\s?:[^.;:]{0,50}$|"
    r"\b(?:policy|guidelines?|criteria|edition|bulletin)\b[^.;]{0,60}\((?:effective )?$|\beffective (?:date )?(?:of )?$",
    re.I,
)
REFUSED_AFTER = re.compile(
    r"^[^.;]{0,30}\b(?:was|were|is|are) (?:denied|not|refused|declined)\b|^[^.;:]{0,50}[:=–—-] ?(?:denied|not (?:approved|certified|covered))\b",
    re.I,
)
LISTED = pattern("care.and_on")  # between a day and the next
PAID_AFTER = re.compile(
    r"^[^.;]{0,40}\b(?:is|are|was|were) (?:paid|approved)\b|^[^.;]{0,12}\b(?:stays?|remains?) (?:covered|approved|paid)\b|^[^.;:]{0,40}[:=–—-] ?(?:approved|paid|certified|covered)\b",
    re.I,
)
RANGE = re.compile(
    r"\s*(?:,? ?\d{4})?\s*(?:,? ?(?:and )?end(?:ing|s|ed)(?: on)?|to|thru|through|-|–|—|until|al)\s*(?:and including )?",
    re.I,
)
LENGTH = re.compile(
    r"\b(\d{1,3}) (?:\w+ )?days\b[^.;]{0,70}\b(?:beginning|starting|commencing|from)(?: on)? $", re.I
)
ONWARD = re.compile(r"\b(?:from|after|as of|since|starting|beginning|on and after)(?: on)? $", re.I)
LED = re.compile(
    rf"\b(?:on|by) (?:\w+day,? )?(?:{A_DATE.pattern})(?:, \d{{4}})?,? (?:we|you|it|they|he|she|(?:your|the|our|dr\.?) \w+) (?:\w+ )?\w+",
    re.I,
)
CLAIMED = re.compile(
    r"\b(?:claims?|bills?|charges?|fees?)\b(?:[^.;]|\.\d){0,60}\b(?:for|on|of|from)(?: services? on)?(?: the)? $",
    re.I,
)
IN_FORCE = re.compile(
    r"\b(?:(?:plan|policy|benefit|calendar|coverage|contract) (?:year|period|term)|accumul\w*|deductible|premiums?|enrol\w+|in force|effective|insured from|open to)\b",
    re.I,
)
BILLED = re.compile(r"\b(?:billed|sent|told|wrote to|mailed) (?:us|you)\b(?:[^.;]|\.\d)*\bon $", re.I)
SETTLES = re.compile(
    r"\b(?:payment|adjustment|balance|credit|write-?off|deductible|co-?pay\w*|coinsurance|insurance|billed|asked)\b",
    re.I,
)
NOT_FROM = pattern("care.refused_from")  # right before the first day that is refused
FROM_THEN = pattern("care.from_then")  # right before a day from which something goes on
REFUSED_THEN = pattern("care.refused_then")  # right after it: it is refused
REFUSED_RANGE = pattern("care.refused_range")
DAYS_KEPT = pattern("care.days_kept")  # a label of days that were refused
HANDLED = re.compile(  # days of papers, not of care
    r"\b(?:denied|refused|processed|received|logged|decided|sent|filed|mailed|faxed|rejected|reviewed|issued|asked(?! (?:us|the|for|that|to))|requested|appealed|wrote|declined|heard you)\b(?:[^.;]|\.\d){0,80}?\bon $|"
    r"\b(?:notes?|consultation|notice|form)\b[^.;]{0,24}?(?:from|of|on|held:?|\() ?$|\bordered(?: on)? ?$|\bpaid on $|\bfirst visit\b[^.;]*$|\brev\.? ?$|"
    r"\b(?:to be used|visits begin|approved?\b[^.;]{0,60}through)\b[^.;]{0,20}$|"
    r"\bcame (?:in|to \w+) on $|\b(?:good through|(?:date )?printed:?|received:|received from [^.;:]{0,30}:|got it on:?|discharge note|after|yes, from|start fresh on|change begins:?|(?:now )?runs from|rejected|will end:?|change starts:?|pay you back[^.;]*|hours[^.;]*|a week from|met on|assessment[^.;]*|visited you on|updates[^.;]*) ?$|"
    r"\b(?:polic|guideline|criteri|bulletin|summary|program)[^;]{0,90}\((?:effective )?$",
    re.I,
)
WE_AFTER = re.compile(
    r"^\W{0,3}(?:we|you|he|she|your|our|the (?:plan|committee|panel|trust|fund)) (?:\w+ )?(?:received|wrote|asked|denied|sent|told|decided|appealed|reviewed|met|refused|requested|called|processed)",
    re.I,
)
