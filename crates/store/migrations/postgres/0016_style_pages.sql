-- How pages look and write (GLO-02, GLO-30), as JSON; none: nothing is chosen. In `presences` what a person
-- of a partner chose for a customer (DEL-59).

ALTER TABLE organizations ADD COLUMN style TEXT;
ALTER TABLE users ADD COLUMN style TEXT;
ALTER TABLE presences ADD COLUMN style TEXT;
