"""The page on personal data: what an association has to know and to write down. `docs/generate.py` makes it."""

from __future__ import annotations

RESPONSIBLE = """ This page is for the association that runs a bot: what it holds of people, why, for how long, and
what to do when somebody asks or something goes wrong. It was written with the GDPR at hand and is no legal advice;
have a look at it with whoever advises you, and change what is different with you.

The association decides what the bot is for: it is the **controller**. Whoever runs the machine for it, if that is
somebody else, is its **processor** and needs a contract (art. 28); so is whoever runs the homeserver of the bot.
"""

REGISTER = """
To be copied into the association's register; the words in italics are yours to fill in.

- **Name and contact of the controller**: *the association, its address, whom to turn to* (`contact` in
  `association.yaml`; everybody hears it in the first message).
- **Purposes**: one contact for volunteers: finding tasks that fit, putting questions to people who know, calling
  for help, introducing people to each other.
- **Legal bases** (art. 6): what is needed to take part: the relation between the association and its members, or
  its legitimate interest. What goes beyond it only with **consent**, each its own, off until it is given, and as
  easily taken back: keeping a profile, being written to first, being asked questions, being introduced, welcoming
  others, calls for help. Each consent is kept with the version of the text, the time and the message that gave it.
- **Persons concerned**: members, volunteers, and people who take a look at the association. Under 15 a parent is
  named.
- **Categories of data**: those of the table below. No special categories (art. 9) are asked for; free text may hold
  some all the same, so nobody reads it but those whom it is for.
- **Recipients**: people of the association, as far as each has agreed (first names, questions and answers in the
  words of whoever wrote them). Organisers see who said yes to a call. Nobody outside. The homeserver of each
  participant keeps the messages that it delivered; most rooms are encrypted, so it cannot read them.
- **Transfers to third countries**: none by the bot. Somebody who writes from a homeserver elsewhere has chosen
  that.
- **Retention**: see below.
- **Security** (art. 32): encrypted rooms, a database and keys that only the bot's user can read, no texts in logs,
  deletion that overwrites, closed systemd unit. *Encrypt the disk and the backups.*
"""

RIGHTS = """
| right | in the conversation |
| --- | --- |
| to know (13) | the first message says who, why and how; “my data” at any moment |
| to see and to take along (15, 20) | “my data”, then “yes”: a file with every row that is held |
| to correct (16) | “my profile”, “correct”, or editing a message |
| to be erased (17) | “erase me”, then “yes”: at once, everywhere, on the disk and in the keys too |
| to object, to withdraw a consent (7, 21) | “stop”, “pause”, “no more introductions”: at any moment |

Deleting a message in the client takes its text out of the bot's database, too. What the bot cannot do, and what to
say to whoever asks: copies of messages on other homeservers, in notifications and in other people's clients are not
called back by an erasure, and what two people wrote to each other in their own room was never with the bot.

Somebody who cannot write to the bot any more asks the contact of the association; an organiser cannot erase others
by the bot, so restore access or stop it and delete their rows with whoever keeps it running.
"""

SCREENING = """
An impact assessment (art. 35) is needed when two or more of these are true. For most associations none is.

- people are **judged or scored**: no; the bot keeps no scores and nothing against anybody
- decisions with **legal or similar effect** are automatic: no
- people are **watched systematically**: no; it reads only what is said to it
- **special categories** (health, beliefs, origin …) or very personal data: *is the association's own subject one of
  these?*
- **large scale**: *thousands of people?*
- data of different sources are **matched**: no, beyond what people said to the bot
- **vulnerable people** (children, patients, people who depend on the association): *is the bot meant for them?*
- **new technology**: no machine learning is trained on what people say; sentences are understood on the machine
  itself
- people are **kept from a right or a service**: no; a human can always be asked for

*Date, by whom, result:*
"""

BREACH = """
A breach is any loss, change or disclosure: a stolen machine or backup, a password that got out, a wrong person
among the organisers, a message to the wrong people. **Within 72 hours** of noticing, the authority (in France: the
CNIL) has to know, unless a risk for people is unlikely; people themselves have to know if the risk is high.

1. **Stop it.** Take the machine off the network or stop the bot (`systemctl stop engagebot`); change the password
   of the bot's account, and sign its devices out in a client. Take whoever does not belong there out of the
   organisers' room.
2. **Keep traces**: the journal (`journalctl -u engagebot`), a copy of the data folder; write down who noticed what
   when.
3. **Find out what was within reach**: the table below says what a database, a backup or a room holds. The keys let
   someone read what the bot could read; the database holds no passwords of people.
4. **Tell**: the authority within 72 hours, even if not all is known yet: what happened, whose data, about how many,
   what may follow, what was done, whom to ask. The people, in plain words, if the risk for them is high.
5. **Begin anew**: a fresh machine, a new password, `engagebot restore` with a backup from before; it becomes a new
   device and signs the lost one out.
6. **Write it down** in the association's own list of breaches, also when nobody had to be told.
"""
