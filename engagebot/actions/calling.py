"""Calls for help as both sides share them: whose consent they need."""

from __future__ import annotations

from engagebot.actions.welcome import CONTACT

CALLS = CONTACT
"""Who agreed that the bot writes to them first may be called."""
