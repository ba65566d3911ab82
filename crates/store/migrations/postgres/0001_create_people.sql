-- Who is there: the installation, organizations, people, their keys; jobs and the audit.
-- Ids inside are dense per organization and come from `counters`; org_id 0 is the installation.

CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counters (
    org_id BIGINT NOT NULL,
    noun TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (org_id, noun)
);

CREATE TABLE organizations (
    id BIGINT NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    time_zone TEXT,
    default_frame TEXT NOT NULL,
    search_languages TEXT NOT NULL,
    setup_defaults TEXT NOT NULL,
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX organizations_slug ON organizations (slug);
CREATE UNIQUE INDEX organizations_public ON organizations (public_id);

CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    locale TEXT,
    time_zone TEXT,
    is_operator BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email_key);
CREATE UNIQUE INDEX users_public ON users (public_id);

CREATE TABLE memberships (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    configuration_role TEXT NOT NULL,
    interaction_role TEXT NOT NULL,
    organization_role TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    token_hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (token_hash);

CREATE TABLE jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    dedupe TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    progress TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    run_after BIGINT NOT NULL,
    lease_until BIGINT,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (state, run_after);
CREATE INDEX jobs_org ON jobs (org_id, id);
CREATE UNIQUE INDEX jobs_dedupe ON jobs (org_id, kind, dedupe) WHERE state = 'queued';

CREATE TABLE audit (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_user BIGINT,
    actor_job TEXT,
    verb TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
);

-- One text for both databases: lists come in as a JSON array, `IN (SELECT value FROM json_each($1))`.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value TEXT) LANGUAGE sql STABLE
AS $$ SELECT element FROM json_array_elements_text(list::json) AS elements (element) $$;
