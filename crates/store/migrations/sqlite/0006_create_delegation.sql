-- Partners and what customers gave them. In `relationships`, `answers`, `receipts` and `presences`
-- org_id is the customer; in `offers` and `assignments` it is the partner. Ids of relationships are
-- dense on the installation, because two organizations share each.

ALTER TABLE organizations ADD COLUMN partner_status TEXT NOT NULL DEFAULT 'none';
ALTER TABLE organizations ADD COLUMN partner_profile TEXT NOT NULL DEFAULT '{}';

-- A session may act for one customer; a token may be bound to a relationship.
ALTER TABLE sessions ADD COLUMN second_factor_at BIGINT;
ALTER TABLE sessions ADD COLUMN relationship_id BIGINT;
ALTER TABLE sessions ADD COLUMN entered_at BIGINT;
ALTER TABLE api_tokens ADD COLUMN relationship_id BIGINT;
ALTER TABLE api_tokens ADD COLUMN second_factor_at BIGINT;

-- Under what something was done.
ALTER TABLE audit ADD COLUMN relationship_id BIGINT;
ALTER TABLE audit ADD COLUMN partner_id BIGINT;

CREATE TABLE offers (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    summary TEXT NOT NULL,
    kind TEXT NOT NULL,
    level TEXT,
    days BIGINT,
    audience TEXT NOT NULL,
    audience_org BIGINT,
    audience_mail TEXT,
    most BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    views BIGINT NOT NULL,
    details TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    terms_hash BLOB NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX offers_code ON offers (code_hash);
CREATE UNIQUE INDEX offers_public ON offers (public_id);
CREATE INDEX offers_audience ON offers (audience_org);

CREATE TABLE relationships (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL PRIMARY KEY,
    public_id BLOB NOT NULL,
    partner_id BIGINT NOT NULL REFERENCES organizations (id),
    offer_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    holds BIGINT NOT NULL,
    level TEXT NOT NULL,
    days BIGINT,
    bound BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    used_at BIGINT NOT NULL,
    end_reason TEXT,
    epoch BIGINT NOT NULL,
    reminded BIGINT,
    notify_entries BIGINT NOT NULL DEFAULT 0,
    ended_by BIGINT,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK (org_id <> partner_id)
);
CREATE UNIQUE INDEX relationships_public ON relationships (public_id);
CREATE UNIQUE INDEX relationships_live ON relationships (org_id, partner_id) WHERE state <> 'ended';
CREATE INDEX relationships_partner ON relationships (partner_id);

CREATE TABLE answers (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    partner_id BIGINT NOT NULL,
    offer_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    product TEXT NOT NULL,
    delegation TEXT NOT NULL,
    relationship_id BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX answers_offer ON answers (partner_id, offer_id);

CREATE TABLE receipts (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    relationship_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    document TEXT NOT NULL,
    terms_hash BLOB NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX receipts_relationship ON receipts (relationship_id);

CREATE TABLE assignments (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    user_id BIGINT,
    group_id BIGINT,
    level TEXT NOT NULL,
    all_customers BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX assignments_public ON assignments (public_id);

CREATE TABLE assignment_customers (
    org_id BIGINT NOT NULL,
    assignment_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, assignment_id, customer_id)
);

CREATE TABLE presences (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    relationship_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    first_entry_at BIGINT NOT NULL,
    last_entry_at BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    muted BIGINT NOT NULL,
    PRIMARY KEY (org_id, relationship_id, user_id)
);
