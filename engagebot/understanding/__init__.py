"""Free text -> values: answers to a pending question, intents, and the bot's manners. Pure, offline, French and
English at once."""
