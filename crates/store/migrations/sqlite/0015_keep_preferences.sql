-- The time frame with which Analytics begins for a person, and how they like figures at first (GLO-30); in
-- `presences` what a person of a partner chose for a customer (DEL-59).

ALTER TABLE users ADD COLUMN default_frame TEXT;
ALTER TABLE users ADD COLUMN charts TEXT;
ALTER TABLE presences ADD COLUMN default_frame TEXT;
ALTER TABLE presences ADD COLUMN charts TEXT;
