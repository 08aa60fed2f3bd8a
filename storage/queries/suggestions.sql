-- Ways to a few open tasks that somebody could take: with a place left, and in so many minutes. Each goes along an index from
-- `start` on and looks at no more than `window` rows, however many there are. Ids are like drawn by lot, so another start
-- for everybody finds others for everybody. Places are compared afterwards.
-- CROSS JOIN: SQLite keeps that order. Else it may begin with all tasks.

-- name: open_tasks_counted(limit)$
-- Up to `limit`.
SELECT count(*) FROM (SELECT id FROM task WHERE state = 'open' LIMIT :limit) AS some;

-- name: near_skill(skill, start, window, minutes)
-- That name a skill.
SELECT task.id, task.place_key
  FROM (SELECT task_id FROM task_skill WHERE skill = :skill AND task_id >= :start ORDER BY task_id LIMIT :window) AS near
 CROSS JOIN task
 WHERE task.id = near.task_id AND task.state = 'open' AND task.free > 0 AND task.least_minutes <= :minutes;

-- name: near_interest(interest, start, window, minutes)
-- That name an interest.
SELECT task.id, task.place_key
  FROM (SELECT task_id FROM task_interest WHERE interest = :interest AND task_id >= :start ORDER BY task_id LIMIT :window) AS near
 CROSS JOIN task
 WHERE task.id = near.task_id AND task.state = 'open' AND task.free > 0 AND task.least_minutes <= :minutes;

-- name: near_could(start, window, minutes)
-- Of which somebody said "I could".
SELECT task.id, task.place_key
  FROM (SELECT task_id FROM could WHERE task_id >= :start ORDER BY task_id LIMIT :window) AS near
 CROSS JOIN task
 WHERE task.id = near.task_id AND task.state = 'open' AND task.free > 0 AND task.least_minutes <= :minutes;

-- name: near_place(place_key, start, window, minutes)
-- At one place.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE state = 'open' AND place_key = :place_key AND id >= :start ORDER BY id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes;

-- name: near_within(place_key, window, minutes)
-- In a part of a place: its words, and more after them. These begin with the first part: there are seldom more than `window`.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE state = 'open' AND place_key > :place_key || ' ' AND place_key < :place_key || '!'
         ORDER BY place_key, id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes;

-- name: near_horizon(horizon, start, window, minutes)
-- Of one horizon.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE state = 'open' AND horizon = :horizon AND id >= :start ORDER BY id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes;

-- name: near_topic(topic, start, window, minutes)
-- Of one topic.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE topic = :topic AND state = 'open' AND id >= :start ORDER BY id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes;

-- name: near_several(start, window, minutes)
-- For several people.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes, people FROM task
         WHERE state = 'open' AND id >= :start ORDER BY id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes AND people > 1;

-- name: near_unseen(since, start, window, minutes)
-- Suggested to nobody since then.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE state = 'open' AND id >= :start ORDER BY id LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes
   AND NOT EXISTS (SELECT 1 FROM suggestion WHERE suggestion.task_id = near.id AND suggestion.at > :since);

-- name: near_waiting(window, minutes)
-- That have waited longest. The same for everybody.
SELECT id, place_key
  FROM (SELECT id, place_key, free, least_minutes FROM task
         WHERE state = 'open' ORDER BY opened_at LIMIT :window) AS near
 WHERE free > 0 AND least_minutes <= :minutes;

-- name: suggested_to(person_id)
SELECT task_id, at FROM suggestion WHERE person_id = :person_id;

-- name: taken_by(person_id)
-- Held, done, or kept for them. What goes on all the time can be done again.
SELECT claim.task_id FROM claim JOIN task ON task.id = claim.task_id
 WHERE claim.person_id = :person_id AND (claim.state <> 'done' OR task.horizon <> 'ongoing');

-- name: candidates(ids, width, count, person_id, since)
-- What the ranking looks at; how many were shown it since then, and how many others said "I could". `ids`: `count` of
-- them, each filled up with spaces to `width`, one behind the other.
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
     listed (id) AS (SELECT rtrim(substr(:ids, i * :width + 1, :width)) FROM n)
SELECT task.id, task.least_minutes, task.place, task.horizon, task.people, task.free, task.opened_at, task.topic,
       (SELECT count(*) FROM suggestion WHERE suggestion.task_id = task.id AND suggestion.at > :since),
       (SELECT count(*) FROM could WHERE could.task_id = task.id AND could.person_id <> :person_id)
  FROM listed CROSS JOIN task WHERE task.id = listed.id;

-- name: candidate_words(ids, width, count)
-- The skills (1) and interests (0) that they name.
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
     listed (id) AS (SELECT rtrim(substr(:ids, i * :width + 1, :width)) FROM n)
SELECT task_skill.task_id, 1, task_skill.skill FROM listed CROSS JOIN task_skill WHERE task_skill.task_id = listed.id
 UNION ALL
SELECT task_interest.task_id, 0, task_interest.interest FROM listed CROSS JOIN task_interest WHERE task_interest.task_id = listed.id;
