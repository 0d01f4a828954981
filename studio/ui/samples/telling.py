"""What is said below the waveform of a sample, and what mends it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.casting.samples.judging import Finding, findings_of_length
from studio.casting.samples.splitting import seconds_of_parts
from studio.errors import SampleProblem
from studio.model.sample import SampleRules
from studio.model.span import SAMPLE_RATE, samples_of
from studio.ui.samples.best_stretch import best_length
from studio.ui.samples.cut_tools import CutTools
from studio.ui.samples.drafts import Draft
from studio.ui.samples.finding_rows import Mend, Told
from studio.ui.samples.measuring import Verdict
from studio.ui.samples.sample_words import length_words, seconds_words
from studio.ui.samples.workbench import Workbench
from studio.wording import sentence

_OF_LENGTH = (SampleProblem.TOO_SHORT, SampleProblem.TOO_LONG, SampleProblem.TOO_LARGE)


def told_of(bench: Workbench, draft: Draft, verdict: Verdict, tools: CutTools) -> list[Told]:
    """What is wrong with a draft, or could be better."""
    name = bench.given(draft).name
    if verdict.error is not None:
        return [Told(sentence(verdict.error, _tr), grave=True)]
    parts = bench.parts if bench.drafts.place(draft.id) is not None else 0
    return [
        Told(_parts_words(draft, parts, bench.rules), mends=_mends(bench, draft, each, tools))
        if parts and each.problem is SampleProblem.TOO_LONG
        else Told(sentence(each.error(name), _tr), each.grave, _mends(bench, draft, each, tools))
        for each in verdict.findings
    ]


def meanwhile(before: Verdict, seconds: float, rules: SampleRules) -> Verdict:
    """What is told of a draft that is measured anew: as before, but for its length."""
    others = (each for each in before.findings if each.problem not in _OF_LENGTH)
    return Verdict((*findings_of_length(seconds, rules), *others))


def told_of_all(bench: Workbench) -> list[Told]:
    """What is wrong with how many samples there are; none is not told, the page says it."""
    if not bench.drafts.samples:
        return []
    return [Told(sentence(each.error(), _tr), each.grave) for each in bench.findings_of_all]


def _mends(bench: Workbench, draft: Draft, finding: Finding, tools: CutTools) -> tuple[Mend, ...]:
    match finding.problem:
        case SampleProblem.TOO_LONG | SampleProblem.TOO_LARGE:
            is_sample = bench.drafts.place(draft.id) is not None
            parts = is_sample and bench.rules.most > 1
            split = (Mend(_tr("Split at Pauses"), tools.split),) if parts else ()
            return (*split, Mend(_best_words(bench, draft), tools.keep_best))
        case SampleProblem.LONG_SILENCES:
            squeeze = Mend(_tr("Squeeze"), tools.squeeze)
            return Mend(_tr("Trim"), tools.trim), squeeze
        case SampleProblem.QUIET | SampleProblem.LOUD:
            return (Mend(_tr("Fit the Level"), tools.fit_level),)
        case _:
            return ()


def _parts_words(draft: Draft, parts: int, rules: SampleRules) -> str:
    """What becomes of a long recording when it is ordered as it is."""
    told = _tr("It is cut in its pauses into {n} parts when the voice is ordered.").format(n=parts)
    most = seconds_of_parts(parts, rules)
    if draft.edit.seconds <= most:
        return told
    left_out = _tr("What follows the first {length} is left out.")
    return f"{told} {left_out.format(length=length_words(samples_of(most)))}"


def _best_words(bench: Workbench, draft: Draft) -> str:
    rules = bench.rules_for(draft)
    seconds = best_length(rules.least_s, rules.most_s) // SAMPLE_RATE
    if seconds == 60:
        return _tr("Keep the Best Minute")
    return _tr("Keep the Best {length}").format(length=seconds_words(seconds))


def _tr(text: str) -> str:
    return QCoreApplication.translate("SampleEditor", text)
