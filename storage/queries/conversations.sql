-- name: conversation(person_id)$
SELECT state FROM conversation WHERE person_id = :person_id;

-- name: conversation_save(person_id, state, at)!
INSERT INTO conversation (person_id, state, at) VALUES (:person_id, :state, :at)
    ON CONFLICT (person_id) DO UPDATE SET state = excluded.state, at = excluded.at;

-- name: prompt_add(id, person_id, flow, slots, message_key, asked_at, valid_until)!
INSERT INTO prompt (id, person_id, flow, slots, message_key, asked_at, valid_until, state)
VALUES (:id, :person_id, :flow, :slots, :message_key, :asked_at, :valid_until, 'open') ON CONFLICT (id) DO NOTHING;

-- name: open_prompts(person_id, at)
-- Newest first; a prompt that has not reached its person yet cannot be answered.
SELECT prompt.id, prompt.flow, prompt.slots, prompt.message_key
  FROM prompt
  JOIN outbox ON outbox.idem_key = prompt.message_key AND outbox.state = 'sent'
 WHERE prompt.person_id = :person_id AND prompt.state = 'open' AND prompt.valid_until > :at
 ORDER BY prompt.asked_at DESC, prompt.id DESC;

-- name: prompt_put(id)^
SELECT flow, slots FROM prompt WHERE id = :id;

-- name: prompts_about(flow, about)
SELECT person_id, id FROM prompt
 WHERE flow = :flow AND state = 'open' AND slots LIKE '%' || :about || '%' ORDER BY asked_at, id;

-- name: prompt_slots(id, slots)!
UPDATE prompt SET slots = :slots WHERE id = :id AND state = 'open';

-- name: prompt_open(id, at)$
SELECT 1 FROM prompt WHERE id = :id AND state = 'open' AND valid_until > :at;

-- name: prompt_put_again(id, message_key, asked_at)!
UPDATE prompt SET message_key = :message_key, asked_at = :asked_at WHERE id = :id AND state = 'open';

-- name: prompt_asked_again(id, asked_at)!
UPDATE prompt SET asked_at = :asked_at WHERE id = :id AND state = 'open';

-- name: prompt_message(id)$
SELECT message_key FROM prompt WHERE id = :id;

-- name: prompts_of_flow_ended(person_id, flow)!
UPDATE prompt SET state = 'expired' WHERE person_id = :person_id AND flow = :flow AND state = 'open';

-- name: prompt_reached(person_id, flow, since)$
SELECT 1 FROM prompt JOIN outbox ON outbox.idem_key = prompt.message_key AND outbox.state IN ('sent', 'unknown')
 WHERE prompt.person_id = :person_id AND prompt.flow = :flow AND prompt.asked_at >= :since LIMIT 1;

-- name: prompt_ended(id, state)!
UPDATE prompt SET state = :state WHERE id = :id AND state = 'open';

-- name: prompts_settled(flow, about, person_id)!
-- Open questions of a flow about one thing (`about`: a piece of their slots), of one person or ('') of everybody.
UPDATE prompt SET state = 'expired'
 WHERE flow = :flow AND state = 'open' AND slots LIKE '%' || :about || '%' AND (:person_id = '' OR person_id = :person_id);

-- name: prompts_settled_unsent(flow, about, person_id)!
-- What has not been asked yet need not be asked any more, and has no use for its buttons.
UPDATE outbox SET state = 'withdrawn', reason = 'settled'
 WHERE state = 'queued' AND coalesce(CASE WHEN op = 'react' THEN parent_key END, idem_key) IN (
       SELECT message_key FROM prompt
        WHERE flow = :flow AND state = 'open' AND slots LIKE '%' || :about || '%' AND (:person_id = '' OR person_id = :person_id))
   AND (op <> 'react' OR EXISTS (SELECT 1 FROM outbox AS asked WHERE asked.idem_key = outbox.parent_key AND asked.state <> 'sent'));

-- name: prompts_of_flow(person_id, flow)$
-- How often this flow was prompted to this person, in whatever state it is now.
SELECT count(*) FROM prompt WHERE person_id = :person_id AND flow = :flow;

-- name: prompts_lapsed(at)!
UPDATE prompt SET state = 'expired' WHERE state = 'open' AND valid_until <= :at;

-- name: purge_prompts(before)!
-- What was asked may quote somebody.
DELETE FROM prompt WHERE state <> 'open' AND asked_at < :before;

-- name: timer_set(id, person_id, kind, subject, due_at)!
INSERT INTO timer (id, person_id, kind, subject, due_at, state) VALUES (:id, :person_id, :kind, :subject, :due_at, 'armed')
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, subject = excluded.subject, due_at = excluded.due_at, state = 'armed';

-- name: timer_keep(id, person_id, kind, subject, due_at)!
INSERT INTO timer (id, person_id, kind, subject, due_at, state) VALUES (:id, :person_id, :kind, :subject, :due_at, 'armed')
    ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, due_at = excluded.due_at, state = 'armed' WHERE timer.state <> 'armed';

-- name: timer_at(id)$
SELECT due_at FROM timer WHERE id = :id AND state = 'armed';

-- name: timer_cancel(id)!
DELETE FROM timer WHERE id = :id;

-- name: timers_due(at, limit)
SELECT id, person_id, kind, subject, due_at FROM timer WHERE state = 'armed' AND due_at <= :at ORDER BY due_at, id LIMIT :limit;

-- name: timer_fired(id, due_at)!
-- One row when it is still the same timer; it may have been set anew since.
UPDATE timer SET state = 'fired' WHERE id = :id AND due_at = :due_at AND state = 'armed';

-- name: timer_next()$
SELECT min(due_at) FROM timer WHERE state = 'armed';

-- name: purge_timers(before)!
DELETE FROM timer WHERE state <> 'armed' AND due_at < :before;

-- name: erase_timers(person_id)!
DELETE FROM timer WHERE person_id = :person_id;
