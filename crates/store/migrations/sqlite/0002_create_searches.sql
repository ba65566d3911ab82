-- What is listened to: categories, topics with their rules, custom sources, blocked content.

CREATE TABLE categories (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    owner_id BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX categories_name ON categories (org_id, name_key);
CREATE UNIQUE INDEX categories_public ON categories (org_id, public_id);

CREATE TABLE topics (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    category_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    owner_id BIGINT REFERENCES users (id),
    created_by BIGINT REFERENCES users (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX topics_name ON topics (org_id, name_key) WHERE state <> 'deleted';
CREATE UNIQUE INDEX topics_public ON topics (org_id, public_id);

CREATE TABLE rules (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    topic_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, topic_id) REFERENCES topics (org_id, id)
);
CREATE INDEX rules_topic ON rules (org_id, topic_id);

CREATE TABLE source_groups (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    initials TEXT NOT NULL,
    initials_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX source_groups_name ON source_groups (org_id, name_key);
CREATE UNIQUE INDEX source_groups_initials ON source_groups (org_id, initials_key);

CREATE TABLE feeds (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    etag TEXT,
    last_modified TEXT,
    next_poll_at BIGINT NOT NULL,
    polled_at BIGINT,
    succeeded_at BIGINT,
    failures BIGINT NOT NULL,
    health TEXT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, group_id) REFERENCES source_groups (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX feeds_url ON feeds (org_id, group_id, url);
CREATE INDEX feeds_due ON feeds (next_poll_at);

CREATE TABLE blocked (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    value_key TEXT NOT NULL,
    added_by BIGINT REFERENCES users (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX blocked_value ON blocked (org_id, kind, value_key);
