"""What is good and bad about a sample, in figures, and whether a service would take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.audio.bandwidth import TELEPHONE_HZ
from studio.audio.loudness import QUIETEST
from studio.audio.samples.figures import Figures
from studio.errors import SampleError, SampleProblem
from studio.model.sample import SampleRules
from studio.model.span import SAMPLE_RATE

MOST_CLIPPED = 0.0002
"""Share of samples at full scale from which distortion is heard; loud peaks alone are fewer."""

QUIETEST_LUFS = -35.0
LEAST_OVER_NOISE_DB = 20.0
LONGEST_SILENCE_S = 2.0
MOST_SILENCE = 0.4
MISSING_S = 0.2

_GRAVE = frozenset({
    SampleProblem.TOO_SHORT, SampleProblem.TOO_LONG, SampleProblem.TOO_LARGE,
    SampleProblem.SILENT, SampleProblem.TOO_FEW, SampleProblem.TOO_MANY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or could be better; a grave one keeps the service from taking it."""

    problem: SampleProblem
    detail: str = ""

    @property
    def grave(self) -> bool:
        """Whether no service should get it."""
        return self.problem in _GRAVE

    def error(self, source: str = "") -> SampleError:
        """The finding as what `wording` has a sentence for, with what to do."""
        return SampleError(self.problem, source, self.detail)


def findings_of(figures: Figures, rules: SampleRules) -> tuple[Finding, ...]:
    """What is wrong with one sample by these rules, grave things first."""
    limits = _against_limits(figures, rules)
    if figures.silent:
        return (*limits, Finding(SampleProblem.SILENT, f"{max(figures.lufs, QUIETEST):.0f} LUFS"))
    return (*limits, *_of_sound(figures))


def findings_of_count(count: int, rules: SampleRules) -> tuple[Finding, ...]:
    """What is wrong with so many samples."""
    if count < rules.fewest:
        return (Finding(SampleProblem.TOO_FEW, f"{count}; at least {rules.fewest}"),)
    if rules.most and count > rules.most:
        return (Finding(SampleProblem.TOO_MANY, f"{count}; at most {rules.most}"),)
    return ()


def refuse_grave(findings: Sequence[Finding], source: str) -> None:
    """Raise SampleError for the first thing that no service would take."""
    for finding in findings:
        if finding.grave:
            raise finding.error(source)


def findings_of_length(seconds: float, rules: SampleRules) -> tuple[Finding, ...]:
    """What is wrong with a sample of so many seconds, before anything else of it is known."""
    told = f"{seconds:.1f} s"
    if seconds < rules.least_s:
        return (Finding(SampleProblem.TOO_SHORT, f"{told}; at least {rules.least_s:g} s"),)
    if too_long(seconds, rules):
        most = "less than" if rules.below else "at most"
        return (Finding(SampleProblem.TOO_LONG, f"{told}; {most} {rules.most_s:g} s"),)
    return ()


def _against_limits(figures: Figures, rules: SampleRules) -> list[Finding]:
    found = list(findings_of_length(figures.seconds, rules))
    if rules.largest_bytes and figures.size > rules.largest_bytes:
        most = f"{rules.largest_bytes / 1e6:.1f} MB"
        found.append(
            Finding(SampleProblem.TOO_LARGE, f"{figures.size / 1e6:.1f} MB; at most {most}")
        )
    return found


def too_long(seconds: float, rules: SampleRules) -> bool:
    """Whether a sample is longer than the rules allow."""
    if not rules.most_s:
        return False
    return seconds >= rules.most_s if rules.below else seconds > rules.most_s


def _of_sound(figures: Figures) -> list[Finding]:
    found: list[Finding] = []
    if figures.missing_s > MISSING_S:
        found.append(Finding(SampleProblem.CUT_OFF, f"{figures.missing_s:.1f} s"))
    if figures.clipped_share > MOST_CLIPPED:
        found.append(Finding(SampleProblem.CLIPPED, f"{figures.clipped_share * 100:.2g} %"))
    elif figures.over_full_scale > MOST_CLIPPED * figures.seconds * SAMPLE_RATE:
        found.append(Finding(SampleProblem.LOUD, f"{figures.over_full_scale} ×"))
    if figures.lufs < QUIETEST_LUFS:
        told = f"{figures.lufs:.0f} LUFS, {figures.peak_db:.0f} dBFS"
        found.append(Finding(SampleProblem.QUIET, told))
    if figures.over_noise_db < LEAST_OVER_NOISE_DB:
        told = f"{figures.over_noise_db:.0f} dB, {figures.noise_db:.0f} dBFS"
        found.append(Finding(SampleProblem.NOISY, told))
    longest, share = figures.longest_silence_s, figures.silence_share
    if longest >= LONGEST_SILENCE_S or share > MOST_SILENCE:
        found.append(Finding(SampleProblem.LONG_SILENCES, f"{longest:.1f} s, {share * 100:.0f} %"))
    if figures.alone:
        left, right = (f"{share * 100:.0f} %" for share in figures.alone)
        found.append(Finding(SampleProblem.TWO_CHANNELS, f"left alone {left}, right alone {right}"))
    elif figures.two_pitches:
        low, high = figures.two_pitches
        found.append(Finding(SampleProblem.TWO_VOICES, f"{low:.0f} Hz and {high:.0f} Hz"))
    if figures.highest_hz < TELEPHONE_HZ:
        found.append(Finding(SampleProblem.NARROW, f"{figures.highest_hz / 1000:.1f} kHz"))
    return found
