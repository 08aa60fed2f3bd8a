-- Who wrote after the copy was made that this database was restored from: what they said then is lost, and may have been
-- "stop". Nothing begins with them before they write again, or an organiser says that it may.
CREATE TABLE unheard (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    since           BIGINT NOT NULL                         -- when the copy was made
);
