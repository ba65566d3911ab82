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
