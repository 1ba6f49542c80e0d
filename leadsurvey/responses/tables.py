"""The tables and their history: migrations are only ever added.

No column about respondents holds a time, and no two tables share a key by which an invitation and a response could be
joined. Every key of theirs is random or a hash, so that the order of rows is not the order of events. What organisers
do is another matter: the audit log has times and an order on purpose.
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


@migrations()
def office(db: Database) -> None:
    """What an organiser's office keeps: whom to reach and how, mailings, accounts, jobs, and who did what."""
    for statement in _OFFICE:
        db.execute(statement)


@migrations()
def research(db: Database) -> None:
    """Files of single people's answers that were made of closed rounds."""
    db.execute(_RESEARCH)


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

_OFFICE = (
    # people
    "ALTER TABLE rounds ADD COLUMN door TEXT NOT NULL DEFAULT 'open' CHECK (door IN ('open', 'shut'))",
    """
    CREATE TABLE contacts (
        number INTEGER PRIMARY KEY REFERENCES invitations (number) ON DELETE CASCADE,
        sealed BLOB NOT NULL,  -- address, name and language: for whoever has the server's secret
        state TEXT NOT NULL DEFAULT 'reachable' CHECK (state IN ('reachable', 'bounced'))
    ) STRICT
    """,
    """
    CREATE TABLE leaders (
        number INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        unit TEXT NOT NULL,
        sealed BLOB NOT NULL,        -- as in contacts
        UNIQUE (round, unit)
    ) STRICT
    """,
    """
    CREATE TABLE optouts (
        address TEXT PRIMARY KEY  -- keyed hash of an address that no mail may go to
    ) STRICT, WITHOUT ROWID
    """,
    # mail
    """
    CREATE TABLE mailings (
        id INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL REFERENCES rounds (id),
        kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder', 'edition', 'report')),
        day TEXT NOT NULL        -- on which it was begun; of the whole mailing, never of a person
    ) STRICT
    """,
    """
    CREATE TABLE mails (
        mailing INTEGER NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
        recipient INTEGER NOT NULL,  -- number of an invitation, or of a leader
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'doubt')),
        PRIMARY KEY (mailing, recipient)
    ) STRICT, WITHOUT ROWID
    """,
    # counts that may be seen while a round is open
    """
    CREATE TABLE tallies (
        round TEXT PRIMARY KEY REFERENCES rounds (id),
        day TEXT NOT NULL,    -- on which they were taken, once
        counts TEXT NOT NULL  -- rounded, of groups large enough
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE routes (
        round TEXT NOT NULL REFERENCES rounds (id),
        route TEXT NOT NULL,     -- by which people came to the open link
        begun INTEGER NOT NULL,  -- how many began
        PRIMARY KEY (round, route)
    ) STRICT, WITHOUT ROWID
    """,
    # comments are read by a person before anybody else sees them
    """
    ALTER TABLE comments ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'told', 'withheld'))
    """,
    "ALTER TABLE comments ADD COLUMN told TEXT",  # the words as they may be told, where some were taken out
    # the desk
    """
    CREATE TABLE users (
        id INTEGER PRIMARY KEY,  -- random
        email TEXT NOT NULL UNIQUE COLLATE NOCASE,
        password TEXT,           -- argon2; NULL for who signs in elsewhere
        totp BLOB,               -- sealed to the server's secret; NULL where there is none
        totp_step INTEGER NOT NULL DEFAULT 0,  -- the last one used: a code is good once
        failures INTEGER NOT NULL DEFAULT 0,
        locked_until INTEGER NOT NULL DEFAULT 0  -- seconds since 1970
    ) STRICT
    """,
    """
    CREATE TABLE roles (
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        round TEXT NOT NULL,  -- '*' for all rounds, those to come as well
        role TEXT NOT NULL CHECK (role IN ('organiser', 'viewer')),
        PRIMARY KEY (user, round)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,  -- of the cookie
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        passed TEXT NOT NULL CHECK (passed IN ('password', 'all')),
        ends INTEGER NOT NULL   -- seconds since 1970
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,  -- the order of what organisers did
        at TEXT NOT NULL,     -- UTC, to the second
        who TEXT NOT NULL,    -- an account, or the console
        act TEXT NOT NULL,
        round TEXT,
        what TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is kept'); END",
    "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log stays'); END",
    """
    CREATE TABLE jobs (
        id INTEGER PRIMARY KEY,  -- random
        round TEXT NOT NULL,
        work TEXT NOT NULL,      -- canonical JSON of what is to be done
        who TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'running', 'stopping', 'stopped', 'done', 'failed')),
        done INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        said TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        seen TEXT NOT NULL,  -- the newest day on which this installation was used
        doubted TEXT         -- a day seen since, after a jump
    ) STRICT
    """,
    "ALTER TABLE sessions ADD COLUMN rests INTEGER NOT NULL DEFAULT 0",  # when it ends unless used; seconds since 1970
    "CREATE INDEX mails_by_state ON mails (mailing, state)",  # how a mailing stands is counted in no time
)

_RESEARCH = """
    CREATE TABLE research (
        round TEXT PRIMARY KEY REFERENCES rounds (id),
        sha256 TEXT NOT NULL,
        day TEXT NOT NULL  -- on which the file was first made; made again it is the same
    ) STRICT, WITHOUT ROWID
"""
