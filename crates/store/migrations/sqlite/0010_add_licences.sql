-- Places and what gives them, groups of people, who let whom in, and answers kept by their key.

CREATE TABLE subscriptions (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    plan TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    trial_ends_at BIGINT,
    source TEXT NOT NULL,
    reference TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX subscriptions_public ON subscriptions (public_id);

-- The licence stands with the membership: who is not in the organization has none. `scim` is the
-- resource as the directory sent it, `directory_id` and `directory_name` its two keys.
ALTER TABLE memberships ADD COLUMN licence TEXT;
ALTER TABLE memberships ADD COLUMN licensed_at BIGINT;
ALTER TABLE memberships ADD COLUMN usage_location TEXT;
ALTER TABLE memberships ADD COLUMN scim TEXT;
ALTER TABLE memberships ADD COLUMN directory_name TEXT;
ALTER TABLE memberships ADD COLUMN directory_id TEXT;
CREATE INDEX memberships_licence ON memberships (org_id, licence);
CREATE UNIQUE INDEX memberships_directory_name ON memberships (org_id, directory_name);

-- Organizations that are there get a subscription (its id outside is theirs), their people a place.
INSERT INTO subscriptions (org_id, id, public_id, plan, quantity, trial_ends_at, source, reference,
    state, created_at, updated_at)
SELECT id, 1, public_id, 'full_seats',
    1000 + (SELECT COUNT(*) FROM memberships WHERE memberships.org_id = organizations.id),
    NULL, 'operator', NULL, 'active', created_at, created_at FROM organizations;
INSERT INTO counters (org_id, noun, last) SELECT id, 'subscription', 1 FROM organizations;
UPDATE memberships SET licence = 'full', licensed_at = created_at WHERE state <> 'pending';

CREATE TABLE access_settings (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    automatic_approval BIGINT NOT NULL,
    declared_at BIGINT,
    declared_by BIGINT
);

CREATE TABLE user_groups (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    directory_id TEXT,
    is_from_directory BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX user_groups_name ON user_groups (org_id, name_key);
CREATE UNIQUE INDEX user_groups_public ON user_groups (public_id);

CREATE TABLE user_group_members (
    org_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, group_id, user_id)
);
CREATE INDEX user_group_members_user ON user_group_members (org_id, user_id);

ALTER TABLE api_tokens ADD COLUMN purpose TEXT NOT NULL DEFAULT 'api';

CREATE TABLE kept_answers (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    key_hash BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    status BIGINT,
    body TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, key_hash)
);
CREATE INDEX kept_answers_age ON kept_answers (created_at);
