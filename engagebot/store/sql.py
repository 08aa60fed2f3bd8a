"""Named SQL files -> queries. The format is aiosql's; a name ends in what it returns:

-- name: open_prompts(person_id, at)      rows;   ^ one row or None;   $ one value or None;   ! number of rows changed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

HEAD = re.compile(r"^-- name: (\w+)\(([\w, ]*)\)([\^$!]?)[ \t]*\n", re.MULTILINE)
PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")
COMMENT = re.compile(r"--.*")
STRING = re.compile(r"'[^']*'")

Kind = Literal["", "^", "$", "!"]


class QueryFileError(Exception):
    """A query file is wrong; the message is `file: query: what, and what to do`."""


@dataclass(frozen=True, slots=True)
class Query:
    name: str
    parameters: tuple[str, ...]
    kind: Kind
    sql: str
    where: str
    """File name, for messages."""


def load_queries(folder: Path) -> dict[str, Query]:
    """All queries of `folder`/*.sql by name. Raises QueryFileError on a name used twice, or parameters that differ."""
    queries: dict[str, Query] = {}
    for path in sorted(folder.glob("*.sql")):
        before, *parts = HEAD.split(path.read_text(encoding="utf-8"))
        if COMMENT.sub("", before).strip():
            raise QueryFileError(f"{path.name}: text before the first `-- name:`; give it a name or remove it")
        for name, listed, kind, sql in zip(*[iter(parts)] * 4, strict=True):
            declared = tuple(p.strip() for p in listed.split(",") if p.strip())
            used = set(PARAMETER.findall(STRING.sub("''", COMMENT.sub("", sql))))
            if missing := used - set(declared):
                raise QueryFileError(
                    f"{path.name}: {name}: uses {', '.join(sorted(missing))}; declare it in the brackets"
                )
            if unused := set(declared) - used:
                raise QueryFileError(f"{path.name}: {name}: declares {', '.join(sorted(unused))}; use it or remove it")
            if name in queries:
                raise QueryFileError(f"{path.name}: {name}: is already in {queries[name].where}; choose another name")
            queries[name] = Query(name, declared, cast(Kind, kind), sql.strip(), path.name)
    return queries
