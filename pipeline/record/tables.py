"""The ledger's tables. Migrations under `migrations/` bring a database to exactly this shape; a test compares.

A *letter* is its SHA-256. An *arrival* is one file that somebody handed in; a *bundle* is the arrivals that
were handed in together and make one case. `history` is append-only (the database itself refuses changes) and
holds no personal data, so that a purge can leave the fact of it.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Who works: one row a process, kept alive by a beat (seconds since 1970, by the database's own clock).
owners = Table(
    "owners",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Text, nullable=False),  # tells a process from a later one with the same number
    Column("beat", Float, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("first_seen", Text, nullable=False),
)

bundles = Table(
    "bundles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("door", String(8), nullable=False),  # watch | batch | run
    Column("root", Text, nullable=False),
    Column("key", Text, nullable=False),  # path below root: of the letter, or of the sub-folder
    Column("out", Text, nullable=False),
    Column("slot", Text, unique=True),  # what may exist once: an open place in an inbox, a file of a batch
    Column("state", String(10), nullable=False),
    Column("owner", String(32)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("digest", String(64)),  # of the letters' sha256, whatever their order
    Column("case_id", String(32)),
    Column("facts", Text),  # path below root of the facts file that lay beside
    Column("facts_place", Text),  # where it lies now, if we moved it
    Column("filed", Boolean, nullable=False, default=False),  # the originals have reached their place
    Column("code", String(40)),
    Column("message", Text),
    Column("part_of", Integer),  # the bundle that this letter was parted from, because it cannot be used
    Index("ix_bundles_part_of", "part_of"),
    Index("ix_bundles_root_key", "root", "key"),
    Index("ix_bundles_state", "state", "filed"),
    Index("ix_bundles_digest", "digest"),
    Index("ix_bundles_case", "case_id"),
    sqlite_autoincrement=True,  # a number is never given twice, even after a purge
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bundle_id", Integer, ForeignKey("bundles.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),  # path below root, as given
    Column("sha256", String(64), index=True),
    Column("bytes", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("inode", BigInteger),
    Column("state", String(10), nullable=False),
    Column("place", Text, unique=True),  # where the original lies now, if we moved it
    Column("reason_place", Text),  # the reason file of one that was set aside
    UniqueConstraint("bundle_id", "source"),
    sqlite_autoincrement=True,
)

# One row for each set of letters that was ever worked on; the primary key is what stops double work.
cases = Table(
    "cases",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("case_id", String(32), unique=True),
    Column("state", String(10), nullable=False),  # working | done | set_aside
    Column("bundle_id", Integer, nullable=False),  # whose originals these are; others are duplicates
    Column("held_by", Integer),  # the bundle that is being worked on, and by whom
    Column("owner", String(32)),
    Column("stamp", String(64)),  # of all that decides the result besides the letters
    Column("facts_sha256", String(64)),
    Column("version", Integer, nullable=False, default=0),
    Column("file_by", String(10)),
    Column("summary", JSON),  # what the batch's table shows of it
    Column("code", String(40)),
    Column("message", Text),
    Index("ix_cases_state_file_by", "state", "file_by"),
)

versions = Table(
    "versions",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("as_of", String(10)),
    Column("pipeline_version", Text, nullable=False),
    Column("law_sha256", Text),
    Column("place", Text),  # the folder of the packet
    Column("case", JSON, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("kind", Text),
    Column("pages", Integer, nullable=False),
    Column("ocr_pages", JSON, nullable=False),
    Column("unreadable_pages", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("process_id", Text),
    Column("eligible", Text),
    Column("file_by", String(10)),
    Column("never_late_before", String(10)),
    Column("law_sha256", Text),
    Column("review_needed", Boolean, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(32), nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("facts", JSON, nullable=False),
)

# Letters of one matter carry the same member id and the same claim or reference number.
matters = Table(
    "matters",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("member", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Index("ix_matters_member_number", "member", "number"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bundle_id", Integer, nullable=False, index=True),
    Column("owner", String(32), nullable=False),
    Column("started", Text, nullable=False),
    Column("ended", Text),
    Column("outcome", Text),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("bundle_id", Integer, index=True),
    Column("case_id", String(32), index=True),
    Column("before", String(10)),
    Column("after", String(10)),
    Column("code", String(40)),
    sqlite_autoincrement=True,
)

precedents = Table(
    "precedents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reference", Text),
    Column("type", Text),
    Column("diagnosis", Text),
    Column("diagnosis_detail", Text),
    Column("treatment", Text),
    Column("treatment_detail", Text),
    Column("decided", Integer, nullable=False),
    Column("overturned", Integer, nullable=False),
    Column("first_year", Integer),
    Column("last_year", Integer),
    Column("references", Text),
    Index("ix_precedents_type_treatment", "type", "treatment", "treatment_detail"),
    UniqueConstraint("source", "reference"),
)
