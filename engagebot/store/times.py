"""Aware UTC datetimes <-> whole seconds since 1970, as the tables hold them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


def seconds(at: datetime) -> int:
    return int(at.timestamp())


@overload
def moment(at: int) -> datetime: ...
@overload
def moment(at: int | None) -> datetime | None: ...
def moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
