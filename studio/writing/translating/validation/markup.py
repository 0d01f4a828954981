"""Pauses, sounds, tags and placeholders: a translation has those of its source, unchanged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.writing.translating.reasons import Finding, Reason, Weight

SOUNDS = (
    "laughs|chuckle|coughs|clear-throat|groans|breath|pant|inhale|exhale|gasps|sniffs|sighs|snorts"
    "|burps|lip-smacking|humming|hissing|emm|sneezes"
)
"""Sounds that services make where their name stands in brackets."""

_TOKEN = re.compile(
    r"(?P<pause><\s*#[^<>#]{0,12}#\s*>)|(?P<tag></?[A-Za-z][^<>]{0,40}>)"
    r"|(?P<brace>\$?\{{1,2}[^{}\n]{1,40}\}{1,2})|(?P<square>\[[^\[\]\n]{1,40}\])"
    rf"|(?P<sound>\((?:{SOUNDS})\))|(?P<format>%\(\w{1, 30}\)[sd]|(?<![\d%])%(?:\d+\$)?[sdif@])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BORDER = re.compile(r"(?<=[.!?…])[\"”»']*\s+|[。！？…]+[」』”]*|[,，、;；]\s*")
_SIGN = re.compile("[\u0e00-\u0eff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Letters and marks of the scripts without blanks."""


@dataclass(frozen=True, slots=True)
class Token:
    """One mark: what it is, as it is written, and where."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """What it means: two pauses of the same length are the same."""
        if self.kind == "pause":
            found = _NUMBER.search(self.text)
            return f"pause {float(found[0].replace(',', '.')):g}" if found else "pause"
        return self.text.casefold() if self.kind == "sound" else self.text


def tokens(text: str) -> list[Token]:
    """The marks of a text, in order."""
    return [Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def blanked(text: str) -> str:
    """The text with a blank for each mark."""
    return _TOKEN.sub(" ", text)


def restored(source: str, text: str) -> tuple[str, list[Finding]]:
    """The translation with the marks of its source, as far as it is clear where they belong."""
    wanted = tokens(source)
    if not wanted and not _TOKEN.search(text):
        return text, []
    fixed = _joined_pauses(wanted, text)
    fixed = _exchanged(wanted, fixed)
    fixed = _without_added(wanted, fixed)
    fixed, lost = _with_lost(source, wanted, fixed)
    findings = [Finding(Reason.MARKUP, Weight.ASK, " ".join(lost))] if lost else []
    if not lost and _pause_at_edge(fixed) and not _pause_at_edge(source):
        findings.append(Finding(Reason.MARKUP, Weight.ASK, " ".join(t.text for t in wanted)))
    if fixed != text:
        changed = Counter(t.text for t in tokens(fixed)) - Counter(t.text for t in tokens(text))
        findings.append(Finding(Reason.MARKS, Weight.FIXED, " ".join(changed)))
    return fixed, findings


def _joined_pauses(wanted: Sequence[Token], text: str) -> str:
    """Two pauses next to each other are one of their sum, where the source has no two."""
    if _beside(wanted) is not None:
        return text
    while (pair := _beside(tokens(text))) is not None:
        first, second = pair
        lengths = [float(n[0].replace(",", ".")) for t in pair if (n := _NUMBER.search(t.text))]
        text = f"{text[: first.start]}<#{sum(lengths):.2f}#>{text[second.end :]}"
    return text


def _beside(found: Sequence[Token]) -> tuple[Token, Token] | None:
    for first, second in pairwise(found):
        if first.kind == second.kind == "pause" and second.start - first.end <= 1:
            return first, second
    return None


def _exchanged(wanted: Sequence[Token], text: str) -> str:
    """Where as many marks of a kind are wrong as are lost, each is put in place of one."""
    found = tokens(text)
    missing, extra = _apart(wanted, found)
    places: dict[int, Token] = {}
    for kind in {token.kind for token in missing}:
        lost = [token for token in missing if token.kind == kind]
        wrong = [token for token in extra if token.kind == kind]
        if len(lost) == len(wrong):
            places.update({bad.start: good for good, bad in zip(lost, wrong, strict=True)})
    for token in reversed(found):
        if token.start in places:
            text = f"{text[: token.start]}{places[token.start].text}{text[token.end :]}"
    return text


def _without_added(wanted: Sequence[Token], text: str) -> str:
    _, extra = _apart(wanted, tokens(text))
    for token in reversed(extra):
        before, after = text[: token.start], text[token.end :]
        both = before.endswith((" ", "\n")) and after.startswith((" ", "\n"))
        text = before + (after.lstrip(" ") if both or not before else after)
    return text.strip() if extra else text


def _with_lost(source: str, wanted: Sequence[Token], text: str) -> tuple[str, list[str]]:
    """The text with lost marks at its ends, or at the border of parts they had; and the others."""
    missing, _ = _apart(wanted, tokens(text))
    left: list[str] = []
    for token in reversed(missing):
        before, after = source[: token.start], source[token.end :]
        if not blanked(after).strip():
            text = _put(text.rstrip(), before[-1:], token.text, "", "")
        elif not blanked(before).strip():
            text = _put("", "", token.text, after[:1], text.lstrip())
        else:
            place = _same_border(before, after, text)
            if place is None:
                left.append(token.text)
                continue
            head, tail = text[:place].rstrip(), text[place:].lstrip()
            text = _put(head, before[-1:], token.text, after[:1], tail)
    return text, left[::-1]


def _same_border(before: str, after: str, text: str) -> int | None:
    """Where the parts of a text meet at which the mark stood between those of the source."""
    stood = [m.end() for m in _BORDER.finditer(f"{before.rstrip()} {after.lstrip()}")]
    here = [m.end() for m in _BORDER.finditer(text) if m.end() < len(text.rstrip())]
    at = len(before.rstrip()) + 1
    inner = [end for end in stood if end < len(before.rstrip()) + 1 + len(after.strip())]
    near = [n for n, end in enumerate(inner) if abs(end - at) <= 1]
    return here[near[0]] if near and len(here) == len(inner) else None


def _apart(wanted: Sequence[Token], found: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The marks that are missing, and those too many, each in its order."""
    return _less(wanted, found), _less(found, wanted)


def _less(these: Sequence[Token], those: Sequence[Token]) -> list[Token]:
    left = Counter(token.value for token in those)
    rest: list[Token] = []
    for token in these:
        if left[token.value] > 0:
            left[token.value] -= 1
        else:
            rest.append(token)
    return rest


def _pause_at_edge(text: str) -> bool:
    text = text.strip()
    ends = [t for t in tokens(text) if t.kind == "pause" and (not t.start or t.end == len(text))]
    return bool(ends)


def _put(head: str, before: str, mark: str, after: str, tail: str) -> str:
    """A mark between two parts, with blanks as in the source where the script has any."""
    first = " " if before.isspace() and not _SIGN.match(head[-1:]) else ""
    second = " " if after.isspace() and not _SIGN.match(tail[:1]) else ""
    return f"{head}{first}{mark}{second}{tail}"
