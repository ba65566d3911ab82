-- Mails, second factors, sessions and sign-up.

-- Mails that wait to be sent, or were lately. The content goes as soon as it is of no more use.

CREATE TABLE mails (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT,
    html_body TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT,
    useful_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX mails_state ON mails (state, updated_at);

-- Sessions as their person sees them. Whoever is signed in does so once more.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN public_id BYTEA;
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT;

-- Secrets that are good once: links that set a password, the pass between two steps of signing in.
CREATE TABLE one_time_secrets (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id),
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_secrets_user ON one_time_secrets (user_id, purpose);
CREATE INDEX one_time_secrets_expiry ON one_time_secrets (expires_at);

-- Devices that show codes; last_step is the newest time step whose code was used.
CREATE TABLE second_factors (
    user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
    secret BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- People as sign-in providers know them.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);

-- Organizations that want to be created.
CREATE TABLE sign_ups (
    id BIGINT NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    organization TEXT NOT NULL,
    country TEXT NOT NULL,
    size TEXT NOT NULL,
    locale TEXT NOT NULL,
    time_zone TEXT,
    offer TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sign_ups_public ON sign_ups (public_id);
CREATE UNIQUE INDEX sign_ups_secret ON sign_ups (secret_hash);
CREATE INDEX sign_ups_state ON sign_ups (state, id);
