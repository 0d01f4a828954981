"""The checks of one line: from a model's text to words that can be kept, and what was found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studio.writing.tongues import primary, small_words
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.frame import WORD, Asked, Frame
from studio.writing.translating.validation.language import is_in, language_findings
from studio.writing.translating.validation.markup import blanked, restored
from studio.writing.translating.validation.numbers import number_findings
from studio.writing.translating.validation.size import odd_ratio
from studio.writing.translating.validation.tidying import asides_in, tidied

_NOT_WORDS = re.compile(r"[\W_]+")
_WORDS_KEPT, _SIGNS_KEPT, _SIGNS_OF_KIN = 2, 3, 8
_FIRST_SIGN = 0x2E80
_IN_HAN = frozenset({"zh", "cmn", "yue", "ja"})
_CALLS = frozenset(
    {"no", "ok", "okay", "oh", "ah", "hey", "hi", "ha", "hm", "bravo", "mama", "taxi", "stop"}
)
"""Words that are the same in many languages."""
_UNCHANGED = [Finding(Reason.UNCHANGED, Weight.REFUSE)]
_OVERLAP, _ENOUGH_WORDS = 0.75, 4
_STEM = 0.75
_LEAST_STEM = 3
_DAMAGE = re.compile(r"\ufffd|[\[\]]{3,}|[{}]{3,}|<[|｜]|[|｜]>")
_REFUSED = re.compile(
    r"\bas an ai\b|\b(?:ai|language) (?:language )?model\b|\bai assistant\b"
    r"|\b(?:can(?:no|')t|unable to|not able to|won't) (?:help|assist|translate|comply|fulfil)"
    r"|\b(?:content|usage) (?:policy|policies|guidelines)\b"
    r"|(?:作为|身为)[^。，]{0,8}(?:ai|人工智能|语言模型)|(?:无法|不能|無法)(?:协助|翻译|提供|处理|满足|翻譯)"
    r"|内容(?:政策|规范|审核)|als (?:ki|sprachmodell)|nicht (?:übersetzen|weiterhelfen)"
    r"|en tant qu['’](?:ia|intelligence|assistant)|como (?:una )?(?:ia|modelo de lenguaje)"
    r"|翻訳できません|お手伝いできません|言語モデル|번역할 수 없|언어 모델|языковая модель"
    r"|не могу (?:помочь|перевести)",
    re.IGNORECASE,
)
_SPEAKS_OF_IT = re.compile(
    r"\bai\b|artificial|language model|translat|assist|polic|guideline|fulfil|comply|\bhelp"
    r"|人工智能|语言模型|翻译|政策|协助|提供|处理|满足|帮|ki\b|übersetz|helfen|\bia\b|tradu|aider|ayud"
    r"|翻訳|手伝|助け|번역|도와|помо|перев",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The words of a line as they can be kept, and what was found on the way."""

    words: str
    findings: tuple[Finding, ...] = ()
    bare: str = ""
    """The model's own words, before marks of the source were put back."""

    @property
    def weight(self) -> Weight:
        """That of the gravest finding."""
        return max((finding.weight for finding in self.findings), default=Weight.FIXED)

    @property
    def good(self) -> bool:
        """Whether nobody has to be asked again."""
        return self.weight < Weight.ASK

    def also(self, *findings: Finding) -> Checked:
        """The same with more findings."""
        return Checked(self.words, (*self.findings, *findings), self.bare)


def checked(asked: Asked, text: str, frame: Frame) -> Checked:
    """What is to be thought of a text as the translation of a line."""
    words, findings = tidied(asked, text, frame)
    if not words or not _NOT_WORDS.sub("", blanked(words)):
        if _NOT_WORDS.sub("", blanked(asked.words)):
            return Checked("", (*findings, Finding(Reason.EMPTY, Weight.REFUSE)))
        return Checked(words or asked.words, tuple(findings), words)
    bare = words
    words, found = restored(asked.words, words)
    findings += found
    if _DAMAGE.search(words) and not _DAMAGE.search(asked.words):
        return Checked(words, (*findings, Finding(Reason.DAMAGED, Weight.REFUSE)), bare)
    copied = _unchanged(asked, words, frame)
    foreign = language_findings(asked.words, words, frame)
    if (copied or foreign) and (asked.sung or not is_in(asked.words, frame.source)):
        copied, foreign = _softened(copied), _softened(foreign)
    odd = foreign if _gravest(foreign) > _gravest(copied) else copied
    findings += _refusal(asked.words, words) or odd
    if (ratio := odd_ratio(asked.words, words)) is not None:
        findings.append(Finding(Reason.LENGTH, Weight.ASK, f"{ratio:.1f}"))
    findings += number_findings(asked.words, frame.source, words, frame.target)
    findings += _terms(asked, words)
    if asides_in(words) < asides_in(asked.words):
        findings.append(Finding(Reason.MARKUP, Weight.ASK, "( )"))
    return Checked(words, tuple(findings), bare)


def folded(text: str) -> str:
    """A text by its letters and digits only, for comparing."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", blanked(text)).casefold())


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word.casefold() for word in WORD.findall(blanked(text))]


def _unchanged(asked: Asked, words: str, frame: Frame) -> list[Finding]:
    """Words that are the source's: fine for names, numbers and calls of a word or two."""
    if primary(frame.source) == primary(frame.target):
        return []  # of one language's two writings, much is the same in both
    source = words_of(asked.words)
    telling = [word for word in source if word not in frame.names and len(word) > 1]
    if folded(words) == folded(asked.words):
        return [] if _may_stay_so(asked.words, telling, frame) else _UNCHANGED
    theirs = frozenset(words_of(words))
    if theirs and theirs < set(telling) and len(source) - len(theirs) >= _ENOUGH_WORDS:
        return [Finding(Reason.UNCHANGED, Weight.ASK)]  # only a part of the source
    same = [word for word in telling if word in theirs]
    if len(same) >= _ENOUGH_WORDS and len(same) >= _OVERLAP * len(telling):
        return [Finding(Reason.UNCHANGED, Weight.ASK)]
    return []


def _may_stay_so(text: str, telling: list[str], frame: Frame) -> bool:
    """Whether a line may be the same in both languages; `telling` are its words but for names."""
    if not telling:
        return True
    if any(ord(c) > _FIRST_SIGN for c in text):
        kin = {primary(frame.source), primary(frame.target)} <= _IN_HAN
        return len(folded(text)) <= (_SIGNS_OF_KIN if kin else _SIGNS_KEPT)
    ours, theirs = small_words(frame.source), small_words(frame.target)
    ordinary = any(word in ours - theirs - _CALLS for word in telling)
    if not ordinary and any(word in theirs - ours for word in telling):
        return True  # the source says it in the other language
    if _is_one_name(text, ours):
        return True
    short = len(set(telling) - _CALLS) <= _WORDS_KEPT and sum(map(len, telling)) <= 40
    return short and not ordinary


def _is_one_name(text: str, small: frozenset[str]) -> bool:
    """Whether a text is a name such as María de los Ángeles: small words only within it."""
    words = WORD.findall(text)
    capital = [word for word in words if word[0].isupper() and word.casefold() not in small]
    inner = all(word in small for word in words if word not in capital)
    return len(capital) >= 2 and inner and words[0] in capital and words[-1] in capital


def _gravest(findings: list[Finding]) -> int:
    return max((int(finding.weight) for finding in findings), default=-1)


def _softened(findings: list[Finding]) -> list[Finding]:
    """What is found in a song, or in words that are a third language already, is only shown."""
    return [Finding(each.reason, min(each.weight, Weight.FLAG), each.value) for each in findings]


def is_refusal(text: str) -> bool:
    """Whether a text says that its writer will not do what was asked."""
    return _REFUSED.search(text) is not None


def _refusal(source: str, words: str) -> list[Finding]:
    if _REFUSED.search(words) and not _SPEAKS_OF_IT.search(source):
        return [Finding(Reason.REFUSAL, Weight.REFUSE)]
    return []


def _terms(asked: Asked, words: str) -> list[Finding]:
    """Terms of the line that are not in its translation in any form."""
    text = words.casefold()
    return [
        Finding(Reason.TERM, Weight.ASK, f"{term.source} = {term.target}")
        for term in asked.terms
        if term.binding and not _has(text, term.target)
    ]


def _has(text: str, target: str) -> bool:
    """Whether a text has a term; endings may differ, in scripts with spaces."""
    target = " ".join(target.casefold().split())
    if target in text:
        return True
    parts = [word for word in WORD.findall(target) if len(word) >= _LEAST_STEM]
    if not parts or any(ord(c) > _FIRST_SIGN for c in target):
        return False
    return all(_stem(word) in text for word in parts)


def _stem(word: str) -> str:
    return word[: max(_LEAST_STEM, round(len(word) * _STEM))]
