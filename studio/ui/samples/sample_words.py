"""Lengths, levels and verdicts of samples in words."""

from __future__ import annotations

from collections.abc import Callable

from studio.audio.samples.figures import Figures
from studio.casting.samples.judging import Finding
from studio.model.sample import SampleRules
from studio.model.span import SAMPLE_RATE
from studio.ui.samples.measuring import Verdict

Translate = Callable[[str], str]


def length_words(samples: int) -> str:
    """How long something is: `1:02.4`, or `2:00:05` where tenths say nothing."""
    tenths = round(max(samples, 0) * 10 / SAMPLE_RATE)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest // 10:02}"
    return f"{minutes}:{rest // 10:02}.{rest % 10}"


def figures_words(figures: Figures, tr: Translate) -> str:
    """What was measured, in one line."""
    if figures.silent:
        return tr("Nothing can be heard.")
    parts = [
        tr("{lufs} LUFS").format(lufs=_number(figures.lufs, 0)),
        tr("peak {db} dBFS").format(db=_number(figures.peak_db, 1)),
        tr("speech {db:.0f} dB over the noise").format(db=figures.over_noise_db),
        tr("up to {khz:.1f} kHz").format(khz=figures.highest_hz / 1000),
    ]
    return "  ·  ".join(parts)


def verdict_words(verdict: Verdict | None, tr: Translate) -> str:
    """How a sample is, in a word or two."""
    if verdict is None:
        return tr("Measuring")
    if verdict.error is not None:
        return tr("Unreadable")
    if not verdict.findings:
        return tr("Good")
    first = verdict.findings[0]
    name = problem_name(first, tr)
    more = len(verdict.findings) - 1
    return tr("{problem}, and {n} more").format(problem=name, n=more) if more else name


def problem_name(finding: Finding, tr: Translate) -> str:
    """What is wrong, as a row of a list says it."""
    name = tr(finding.problem.value)
    return name[:1].upper() + name[1:]


def rules_words(rules: SampleRules, tr: Translate) -> str:
    """What a service takes, in a sentence; "" where it has no rules."""
    many = rules.most > 1
    least, most = seconds_words(rules.least_s), seconds_words(rules.most_s)
    if rules.least_s and rules.most_s:
        said = tr("{least} to {most} each") if many else tr("{least} to {most}")
    elif rules.most_s:
        said = tr("at most {most} each") if many else tr("at most {most}")
    else:
        return ""
    said = said.format(least=least, most=most)
    if many:
        return tr("Up to {n} recordings, {length}.").format(n=rules.most, length=said)
    return tr("One recording, {length}.").format(length=said)


def seconds_words(seconds: float) -> str:
    """A length of rules: `10 s`, `5 min`."""
    if seconds >= 120 and seconds % 60 == 0:
        return f"{seconds / 60:g} min"
    return f"{seconds:g} s"


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
