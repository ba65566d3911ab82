-- Each entry holds the hash of itself and of the one before it, per organization; older ones have none.
ALTER TABLE audit ADD COLUMN hash BYTEA;
