"""Answers that are places: a point with its precision, a line, a surface."""

import json
import re

_NUMBER = r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?"
_POINT = re.compile(rf"({_NUMBER})\s+({_NUMBER})(?:\s+({_NUMBER})(?:\s+({_NUMBER}))?)?")

Point = tuple[str, str, str | None, str | None]


def read_point(answer: str) -> Point:
    """Latitude, longitude, altitude and accuracy in metres (None where not given), as the tablet wrote them.

    Raises:
        ValueError: not two to four numbers, or off the globe.
    """
    found = _POINT.fullmatch(answer)
    if not found:
        raise ValueError("is not a place (latitude longitude altitude accuracy)")
    latitude, longitude, altitude, accuracy = found.groups()
    if not (abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180):
        raise ValueError("is a place off the globe")
    return latitude, longitude, altitude, accuracy


def read_line(answer: str) -> str:
    """A GeoJSON LineString of a geotrace, longitude first as GeoJSON wants; one point alone is a Point."""
    positions = _positions(answer)
    if len(positions) == 1:
        return _geometry("Point", positions[0])
    return _geometry("LineString", positions)


def read_shape(answer: str) -> str:
    """A GeoJSON Polygon of a geoshape, its ring closed; fewer than three corners are the line or point they are."""
    positions = _positions(answer)
    if len(positions) > 1 and positions[0][:2] != positions[-1][:2]:
        positions.append(positions[0])
    if len(positions) < 4:
        return read_line(answer)
    return _geometry("Polygon", [positions])


def _positions(answer: str) -> list[list[float]]:
    """Longitude, latitude and altitude where known, of every point between the semicolons."""
    found = []
    for part in answer.split(";"):
        if part.strip():
            latitude, longitude, altitude, _ = read_point(part.strip())
            found.append([float(longitude), float(latitude), *([float(altitude)] if altitude else [])])
    if not found:
        raise ValueError("has no point")
    return found


def _geometry(kind: str, coordinates: object) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))
