"""The tables and their history: migrations are only ever added.

No column here holds a time, and no two tables share a key by which an invitation and a response could be joined.
Every key is random or a hash, so that the order of rows is not the order of events.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("leadsurvey")


@migrations()
def first_tables(db: Database) -> None:
    """Rounds, invitations, drafts, sealed answers, responses, entered files and releases."""
    for statement in _FIRST:
        db.execute(statement)


@migrations()
def draws_and_comments(db: Database) -> None:
    """What chance has yet to deal in a round, and what people wrote in their own words."""
    for statement in _DRAWS_AND_COMMENTS:
        db.execute(statement)


@migrations()
def extras(db: Database) -> None:
    """Groups of units that were told after the release."""
    db.execute(_EXTRAS)


_FIRST = (
    """
    CREATE TABLE rounds (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('open', 'closing', 'closed')),
        frozen TEXT NOT NULL,       -- what was asked and promised, word for word
        fingerprint TEXT NOT NULL,  -- its SHA-256
        public_key BLOB NOT NULL    -- answers are sealed to it until the round is closed
    ) STRICT
    """,
    """
    CREATE TABLE invitations (
        number INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        token_hash TEXT NOT NULL UNIQUE,
        unit TEXT,                   -- NULL where the person says it in the draft
        level TEXT,
        person TEXT,                 -- keyed hash of the address; NULL for an open link
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'declined')),
        UNIQUE (round, person)
    ) STRICT
    """,
    """
    CREATE TABLE drafts (
        token_hash TEXT PRIMARY KEY REFERENCES invitations (token_hash) ON DELETE CASCADE,
        round TEXT NOT NULL REFERENCES rounds (id),
        sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sealed (
        id INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        box BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE responses (
        id INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        place INTEGER NOT NULL,  -- number of the place in the frozen round
        answers BLOB NOT NULL    -- one int8 for each column: -1 can't say, -128 unanswered
    ) STRICT
    """,
    """
    CREATE TABLE entered_files (
        round TEXT NOT NULL REFERENCES rounds (id),
        mark TEXT NOT NULL,  -- keyed hash of the file
        PRIMARY KEY (round, mark)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE releases (
        round TEXT PRIMARY KEY REFERENCES rounds (id),
        sha256 TEXT NOT NULL,
        findings TEXT NOT NULL  -- canonical JSON of all that may ever be known of the round
    ) STRICT, WITHOUT ROWID
    """,
)

_DRAWS_AND_COMMENTS = (
    """
    CREATE TABLE draws (
        round TEXT PRIMARY KEY REFERENCES rounds (id),
        sealed BLOB NOT NULL  -- to the secret of the pages: who sees it change learns of no arm
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE comments (
        id INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        question TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
)

_EXTRAS = """
    CREATE TABLE extras (
        round TEXT NOT NULL REFERENCES rounds (id),
        number INTEGER NOT NULL,  -- 1 is the first after the release
        sha256 TEXT NOT NULL,
        unit TEXT NOT NULL,       -- canonical JSON of all that was told
        PRIMARY KEY (round, number)
    ) STRICT, WITHOUT ROWID
"""
