-- name: task_add(id, title, description, purpose, effort, minutes, least_minutes, people, place, place_key, topic, horizon, contact_id, author_id, link, state, at, opened_at)!
INSERT INTO task (id, seq, title, description, purpose, effort, minutes, least_minutes, people, free, place,
                  place_key, topic, horizon, contact_id, author_id, link, state, proposed_at, opened_at)
SELECT :id, coalesce((SELECT max(seq) FROM task), 0) + 1, :title, :description, :purpose, :effort, :minutes, :least_minutes, :people,
       :people, :place, :place_key, :topic, :horizon, :contact_id, :author_id, :link, :state, :at, :opened_at
 WHERE NOT EXISTS (SELECT 1 FROM task WHERE id = :id);

-- name: task_change(id, title, description, purpose, effort, minutes, least_minutes, people, place, place_key, topic, horizon, contact_id, link)!
UPDATE task SET title = :title, description = :description, purpose = :purpose, effort = :effort, minutes = :minutes,
       least_minutes = :least_minutes, people = :people, place = :place, place_key = :place_key,
       topic = :topic, horizon = :horizon, contact_id = :contact_id, link = :link
 WHERE id = :id;

-- name: task_skill_add(task_id, skill)!
INSERT INTO task_skill (task_id, skill) VALUES (:task_id, :skill) ON CONFLICT (task_id, skill) DO NOTHING;

-- name: task_skills_clear(task_id)!
DELETE FROM task_skill WHERE task_id = :task_id;

-- name: task_interest_add(task_id, interest)!
INSERT INTO task_interest (task_id, interest) VALUES (:task_id, :interest) ON CONFLICT (task_id, interest) DO NOTHING;

-- name: task_interests_clear(task_id)!
DELETE FROM task_interest WHERE task_id = :task_id;

-- name: task(id)^
SELECT id, title, effort, minutes, people, description, purpose, place, topic, horizon, contact_id, author_id, link, handover,
       state, free, opened_at
  FROM task WHERE id = :id;

-- name: task_skills(task_id)
SELECT skill FROM task_skill WHERE task_id = :task_id ORDER BY skill;

-- name: task_interests(task_id)
SELECT interest FROM task_interest WHERE task_id = :task_id ORDER BY interest;

-- name: task_opened(id, at)!
UPDATE task SET state = 'open', opened_at = :at WHERE id = :id AND state = 'proposed';

-- name: task_closed(id, state, at)!
-- One row the first time.
UPDATE task SET state = :state, closed_at = :at WHERE id = :id AND state IN ('proposed', 'open');

-- name: task_reopened(id)!
UPDATE task SET state = 'open', closed_at = NULL WHERE id = :id AND state = 'done';

-- name: task_handover(id, words)!
UPDATE task SET handover = :words WHERE id = :id;

-- name: task_recount(id)!
-- Places left: those that are neither held, nor done, nor kept for somebody. What goes on all the time is never used up.
UPDATE task SET free = people - (SELECT count(*) FROM claim
                                  WHERE claim.task_id = :id AND (claim.state <> 'done' OR task.horizon <> 'ongoing'))
 WHERE id = :id;

-- name: tasks_of_state(state, limit)
-- Open ones: what is wanted soon first, then what has waited longest. Closed ones: the latest first.
SELECT id FROM task WHERE state = :state
 ORDER BY CASE WHEN state = 'open' THEN CASE horizon WHEN 'now' THEN 0 WHEN 'if_time' THEN 1 WHEN 'ongoing' THEN 2 ELSE 3 END ELSE 0 END,
       CASE WHEN state = 'open' THEN opened_at ELSE -coalesce(closed_at, 0) END, seq
 LIMIT :limit;

-- name: tasks_begun(limit)
-- Open tasks that somebody has taken.
SELECT DISTINCT task.id, task.seq FROM task JOIN claim ON claim.task_id = task.id AND claim.state = 'active'
 WHERE task.state = 'open' ORDER BY task.seq LIMIT :limit;

-- name: tasks_free(topic, place, horizon, limit)
-- Open tasks with a place left; a filter that is '' lets everything pass.
SELECT id FROM task
 WHERE state = 'open' AND free > 0
   AND (:topic = '' OR topic = :topic) AND (:place = '' OR lower(place) = lower(:place)) AND (:horizon = '' OR horizon = :horizon)
 ORDER BY CASE horizon WHEN 'now' THEN 0 WHEN 'if_time' THEN 1 WHEN 'ongoing' THEN 2 ELSE 3 END, opened_at, seq LIMIT :limit;

-- name: task_places()
-- Where open tasks are, most frequent first.
SELECT place, count(*) FROM task WHERE state = 'open' AND free > 0 AND place <> '' GROUP BY place ORDER BY count(*) DESC, place LIMIT 50;

-- name: task_topics()
SELECT topic, count(*) FROM task WHERE state = 'open' AND free > 0 AND topic <> '' GROUP BY topic ORDER BY count(*) DESC, topic LIMIT 50;

-- name: tasks_of_contact(person_id, limit)
-- What a person looks after: tasks whose contact or author they are, still to be done.
SELECT id FROM task WHERE state IN ('proposed', 'open') AND (contact_id = :person_id OR author_id = :person_id) ORDER BY seq DESC LIMIT :limit;

-- name: tasks_to_change(limit)
SELECT id FROM task WHERE state IN ('proposed', 'open') ORDER BY seq DESC LIMIT :limit;

-- name: titles_to_do()
-- Of all tasks still to be done.
SELECT title FROM task WHERE state IN ('proposed', 'open');

-- name: task_untouched_withdrawn(id, at)!
-- One row when it is open, and nobody has taken it or could.
UPDATE task SET state = 'withdrawn', closed_at = :at
 WHERE id = :id AND state = 'open'
   AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.task_id = :id) AND NOT EXISTS (SELECT 1 FROM could WHERE could.task_id = :id);

-- name: task_titles(title)
-- Tasks still to be done with this very title, whoever wrote them down.
SELECT id FROM task WHERE state IN ('proposed', 'open') AND lower(title) = lower(:title) ORDER BY seq;

-- name: claim_add(id, task_id, person_id, at, reaction_id)!
-- None, when there is no place left, or it is theirs already. A place kept for them becomes taken again.
INSERT INTO claim (id, task_id, person_id, state, taken_at, reaction_id)
SELECT :id, task.id, :person_id, 'active', :at, :reaction_id FROM task
 WHERE task.id = :task_id AND task.state = 'open'
   AND (task.free > 0 OR EXISTS (SELECT 1 FROM claim WHERE task_id = :task_id AND person_id = :person_id AND state = 'reserved'))
    ON CONFLICT (task_id, person_id) WHERE state <> 'done'
       DO UPDATE SET id = excluded.id, state = 'active', taken_at = excluded.taken_at, asked = 0, until = NULL,
          reaction_id = excluded.reaction_id
 WHERE claim.state = 'reserved';

-- name: claim(id)^
SELECT id, task_id, person_id, state, taken_at, asked, until, finished_at, minutes, reaction_id FROM claim WHERE id = :id;

-- name: claim_on(task_id, person_id)^
-- What they hold of it, or what is kept for them.
SELECT id, task_id, person_id, state, taken_at, asked, until, finished_at, minutes, reaction_id
  FROM claim WHERE task_id = :task_id AND person_id = :person_id AND state <> 'done';

-- name: claim_by_reaction(reaction_id)^
SELECT id, task_id, person_id, state, taken_at, asked, until, finished_at, minutes, reaction_id
  FROM claim WHERE reaction_id = :reaction_id;

-- name: claims_of_person(person_id, state)
SELECT id, task_id, person_id, state, taken_at, asked, until, finished_at, minutes, reaction_id
  FROM claim WHERE person_id = :person_id AND state = :state ORDER BY taken_at, id;

-- name: claims_of_task(task_id)
SELECT id, task_id, person_id, state, taken_at, asked, until, finished_at, minutes, reaction_id
  FROM claim WHERE task_id = :task_id ORDER BY taken_at, id;

-- name: claim_asked(id)!
UPDATE claim SET asked = asked + 1 WHERE id = :id AND state = 'active';

-- name: claim_touched(id)!
UPDATE claim SET asked = 0 WHERE id = :id AND state = 'active';

-- name: claim_done(id, at)!
-- One row the first time.
UPDATE claim SET state = 'done', finished_at = :at, asked = 0 WHERE id = :id AND state = 'active';

-- name: claim_undone(id)!
UPDATE claim SET state = 'active', finished_at = NULL, minutes = NULL WHERE id = :id AND state = 'done';

-- name: claim_minutes(id, minutes)!
UPDATE claim SET minutes = :minutes WHERE id = :id;

-- name: claim_reserved(id, until)!
UPDATE claim SET state = 'reserved', until = :until, asked = 0 WHERE id = :id AND state = 'active';

-- name: claim_deleted(id)!
DELETE FROM claim WHERE id = :id AND state <> 'done';

-- name: topic_doers(topic)^
-- How many tasks of a topic were ever done or are being done, by how many people. An erased person counts as one.
SELECT count(*), count(DISTINCT coalesce(claim.person_id, claim.id)) FROM claim JOIN task ON task.id = claim.task_id
 WHERE task.topic = :topic AND claim.state IN ('active', 'done');

-- name: could_set(task_id, person_id, condition, words, at)!
INSERT INTO could (task_id, person_id, condition, words, said_at) VALUES (:task_id, :person_id, :condition, :words, :at)
    ON CONFLICT (task_id, person_id) DO UPDATE SET condition = excluded.condition, words = excluded.words, said_at = excluded.said_at,
       asked_at = NULL;

-- name: could_of_task(task_id)
SELECT person_id, condition, words, said_at, asked_at FROM could WHERE task_id = :task_id ORDER BY said_at, person_id;

-- name: could_of_person(person_id)
SELECT task_id, condition, words, said_at, asked_at FROM could WHERE person_id = :person_id ORDER BY said_at, task_id;

-- name: could_asked(task_id, person_id, at)!
UPDATE could SET asked_at = :at WHERE task_id = :task_id AND person_id = :person_id AND asked_at IS NULL;

-- name: could_deleted(task_id, person_id)!
DELETE FROM could WHERE task_id = :task_id AND person_id = :person_id;

-- name: suggested(person_id, task_id, at)!
INSERT INTO suggestion (person_id, task_id, at) VALUES (:person_id, :task_id, :at)
    ON CONFLICT (person_id, task_id) DO UPDATE SET at = excluded.at;

-- name: purge_suggestions(before)!
DELETE FROM suggestion WHERE at < :before;

-- name: held_claims(person_id)
SELECT task.title, claim.state, claim.taken_at, claim.finished_at, claim.minutes
  FROM claim JOIN task ON task.id = claim.task_id WHERE claim.person_id = :person_id ORDER BY claim.taken_at, claim.id;

-- name: held_could(person_id)
SELECT task.title, could.condition, could.words, could.said_at
  FROM could JOIN task ON task.id = could.task_id WHERE could.person_id = :person_id ORDER BY could.said_at, task.id;

-- name: held_suggestions(person_id)
SELECT task.title, suggestion.at
  FROM suggestion JOIN task ON task.id = suggestion.task_id WHERE suggestion.person_id = :person_id ORDER BY suggestion.at, task.id;

-- name: held_tasks(person_id)
-- Tasks that they proposed, or whose contact they are.
SELECT title, state, proposed_at FROM task WHERE author_id = :person_id OR contact_id = :person_id ORDER BY proposed_at, id;

-- name: erase_claims(person_id)!
-- What was not finished goes back to the list as though it had never been taken.
DELETE FROM claim WHERE person_id = :person_id AND state <> 'done';

-- name: erase_done_claims(person_id)!
-- What was done stays done, without a name.
UPDATE claim SET person_id = NULL, reaction_id = NULL WHERE person_id = :person_id;

-- name: erase_task_contact(person_id)!
UPDATE task SET contact_id = NULL WHERE contact_id = :person_id;

-- name: erase_task_author(person_id)!
UPDATE task SET author_id = NULL WHERE author_id = :person_id;

-- name: tasks_recount_all()!
-- After an erasure: of all that somebody has, or had.
UPDATE task SET free = people - (SELECT count(*) FROM claim
                                  WHERE claim.task_id = task.id AND (claim.state <> 'done' OR task.horizon <> 'ongoing'))
 WHERE state = 'open' AND free <> people;
