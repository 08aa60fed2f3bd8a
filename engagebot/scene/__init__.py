"""What the lines of a script that begin with `@` put on the stage: people, tasks, rooms, the association; see the top
of `script`. A noun is a function with `@noun` above it, in the module of its subject."""

from __future__ import annotations

from engagebot.scene import association, calls, people, questions, rooms, tasks
from engagebot.scene.association import JARDIN, jardin
from engagebot.scene.reading import START, ScriptError, id_of, moment
from engagebot.scene.stage import Scene

__all__ = ["JARDIN", "START", "Scene", "ScriptError", "id_of", "jardin", "moment"]

SUBJECTS = (association, calls, people, questions, rooms, tasks)
"""Modules whose nouns there are."""
