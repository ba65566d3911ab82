-- What was found: posts with their hits and authors, and what follows from them.

CREATE TABLE authors (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    source TEXT NOT NULL,
    native_id TEXT NOT NULL,
    handle TEXT,
    name TEXT,
    profile_url TEXT,
    avatar_url TEXT,
    followers BIGINT,
    location TEXT,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX authors_native ON authors (source, native_id, org_id);
CREATE UNIQUE INDEX authors_public ON authors (org_id, public_id);

CREATE TABLE posts (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    source TEXT NOT NULL,
    native_id TEXT NOT NULL,
    fingerprint BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    import_id BIGINT,
    author_id BIGINT,
    language TEXT NOT NULL,
    kind BIGINT NOT NULL,
    sentiment BIGINT NOT NULL,
    sentiment_value REAL,
    sentiment_edited BIGINT NOT NULL,
    reach BIGINT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    place_kind BIGINT,
    hidden_until BIGINT,
    hidden_by BIGINT,
    phrases BLOB NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX posts_native ON posts (source, native_id, org_id);
CREATE UNIQUE INDEX posts_public ON posts (org_id, public_id);
CREATE INDEX posts_published ON posts (org_id, published_at);
CREATE INDEX posts_author ON posts (org_id, author_id);
CREATE INDEX posts_hidden ON posts (org_id, hidden_by) WHERE hidden_by IS NOT NULL;

CREATE TABLE post_topics (
    org_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    rule_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id, topic_id, rule_id),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX post_topics_topic ON post_topics (org_id, topic_id, post_id);

CREATE TABLE ledger (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (org_id, kind, hash)
) WITHOUT ROWID;

CREATE TABLE checkpoints (
    org_id BIGINT NOT NULL,
    instance TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, instance)
);

CREATE TABLE imports (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    checkpoint TEXT,
    posts_read BIGINT NOT NULL,
    posts_matched BIGINT NOT NULL,
    posts_recorded BIGINT NOT NULL,
    posts_duplicate BIGINT NOT NULL,
    posts_rejected BIGINT NOT NULL,
    error TEXT,
    started_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX imports_public ON imports (org_id, public_id);

CREATE TABLE outbox (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (org_id, seq)
);
