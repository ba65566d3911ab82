-- Mail domains that organizations say are theirs. One is proven by a text record in the domain name
-- system, and proven for one organization at a time.

CREATE TABLE domains (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    public_id BLOB NOT NULL,
    name TEXT NOT NULL,
    proof TEXT NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX domains_public ON domains (public_id);
CREATE UNIQUE INDEX domains_name ON domains (org_id, name);
CREATE UNIQUE INDEX domains_verified ON domains (name) WHERE verified_at IS NOT NULL;
