"""What is to be thought of the answers for some rows: each by itself, and all beside each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

from studio.engines.text import Ending
from studio.model.ids import LineId
from studio.writing.translating.exchange import Came, Reply
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.rows import Row
from studio.writing.translating.validation.frame import Frame
from studio.writing.translating.validation.likeness import cost, features_of, features_of_row
from studio.writing.translating.validation.record import Checked, checked, folded, is_refusal
from studio.writing.translating.validation.together import Got, together

_LIKE = 0.6
"""How alike the name of a stranger and that of the only lost line have to be."""
_FITS = 3.0


class Judge:
    """Looks at the answers to one request; `echoes` are translations told as context, by source."""

    def __init__(
        self, rows: Sequence[Row], frame: Frame, echoes: Mapping[str, str] | None = None
    ) -> None:
        self.rows = rows
        self.found: dict[LineId, Checked] = {}
        self._frame = frame
        self._row = {row.id: row for row in rows}
        self._echoes = {folded(text): folded(source) for source, text in (echoes or {}).items()}

    def line(self, came: Came) -> Checked:
        """What is to be thought of one line."""
        row = self._row[came.line]
        result = checked(row.asked, came.text, self._frame)
        if came.cut:
            result = Checked(result.words, (*result.findings, Finding(Reason.CUT, Weight.REFUSE)))
        elif came.mended and not result.findings:
            result = result.also(Finding(Reason.ESCAPES, Weight.FIXED))
        told = self._echoes.get(folded(result.words)) if result.words else None
        if told is not None and told != folded(row.asked.words):
            result = result.also(Finding(Reason.ECHO, Weight.ASK))
        self.found[came.line] = result
        return result

    def shorter(self, came: Came) -> str:
        """The shorter variant, empty where there is none that can be used."""
        if not came.shorter.strip():
            return ""
        result = checked(self._row[came.line].asked, came.shorter, self._frame)
        grave = [
            finding
            for finding in result.findings
            if finding.weight >= Weight.ASK and finding.reason is not Reason.LENGTH
        ]
        whole = self.found[came.line].words
        usable = result.words and not grave and len(result.words) < len(whole)
        return result.words if usable else ""

    def stranger(self, reply: Reply) -> Came | None:
        """The answer for the only lost line, where just one came under a name like its own."""
        lost = [row for row in self.rows if row.id not in self.found]
        strangers = [each for each in reply.strangers if each.text.strip() and not each.cut]
        if len(lost) != 1 or len(strangers) != 1:
            return None
        row, came = lost[0], strangers[0]
        alike = SequenceMatcher(None, row.id, came.line, autojunk=False).ratio() >= _LIKE
        fits = cost(features_of_row(row.asked), features_of(came.text), 0.0) < _FITS
        return Came(row.id, came.text, came.shorter) if alike and fits else None

    def declined(self, reply: Reply) -> bool:
        """Whether a model said in words that it would not do it."""
        return reply.ending is Ending.REFUSED or is_refusal(reply.prose)

    def beside(
        self, arrived: Sequence[LineId], doubled: Collection[LineId], *, whole: bool
    ) -> Mapping[LineId, Finding]:
        """What looks wrong only now that the others are there."""
        rows = self.rows if whole else self.rows[: self._reached()]
        got = [
            Got(row.asked, found.bare or None if (found := self.found.get(row.id)) else None)
            for row in rows
        ]
        findings = dict(together(got, arrived, whole=whole))
        for line in doubled:
            if line in self.found and not self.found[line].good:
                findings.setdefault(line, Finding(Reason.SHIFTED, Weight.ASK))
        return findings

    def _reached(self) -> int:
        """How far an answer came that was cut off."""
        places = [at for at, row in enumerate(self.rows) if row.id in self.found]
        return places[-1] + 1 if places else 0
