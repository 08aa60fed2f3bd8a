-- name: proposal_add(id, kind, subject, words, author_id, room_id, event_id, at)!
INSERT INTO proposal (id, kind, subject, words, author_id, room_id, event_id, state, proposed_at)
VALUES (:id, :kind, :subject, :words, :author_id, :room_id, :event_id, 'open', :at) ON CONFLICT (id) DO NOTHING;

-- name: proposal(id)^
SELECT id, kind, subject, words, author_id, room_id, event_id, state, proposed_at, agreed_at FROM proposal WHERE id = :id;

-- name: proposal_of(kind, subject)^
SELECT id, kind, subject, words, author_id, room_id, event_id, state, proposed_at, agreed_at
  FROM proposal WHERE kind = :kind AND subject = :subject ORDER BY proposed_at DESC, id LIMIT 1;

-- name: proposal_by_event(event_id)^
SELECT id, kind, subject, words, author_id, room_id, event_id, state, proposed_at, agreed_at FROM proposal WHERE event_id = :event_id;

-- name: proposals_by_author(author_id)
SELECT id, kind, subject, words, author_id, room_id, event_id, state, proposed_at, agreed_at
  FROM proposal WHERE author_id = :author_id AND state = 'open' ORDER BY proposed_at, id;

-- name: proposals_with(person_id)
-- Open ones that somebody suggested, or agreed to.
SELECT id FROM proposal
 WHERE state = 'open' AND (author_id = :person_id
       OR EXISTS (SELECT 1 FROM approval WHERE approval.proposal_id = proposal.id AND approval.person_id = :person_id))
 ORDER BY proposed_at, id;

-- name: proposal_words(id, words)!
UPDATE proposal SET words = :words, agreed_at = NULL WHERE id = :id AND state = 'open';

-- name: proposal_agreed(id, at)!
UPDATE proposal SET agreed_at = :at WHERE id = :id AND state = 'open';

-- name: proposal_ended(id, state, at)!
UPDATE proposal SET state = :state, ended_at = :at WHERE id = :id AND state = 'open';

-- name: approval_add(proposal_id, person_id, at, reaction_id)!
-- One row the first time.
INSERT INTO approval (proposal_id, person_id, at, reaction_id) VALUES (:proposal_id, :person_id, :at, :reaction_id)
    ON CONFLICT (proposal_id, person_id) DO NOTHING;

-- name: approvals(proposal_id)
SELECT person_id, at FROM approval WHERE proposal_id = :proposal_id ORDER BY at, person_id;

-- name: approval_by_reaction(reaction_id)^
SELECT proposal_id, person_id FROM approval WHERE reaction_id = :reaction_id;

-- name: approval_deleted(proposal_id, person_id)!
DELETE FROM approval WHERE proposal_id = :proposal_id AND person_id = :person_id;

-- name: approvals_voided(proposal_id)!
DELETE FROM approval WHERE proposal_id = :proposal_id;

-- name: objection_add(id, proposal_id, person_id, words, at)!
INSERT INTO objection (id, proposal_id, person_id, words, at) VALUES (:id, :proposal_id, :person_id, :words, :at)
    ON CONFLICT (id) DO NOTHING;

-- name: objection(id)^
SELECT id, proposal_id, person_id, words, at, settled_at FROM objection WHERE id = :id;

-- name: open_objections(proposal_id)
SELECT id, proposal_id, person_id, words, at, settled_at FROM objection
 WHERE proposal_id = :proposal_id AND settled_at IS NULL ORDER BY at, id;

-- name: objection_settled(id, at)!
UPDATE objection SET settled_at = :at WHERE id = :id AND settled_at IS NULL;

-- name: concerned_add(proposal_id, person_id, at)!
INSERT INTO concerned (proposal_id, person_id, at) VALUES (:proposal_id, :person_id, :at) ON CONFLICT (proposal_id, person_id) DO NOTHING;

-- name: concerned(proposal_id)
SELECT person_id FROM concerned WHERE proposal_id = :proposal_id ORDER BY at, person_id;

-- name: concerned_candidates(author_id, since, at, limit)
-- Who may be asked to look at a proposal: they agreed to be written to, are not paused and want to hear about proposals, and were asked least of late.
SELECT person.id, (SELECT count(*) FROM concerned WHERE concerned.person_id = person.id AND concerned.at > :since) AS asked
  FROM person
 WHERE person.id <> :author_id AND person.onboarded_at IS NOT NULL AND coalesce(person.paused_until, 0) <= :at
   AND NOT EXISTS (SELECT 1 FROM unheard WHERE unheard.person_id = person.id)
   AND NOT EXISTS (SELECT 1 FROM quiet WHERE quiet.person_id = person.id AND about = 'proposals' AND (until IS NULL OR until > :at))
   AND (SELECT given FROM consent WHERE consent.person_id = person.id AND consent.purpose = 'contact' ORDER BY seq DESC LIMIT 1) = 1
 ORDER BY asked, person.last_seen_at DESC, person.id LIMIT :limit;

-- name: held_approvals(person_id)
SELECT proposal.words, approval.at
  FROM approval JOIN proposal ON proposal.id = approval.proposal_id WHERE approval.person_id = :person_id ORDER BY approval.at, proposal.id;

-- name: held_objections(person_id)
SELECT words, at, settled_at FROM objection WHERE person_id = :person_id ORDER BY at, id;

-- name: held_concerned(person_id)
SELECT proposal.words, concerned.at
  FROM concerned JOIN proposal ON proposal.id = concerned.proposal_id WHERE concerned.person_id = :person_id ORDER BY concerned.at, proposal.id;

-- name: held_proposals(person_id)
SELECT kind, words, state, proposed_at FROM proposal WHERE author_id = :person_id ORDER BY proposed_at, id;

-- name: erase_proposal_author(person_id)!
UPDATE proposal SET author_id = NULL, event_id = NULL WHERE author_id = :person_id;

-- name: erase_objections(person_id)!
-- What they objected to is settled by nobody; it no longer stops anything.
DELETE FROM objection WHERE person_id = :person_id;

-- name: card_add(message_key, kind, subject, room_id, shown)!
INSERT INTO card (message_key, kind, subject, room_id, shown) VALUES (:message_key, :kind, :subject, :room_id, :shown)
    ON CONFLICT (message_key) DO UPDATE SET shown = excluded.shown;

-- name: card(message_key)^
SELECT message_key, kind, subject, room_id, shown FROM card WHERE message_key = :message_key;

-- name: cards_of(kind, subject)
SELECT card.message_key, card.kind, card.subject, card.room_id, card.shown
  FROM card JOIN outbox ON outbox.idem_key = card.message_key
 WHERE card.kind = :kind AND card.subject = :subject AND outbox.state IN ('queued', 'sent') ORDER BY outbox.seq;

-- name: card_shown(message_key, shown)!
UPDATE card SET shown = :shown WHERE message_key = :message_key;

-- name: cards_in(room_id)
-- What is shown there, or was to be.
SELECT card.message_key, card.kind, card.subject, card.room_id, card.shown
  FROM card JOIN outbox ON outbox.idem_key = card.message_key WHERE card.room_id = :room_id ORDER BY outbox.seq;

-- name: cards_texts_left(room_id)!
-- Their texts may hold names, and nothing would find them any more to erase them.
UPDATE outbox SET content = '' WHERE state <> 'queued'
   AND (idem_key IN (SELECT message_key FROM card WHERE room_id = :room_id)
        OR parent_key IN (SELECT message_key FROM card WHERE room_id = :room_id));

-- name: cards_left(room_id)!
DELETE FROM card WHERE room_id = :room_id;

-- name: proposals_moved(room_id, to_room)!
UPDATE proposal SET room_id = :to_room WHERE room_id = :room_id;
