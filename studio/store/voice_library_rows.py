"""Voices of the library as rows: a text of JSON each, with a checksum of its own."""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Mapping
from typing import Any, cast

from studio.model.consent import Consent, Document, Ground
from studio.model.sample import KeptSample, KeptSource, Piece, SampleEdit
from studio.model.span import Span
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState

_PLAIN = (
    "id", "account", "name", "voice", "reason", "entered_at", "made_at", "first_used_at",
    "used_at", "unused_days", "wanted", "description", "preview", "preview_text", "model",
    "sent_at", "removed_at",
)  # fmt: skip

Found = dict[str, Any]


def body_of(voice: OwnVoice) -> str:
    """The voice as text."""
    told: Found = {name: getattr(voice, name) for name in _PLAIN}
    told |= {
        "origin": voice.origin.value,
        "state": voice.state.value,
        "languages": list(voice.languages),
        "parts": [list(part) for part in voice.parts],
        "options": dict(voice.options),
        "before": list(voice.before),
        "uploads": dict(voice.uploads),
        "samples": [_of_sample(sample) for sample in voice.samples],
        "prompt": _of_sample(voice.prompt) if voice.prompt else None,
        "consent": _of_consent(voice.consent) if voice.consent else None,
    }
    # Half a character cannot be written to the file.
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode()


def checksum_of(id: str, body: str) -> int:
    """CRC-32 of a row."""
    return zlib.crc32(f"{id}\n{body}".encode())


def voice_of(id: object, body: object, checksum: object) -> OwnVoice | None:
    """The voice of a row, None for one that is damaged."""
    if not isinstance(id, str) or not isinstance(body, str) or checksum != checksum_of(id, body):
        return None
    try:
        found = json.loads(body)
        plain: Found = {name: found[name] for name in _PLAIN if name in found}
        return OwnVoice(
            **plain,
            origin=VoiceOrigin(found["origin"]),
            state=VoiceState(found["state"]),
            languages=tuple(found["languages"]),
            parts=tuple((str(voice), int(weight)) for voice, weight in found["parts"]),
            before=tuple(found.get("before", ())),
            options=cast("Mapping[str, Any]", found["options"]),
            uploads=cast("Mapping[str, str]", found["uploads"]),
            samples=tuple(_sample(each) for each in found["samples"]),
            prompt=_sample(found["prompt"]) if found["prompt"] else None,
            consent=_consent(found["consent"]) if found["consent"] else None,
        )
    except (ValueError, KeyError, TypeError):  # written by no program of ours
        return None


def _of_sample(sample: KeptSample) -> Found:
    return {
        "sources": [
            [each.id, each.sha256, each.name, each.track, each.channel] for each in sample.sources
        ],
        "pieces": [
            [each.source, each.source_span.start, each.source_span.end, each.gain_db]
            for each in sample.edit.pieces
        ],
        "gain_db": sample.edit.gain_db,
        "words": sample.words,
    }


def _sample(found: Found) -> KeptSample:
    pieces = tuple(
        Piece(source, Span(start, end), gain) for source, start, end, gain in found["pieces"]
    )
    sources = tuple(KeptSource(*each) for each in found["sources"])
    return KeptSample(sources, SampleEdit(pieces, found["gain_db"]), found["words"])


def _of_consent(consent: Consent) -> Found:
    return {
        "speaker": consent.speaker,
        "ground": consent.ground.value,
        "uses": list(consent.uses),
        "until": consent.until.isoformat() if consent.until else "",
        "territory": consent.territory,
        "recorded_by": consent.recorded_by,
        "recorded_on": consent.recorded_on.isoformat() if consent.recorded_on else "",
        "document": [consent.document.name, consent.document.sha256] if consent.document else None,
        "note": consent.note,
    }


def _consent(found: Found) -> Consent:
    return Consent(
        speaker=found["speaker"],
        ground=Ground(found["ground"]),
        uses=tuple(found["uses"]),
        until=_day(found["until"]),
        territory=found["territory"],
        recorded_by=found["recorded_by"],
        recorded_on=_day(found["recorded_on"]),
        document=Document(*found["document"]) if found["document"] else None,
        note=found["note"],
    )


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
