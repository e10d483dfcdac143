"""How names of plans, companies and administrators are made, and the words that stand around them."""

import re

from extractors.lexicon import pattern

MARK = r"(?: ?[®™℠])?"  # of trade, within a name or behind it
TYPES = "HMO|PPO|PDP|POS|EPO"  # of a plan's product
TYPE = rf"\((?:{TYPES})[^)]{{0,12}}\)"
# A name that says what it is: capitals, then words for a plan. The last word decides.
_ABBREVIATED = rf"\((?!{TYPES}|TTY|DOB|EOB)[A-Z]{{2,10}}\)"  # "Transit Authority (LCTA) Employee Health Plan"
W = rf"(?:[A-Z][\w.'’&/-]*|\d{{1,4}}[A-Z]{{0,4}}(?:[/-]\w+)?|&|of|and|the|for|de|{_ABBREVIATED})"
_FIRST = r"(?<![\w.,/-])(?:[A-Z][\w.'’&/-]*|\d{1,4}[A-Z]{2,4})"
PLAN_NAME = re.compile(
    rf"{_FIRST},? (?:(?:{W},?|Inc\.,?|Co\.,?|LLC,?) ){{0,13}}"
    r"(?:(?:Employees?['’]?s?|Group|Health|Medical|Welfare|Wellness|Benefits?|Care|Trust|Dental|Self-Funded|Insurance|Health ?[Cc]are|"
    r"Members?|Pharmacy|Prescription)(?: and| &)? )+(?:Plan|PLAN|Fund|Trust|Program|Board|Pool|Association|Coverage)\b"
    r"|(?<![\w.,/-])(?:\d{2,4}[A-Z]{2,4} )?[A-Z][A-Z.,'’&/-]+(?: (?:[A-Z][A-Z.,'’&/-]+|\d{1,4}[A-Z]{0,4}(?:/\w+)?|&)){1,9} (?:FUND|TRUST|PLAN|BOARD)\b"
    rf"|{_FIRST} (?:(?:{W}) ){{0,7}}(?:Benefit|Welfare|Health|Medical) (?:Trust|Fund|Board|Plan)\b"
    r"|\b(?:employee |group )?(?:health|medical|benefit|welfare)(?: and \w+)? (?:benefit )?plan of (?:the )?(?:[A-Z][\w.'’&-]*,? ?|& |of |and ){2,7}"
)
# What may follow a name that is known for its first words: it goes on to a word that ends such names.
GROWN = re.compile(
    rf"{MARK}(?:,? (?:[A-Z][\w.'’&/-]*{MARK}|&|of|and|from|with)){{0,5}}? (?:Trust|Fund|Plans?|HealthPlan|Health|CO-OP|Company|Corporation|"
    r"Cooperative)\b(?: of (?:[A-Z]\w+)(?: [A-Z]\w+)?)?(?:,? (?:Inc\.?|LLC|L\.L\.C\.))?(?: "
    rf"{TYPE})?"
)
# The start of a match that belongs to the sentence.
LEAD = re.compile(
    r"(?:(?:The|This|Under|Your|Our|For|By|To|From|And|As|A|An|In|On|Of|Plan|Re|RE|Sponsor|Group|Member|Dear|Name|Participant|PARTICIPANT|"
    r"Benefit|Trustees|TRUSTEES OF(?: THE)?|Trustees of(?: the)?|Board of Trustees(?: of)?|BOARD OF TRUSTEES(?: OF)?|Appeals Committee of|OF)\b[:,]?\s+"
    r"(?:[Tt]he\s+|THE\s+)?)+"
)
COMPANY_WORD = re.compile(r"\b(?:Inc|Co|LLC|Co-op|Company|Corp|Corporation)\b")
# A company's name: only where it stands as a plan's name does (letterhead, label, "the Plan").
_COMPANY_END = (
    "Health ?Plans?|HealthPlan|Insurance Company|Health Insurance|Health Alliance|Health ?[Cc]are|Health Options|HMO|CO-OP|"
    "Life Insurance|Medical Plan|Assurance|Mutual|Health Partners|Health Network|Health|Advantage|Insurance|Benefit Plans?|"
    "Medical Mutual|PACE(?: [A-Z][a-z]+)?"
)
COMPANY_NAME = re.compile(
    rf"\b(?:[A-Z][\w.'’&-]*,? )(?:(?:{W}) ){{0,6}}(?:{_COMPANY_END}|{_COMPANY_END.upper()})\b(?: of (?:[A-Z]\w+ ?){{1,3}})?"
    r"(?:,? (?:Inc\.?|LLC|L\.L\.C\.|Corporation|Company|Corp\.))?"
)
NO_TPA = re.compile(
    r"Security|Underwriting|Insurance Administration|Grievance|Appeals?|Short[- ]Term|Access,|Third[- ]Party|Food and Drug|Veterans|Social|Department|Plan Administrator|Fund Administrator|^Inc\b|^LLC\b|\b(?:Blvd|Ave|Avenue|Street|Suite|Box|Notice)\b|Claims? Administrator",
    re.I,
)
# A firm that administers says so in its name.
TPA_NAME = re.compile(
    r"(?<![\w-])(?![A-Z]+\d)(?:[A-Z][\w&'’.-]* )(?:(?:[A-Z][\w&'’.-]*|&|and|of) ){0,5}(?:(?i:Administrators?|Benefits? Services|TPA(?: Services)?|Administration|"
    r"IPA|Medical Group|Self-Funded Services|Benefits? Solutions|Claims? Services|COBRA Services))(?:,? (?:Inc\.?|LLC|INC\.))?"
)
NOT_A_PLAN = pattern("name.not_a_plan")
PLAIN_START = re.compile(
    r"(?:LLC|Inc|Health|Offices?|Services?|Benefits?|Medical|Insurance|State(?! of [A-Z])|Your|Member|Claims?|Care|Utilization|Home)\b"
)
EMPLOYER_WORD = pattern("name.employer")
FOR = re.compile(
    r"\b(?:on behalf of|administrator (?:for|of)|administers?(?: \w+){0,6} (?:for|of)|administering|under the|of the|serves? as|"
    r"(?:manages?|reviews?|processes|handles|decides|provides)(?: [\w-]+){0,9} for|acting for|acts? for|for members of|"
    r"(?:decision|determination|review|made|reviewed|decided) for|(?:contract|agreement) with|behalf of|services? (?:for|to)|member of|enrolled in|covered (?:by|under)|coverage (?:with|from|under|"
    r"through)|billed(?: to)?|(?:claim|bill|it) (?:to|with)|delegated (?:by|from)|delegate of|your (?:health )?plan,?|issued by|underwritten by|insured by|offered by|provided by|"
    r"policy (?:with|from)|benefits? (?:of|under)|self-funded by|d/b/a|doing business as|participates? (?:in|through)|Insurance on file)"
    r"\s*:?\s*(?:the\s+|your\s+)?$",
    re.I,
)
ITSELF = re.compile(r"^[\s,]*\(?\s*(?:\(?the\s+)?[“\"'](?:Plan|Fund|Trust|we|Company)", re.I)
FOOT = re.compile(
    r"independent licensees?|subsidiar|affiliate|registered (?:trade|service)|trade ?names?|underwritten|d/b/a|division of|©|®|"
    r"Medicare contract|insurance is|offered by|administered by|complies with|follows (?:applicable )?federal|does not (?:discriminate|exclude)",
    re.I,
)
OTHER_ROLE_AFTER = re.compile(
    r"\s*(?:\?|(?:Attn|ATTN):? (?:Billing|BILLING|Patient (?:Accounts|Financial)|Accounts Receivable|Business Office|Medical Records)\b|Association\b|(?:PPO )?network (?:only|\(?access)|\(?network (?:access )?only|(?:does(?: not|n['’]t)) insure|(?:is|was)(?: not|n['’]t) (?:the|your|an?) (?:insurer|carrier|plan)\b|is (?:your|the|her|his) (?:other|primary|secondary)\b|(?:pays|paid|must pay) first)"
)
OTHER_ROLE = re.compile(
    r"\b(?:(?:PPO|provider) network|network):\s*(?:the )?$|\bhost plan,?\s+$|\b(?:Association|formerly|not affiliated|MCG|InterQual|owned by|employed by|Medicare Supplement from)\b[\s,]*$|"
    r"\b(?:(?:her|his|their) (?:own )?(?:employer|plan|insurance|coverage)|other insurance|other coverage|primary (?:insurer|coverage|payer)|secondary|spouse.{0,30}|also covered (?:by|under)|(?:may|might) (?:also )?(?:have|be) (?:other |more |another )?(?:coverage|insurance|insured|covered) (?:with|through|under|by|from)|paid by|"
    r"auto(?:mobile)? (?:carrier|insurer)|workers.? compensation(?: carrier)?|reinsur\w+|stop.loss)\b[^.;]{0,40}$|"
    r"\bcollectively to [^.;]{0,40}$",  # the companies of one house, one by one
    re.I,
)
