"""What can be put right in a translation without asking anybody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from studio.writing.scanning.loose_json import without_markup
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.frame import Asked, Frame
from studio.writing.translating.validation.language import is_in
from studio.writing.translating.validation.markup import SOUNDS

_UNSEEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})[\w-]*\s*|\s*(?:`{3,}|~{3,})\s*$")
_LABEL = re.compile(
    r"^\s*(?:translation|translated|übersetzung|traduction|traducción|traduzione|tradução|перевод"
    r"|çeviri|bản dịch|译文|翻译|譯文|翻譯|訳|翻訳|번역)(?:\s*\([^()]{0,30}\))?\s*[:：]\s*",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:[-*•]\s+|\d{1,3}[.)]\s+)")
_PREFIX = re.compile(r"^\s*[*_]*([^\W_][^:：\n]{0,60}?)[*_]*\s*[:：][*_]*\s*")
_QUOTES = {
    '"': '"', "“": "”", "„": "“", "”": "”", "«": "»", "»": "«", "‹": "›", "「": "」",
    "『": "』", "‘": "’", "'": "'", "‚": "‘",
}  # fmt: skip
_ASIDE = re.compile(rf"\((?!(?:{SOUNDS})\))[^()]*\)|（[^（）]*）|【[^【】]*】|〔[^〔〕]*〕", re.I)
_STARS = re.compile(r"\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}")
_TAIL = re.compile(r"\s+[-–—]+\s+|\s*(?:——|——)\s*")
_ABOUT_WORDS = re.compile(
    r"\b(?:note|literally|lit\.|idiom|wording|translat\w+|alternatively|meaning)\b|直译|意为|译注|注：",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r"\s*\n\s*")
_BEFORE_MARK = re.compile(r" +([,.!?…;:](?:\s|$))")


def tidied(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    """The words without what models put around them, and what was taken away."""
    findings: list[Finding] = []
    words = _plain(text)
    words, broken = _on_one_line(asked.words, words)
    if broken:
        findings.append(Finding(Reason.BREAKS, Weight.FIXED))
    for step in _STEPS:
        words, found = step(asked, words, frame)
        findings += found
    for cut in (_without_asides, _without_tail):
        words, found = cut(asked.words, words, frame)
        findings += found
    return _BLANKS.sub(" ", words).strip(), findings


def _plain(text: str) -> str:
    """The text without controls, unseen marks and tokens of the model."""
    text = without_markup(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def _on_one_line(source: str, text: str) -> tuple[str, bool]:
    if "\n" not in text:
        return text, False
    if "\n" in source:
        return _BREAK.sub("\n", text), False
    return _BREAK.sub(" ", text), True


def _without_fence(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    bare = _FENCE.sub("", text) if "`" in text or "~" in text else text
    if _LISTED.match(bare) and not _LISTED.match(asked.words):
        rest = _LISTED.sub("", bare)
        bare = rest if any(map(str.isalpha, rest)) else bare  # “3. 2. 1.” is no list
    return bare, [Finding(Reason.PREFIX, Weight.FIXED)] if bare != text else []


def _without_marks(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    """The text without stars and straight quotes of which the source has none."""
    bare = text
    if "*" in bare and "*" not in asked.words:
        bare = _STARS.sub(r"\1", bare)
    if '"' in bare and not any(mark in asked.words for mark in _QUOTES) and not _is_quoted(bare):
        bare = bare.replace('"', "")
    return bare, [Finding(Reason.ESCAPES, Weight.FIXED)] if bare != text else []


def _without_label(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    found = _LABEL.match(text)
    if not found or ":" in asked.words or "：" in asked.words or found.end() == len(text):
        return text, []
    return text[found.end() :], [Finding(Reason.PREFIX, Weight.FIXED, found[0].strip())]


def _without_prefix(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    """The name of the speaker, or of anybody in the cast, or the line's id before a colon."""
    found = _PREFIX.match(text)
    if not found or found.end() == len(text):
        return text, []
    name = found[1].strip().casefold()
    ours = _PREFIX.match(asked.words)
    if ours and (ours[1].strip().casefold() == name or _is_name(ours[1], frame.speakers)):
        return text, []
    rest = text[found.end() :]
    if _names(asked.words, frame) and not _names(rest, frame):
        return text, []  # somebody is called by name here: “Mara: wait!”
    if name == asked.id or _is_name(name, {*frame.speakers, asked.speaker}):
        return rest, [Finding(Reason.PREFIX, Weight.FIXED, found[1].strip())]
    return text, []


def _names(text: str, frame: Frame) -> bool:
    """Whether a text has the name of anybody in the cast."""
    folded = text.casefold()
    return any(name.casefold() in folded for name in frame.speakers if name)


def _is_name(text: str, names: Iterable[str]) -> bool:
    bare = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", text.strip().casefold())
    return bool(bare) and any(bare == name.casefold() for name in names)


def _without_quotes(asked: Asked, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    if not _is_quoted(text) or _is_quoted(asked.words):
        return text, []
    bare = text[1:-1].strip()
    return (bare, [Finding(Reason.QUOTES, Weight.FIXED)]) if bare else (text, [])


_STEPS = (_without_fence, _without_label, _without_prefix, _without_marks, _without_quotes)


def _is_quoted(text: str) -> bool:
    """Whether one pair of quotes is around all of the text."""
    closing = _QUOTES.get(text[:1])
    if closing is None or len(text) < 2 or text[-1] != closing:
        return False
    inner = text[1:-1]
    return text[0] not in inner and closing not in inner


def _without_tail(source: str, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    """A remark after a dash, in another language or about words, where the source has no dash."""
    dashes = list(_TAIL.finditer(text))
    if not dashes or _TAIL.search(source):
        return text, []
    head, tail = text[: dashes[-1].start()], text[dashes[-1].end() :]
    if not head or not tail:
        return text, []
    remark = _ABOUT_WORDS.search(tail) and not _ABOUT_WORDS.search(source)
    if not remark and is_in(tail, frame.target):
        return text, []
    return head, [Finding(Reason.ASIDE, Weight.FIXED, tail)]


def _without_asides(source: str, text: str, frame: Frame) -> tuple[str, list[Finding]]:
    """Remarks in brackets beyond as many as the source has; the last ones go first."""
    here = list(_ASIDE.finditer(text))
    surplus = len(here) - len(_ASIDE.findall(source))
    if surplus <= 0:
        return text, []
    gone = here[-surplus:]
    for found in reversed(gone):
        text = f"{text[: found.start()].rstrip(' ')} {text[found.end() :].lstrip(' ')}"
    text = _BEFORE_MARK.sub(r"\1", text.strip())
    return text, [Finding(Reason.ASIDE, Weight.FIXED, " ".join(found[0] for found in gone))]


def asides_in(text: str) -> int:
    """How many remarks in brackets a text has, sounds not counted."""
    return len(_ASIDE.findall(text))
