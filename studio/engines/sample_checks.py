"""What can be told of an order for a voice before anything of it is sent."""

from __future__ import annotations

from collections.abc import Iterable

from studio.engines.voice_orders import CloneRules, Sample
from studio.engines.web_upload import OpenSample, UploadBroken, open_sample
from studio.errors import EngineRefused, VoiceNotMade


async def look_at(engine: str, samples: Iterable[Sample], rules: CloneRules) -> None:
    """Open each recording and look at its size and first bytes; raises VoiceNotMade."""
    for sample in samples:
        try:
            async with open_sample(sample.source) as opened:
                why = _objection(opened, sample, rules)
        except UploadBroken as broken:
            raise VoiceNotMade(engine, str(broken)) from broken
        if why:
            raise VoiceNotMade(engine, why)


def not_made(refusal: EngineRefused) -> VoiceNotMade:
    """A refusal of a service, as one of a voice to be made."""
    if isinstance(refusal, VoiceNotMade):
        return refusal
    return VoiceNotMade(refusal.engine, refusal.detail, getattr(refusal, "objection", ""))


def _objection(opened: OpenSample, sample: Sample, rules: CloneRules) -> str:
    if opened.kind != sample.kind or opened.kind not in rules.kinds:
        return f"a recording is no {sample.kind.upper()} file"
    if rules.largest and opened.size > rules.largest:
        return f"a recording has more than {rules.largest >> 20} MB"
    return ""
