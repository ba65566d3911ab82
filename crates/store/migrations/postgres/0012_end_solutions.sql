-- When a subscription ended, and where a solution stands by that: what was told to its administrators,
-- since when, and when what was in it was deleted.

ALTER TABLE subscriptions ADD COLUMN ended_at BIGINT;
UPDATE subscriptions SET ended_at = updated_at WHERE state = 'ended' AND source <> 'request';

ALTER TABLE organizations ADD COLUMN standing TEXT NOT NULL DEFAULT 'running';
ALTER TABLE organizations ADD COLUMN standing_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN emptied_at BIGINT;

-- The language in which a solution speaks to those who chose none (GLO-02), and the one that a person of a
-- partner chose for a customer (DEL-59).
ALTER TABLE organizations ADD COLUMN locale TEXT;
ALTER TABLE presences ADD COLUMN locale TEXT;
