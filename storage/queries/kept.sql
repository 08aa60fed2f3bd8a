-- name: kept(name)$
SELECT value FROM kept WHERE name = :name;

-- name: keep(name, value)!
INSERT INTO kept (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: keep_no_longer(name)!
DELETE FROM kept WHERE name = :name;
