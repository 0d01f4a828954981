"""What an engine takes as samples of a clone, as the rules that samples are judged by."""

from __future__ import annotations

from studio.casting.samples.preparing import Prepared
from studio.engines.voice_orders import CloneRules, Sample
from studio.model.sample import SampleRules


def rules_of_samples(rules: CloneRules) -> SampleRules:
    """The rules for the recordings a voice is made of."""
    return SampleRules(
        kinds=rules.kinds,
        least_s=rules.seconds.least,
        most_s=rules.seconds.most,
        largest_bytes=rules.largest,
        most=rules.most_samples,
    )


def rules_of_prompt(rules: CloneRules) -> SampleRules | None:
    """The rules for the short recording whose words are told; None where none is taken."""
    if not rules.prompt_seconds:
        return None
    return SampleRules(
        kinds=rules.kinds,
        most_s=rules.prompt_seconds,
        largest_bytes=rules.largest,
        fewest=0,
        below=True,
    )


def sample_of(prepared: Prepared) -> Sample:
    """A prepared file as an order for a voice has it."""
    return Sample(prepared.path, prepared.kind, prepared.seconds)
