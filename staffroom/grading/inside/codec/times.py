"""Dates and times, with their zones."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import Any

from .buffers import CodecError, Reader, Writer
from .nodes import need, reads, whole, writes

_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{0,30}(/[A-Za-z0-9_+\-]{1,30}){0,2}")


def put_zone(zone: dt.tzinfo | None) -> Any:
    """A time zone as its name, or as seconds from UTC."""
    if zone is None:
        return None
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if type(name) is str and _ZONE.fullmatch(name):
        return name
    offset = zone.utcoffset(None)
    if offset is None:
        raise CodecError("the value has a time zone without a name")
    return int(offset.total_seconds())


def get_zone(node: Any) -> dt.tzinfo | None:
    """The time zone."""
    if node is None:
        return None
    if type(node) is str:
        need(_ZONE.fullmatch(node) is not None, "zone")
        return zoneinfo.ZoneInfo(node)
    seconds = whole(node, -86_399, 86_399, "zone")
    return dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC


@writes(dt.date, like=True)
def _date(writer: Writer, value: dt.date, depth: int) -> Any:
    return ["date", [value.year, value.month, value.day]]


@reads("date", 2)
def _read_date(reader: Reader, node: list[Any], depth: int) -> dt.date:
    return dt.date(*_ints(node[1], 3))


@writes(dt.datetime, like=True)
def _datetime(writer: Writer, value: dt.datetime, depth: int) -> Any:
    day = [value.year, value.month, value.day]
    return ["datetime", [*day, value.hour, value.minute, value.second, value.microsecond], *_rest(value)]


def _rest(value: dt.datetime | dt.time) -> list[Any]:
    return [put_zone(value.tzinfo), value.fold]


@reads("datetime", 4)
def _read_datetime(reader: Reader, node: list[Any], depth: int) -> dt.datetime:
    return dt.datetime(*_ints(node[1], 7), tzinfo=get_zone(node[2]), fold=whole(node[3], 0, 1, "datetime"))


@writes(dt.time, like=True)
def _time(writer: Writer, value: dt.time, depth: int) -> Any:
    return ["time", [value.hour, value.minute, value.second, value.microsecond], *_rest(value)]


@reads("time", 4)
def _read_time(reader: Reader, node: list[Any], depth: int) -> dt.time:
    return dt.time(*_ints(node[1], 4), tzinfo=get_zone(node[2]), fold=whole(node[3], 0, 1, "time"))


@writes(dt.timedelta, like=True)
def _timedelta(writer: Writer, value: dt.timedelta, depth: int) -> Any:
    return ["timedelta", [value.days, value.seconds, value.microseconds]]


@reads("timedelta", 2)
def _read_timedelta(reader: Reader, node: list[Any], depth: int) -> dt.timedelta:
    return dt.timedelta(*_ints(node[1], 3))


@writes(dt.timezone, zoneinfo.ZoneInfo)
def _zone(writer: Writer, value: dt.tzinfo, depth: int) -> Any:
    return ["zone", put_zone(value)]


@reads("zone", 2)
def _read_zone(reader: Reader, node: list[Any], depth: int) -> dt.tzinfo | None:
    return get_zone(node[1])


def _ints(node: Any, count: int) -> list[int]:
    need(type(node) is list and len(node) == count, "date")
    return [whole(part, -(1 << 40), 1 << 40, "date") for part in node]
