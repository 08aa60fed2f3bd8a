-- How closed a room was when it was taken for one that gives roles, and whether it still does.
ALTER TABLE room_read ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE room_read ADD COLUMN door TEXT NOT NULL DEFAULT '';
ALTER TABLE room_read ADD COLUMN frozen TEXT NOT NULL DEFAULT '' CHECK (frozen IN ('', 'joinable', 'readable', 'replaced', 'changed'));
ALTER TABLE room_read ADD COLUMN frozen_at BIGINT;
