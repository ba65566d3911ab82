-- Location groups: sets of countries and other groups that people of an organization made.

CREATE TABLE location_groups (
    org_id BIGINT NOT NULL REFERENCES organizations (id),
    public_id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    owner_id BIGINT REFERENCES users (id),
    -- Countries (DE), continents (europe) and ids of groups, apart by spaces.
    locations TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, public_id)
);
CREATE UNIQUE INDEX location_groups_name ON location_groups (org_id, name_key);
