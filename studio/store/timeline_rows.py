"""What was placed by hand as parts of rows: placements, markers, lanes and beds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from studio.model.bed import Bed, BedKind
from studio.model.lane import Lane
from studio.model.timeline import (
    FASTEST,
    SLOWEST,
    Marker,
    Piece,
    Placement,
    Tightness,
    Timeline,
)
from studio.store.row_shape import Body, RowShape, span_body, span_of, strings, written

_NUMBER = (int, float)

_PLACEMENT = RowShape(
    Placement,
    pin=(int, type(None)),
    gain_db=_NUMBER,
    muted=bool,
    lead=int,
    locked=bool,
    tempo=_NUMBER,
    effect=str,
    take=(str, type(None)),
    pieces=list,
)
_PIECE = RowShape(
    Piece,
    source_span=list,
    offset=int,
    pin=(int, type(None)),
    gain_db=_NUMBER,
    fade_in=int,
    fade_out=int,
    muted=bool,
)
_TIGHTNESS = RowShape(Tightness, gaps=_NUMBER, tempo=_NUMBER)
_LANE = RowShape(
    Lane,
    gain_db=_NUMBER,
    pan=_NUMBER,
    muted=bool,
    soloed=bool,
    colour=str,
    height=_NUMBER,
    collapsed=bool,
    effect=str,
)
_BED = RowShape(
    Bed,
    id=str,
    kind=str,
    name=str,
    media=(str, type(None)),
    path=str,
    start=int,
    source_span=(list, type(None)),
    gain_db=_NUMBER,
    pan=_NUMBER,
    muted=bool,
    soloed=bool,
    fade_in=int,
    fade_out=int,
    duck_db=_NUMBER,
    languages=list,
    cuts=list,
)


def placement_body(placement: Placement) -> str:
    """How the clips of a line are held."""
    body = _PLACEMENT.body(placement)
    if placement.pieces:
        body["pieces"] = [_piece_body(piece) for piece in placement.pieces]
    return written(body)


def placement_of(body: Body) -> Placement:
    """The placement of a row; raises one of BAD_ROW."""
    found = _PLACEMENT.checked(body)
    if "pieces" in found:
        found["pieces"] = tuple(_piece_of(piece) for piece in found["pieces"])
    if "tempo" in found and not SLOWEST <= found["tempo"] <= FASTEST:
        raise ValueError("tempo")
    return Placement(**found)


def _piece_body(piece: Piece) -> Body:
    body = _PIECE.body(piece)
    body["source_span"] = span_body(piece.source_span)
    return body


def _piece_of(body: Body) -> Piece:
    found = _PIECE.checked(body)
    found["source_span"] = span_of(found["source_span"])
    return Piece(**found)


def marked_body(timelines: Mapping[str, Timeline]) -> Body:
    """By language the markers and the tightness of timelines; plain ones are left out."""
    found = {code: _marks_body(timeline) for code, timeline in timelines.items()}
    return {code: body for code, body in found.items() if body}


def _marks_body(timeline: Timeline) -> Body:
    body: Body = {}
    if timeline.markers:
        body["markers"] = [[marker.at, marker.name] for marker in timeline.markers]
    if tightness := _TIGHTNESS.body(timeline.tightness):
        body["tightness"] = tightness
    return body


def timelines_of(languages: Iterable[str], marked: Body) -> dict[str, Timeline]:
    """Timelines without placements; raises one of BAD_ROW."""
    return {code: _timeline_of(marked.get(code, {})) for code in languages}


def _timeline_of(body: Body) -> Timeline:
    if not body:
        return Timeline()
    tightness = Tightness(**_TIGHTNESS.checked(body.get("tightness", {})))
    if not (0 < tightness.gaps <= 1 and SLOWEST <= tightness.tempo <= FASTEST):
        raise ValueError("tightness")
    markers = tuple(_marker_of(*marker) for marker in body.get("markers", []))
    return Timeline(markers=markers, tightness=tightness)


def _marker_of(at: Any, name: Any) -> Marker:
    if type(at) is not int or type(name) is not str:
        raise TypeError("marker")
    return Marker(at, name)


def lane_body(lane: Lane) -> Body:
    """How a lane sounds and looks."""
    return _LANE.body(lane)


def lane_of(body: Body) -> Lane:
    """A stored lane; raises one of BAD_ROW."""
    return Lane(**_LANE.checked(body))


def bed_body(bed: Bed) -> Body:
    """A bed with its id."""
    body = _BED.body(bed)
    body["kind"] = str(bed.kind)
    if bed.source_span is not None:
        body["source_span"] = span_body(bed.source_span)
    for name in ("languages", "cuts"):
        if name in body:
            body[name] = list(body[name])
    return body


def bed_of(body: Body) -> Bed:
    """A stored bed; raises one of BAD_ROW."""
    found = _BED.checked(body)
    found["kind"] = BedKind(found["kind"])
    if found.get("source_span") is not None:
        found["source_span"] = span_of(found["source_span"])
    found["languages"] = strings(found.get("languages", []))
    found["cuts"] = tuple(found.get("cuts", []))
    if not all(type(cut) is int for cut in found["cuts"]):
        raise TypeError("cuts")
    return Bed(**found)
