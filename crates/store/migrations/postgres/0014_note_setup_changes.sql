-- What changed of all that the pipeline compiles or polls, by revision of the setup, so that a running
-- matcher reads what changed instead of everything. Old rows go.

CREATE TABLE setup_changes (
    revision BIGINT NOT NULL PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    what TEXT NOT NULL,
    topic_id BIGINT
);
