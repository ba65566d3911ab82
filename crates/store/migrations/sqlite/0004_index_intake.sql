-- What an organization acquired in a month (SEA-161) is a stretch of ids, found by this index alone.
CREATE INDEX posts_recorded ON posts (org_id, recorded_at, id);
