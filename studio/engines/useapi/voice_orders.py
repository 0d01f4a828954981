"""What useapi needs for a voice of one's own: rules, a name that fits, the tag of a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from studio.engines.language_names import code_of
from studio.engines.speech import Range, Setting, SettingKind
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.languages import AUTO, CODES, codes_of, language_sent
from studio.engines.voice_orders import CloneRules

LONGEST_NAME = 30
SLOTS = 4
"""How many clones an account may have in the older generation; the current one does not tell."""

REDUCE_NOISE = Setting("reduce_noise", SettingKind.SWITCH, True)

_NO_SLOT = re.compile(
    r"\bslots?\b|(?:too many|maximum|limit).{0,40}\b(?:voices?|clones?)\b"
    r"|\b(?:voices?|clones?)\b.{0,40}(?:limit|maximum|full)",
    re.IGNORECASE,
)


def clone_rules(dialect: Dialect) -> CloneRules:
    """What a generation needs."""
    return CloneRules(
        kinds=("wav", "mp3"),
        seconds=Range(10, 60),
        most_samples=10,
        longest_name=LONGEST_NAME,
        languages=CODES,
        needs_language=True,
        options=(REDUCE_NOISE,),
        at_once=1,
        slots=0 if dialect.wraps_voices else SLOTS,
    )


def fitting_name(name: str) -> str:
    """A name as the service takes it: at most 30 characters, cut between words where it can be."""
    whole = " ".join("".join(map(_visible, unicodedata.normalize("NFC", name))).split())
    if len(whole) <= LONGEST_NAME:
        return whole
    cut = whole[:LONGEST_NAME]
    if not whole[LONGEST_NAME].isspace():
        words, blank, _ = cut.rpartition(" ")
        cut = words if blank and len(words) > LONGEST_NAME // 2 else _between_characters(whole)
    return cut.rstrip(" ,;:-–—(")


def language_tag(language: str, known: Iterable[str]) -> str:
    """The service's tag for a script's language, among those it knows; empty when it has none.

    A tag of the service itself is taken as it is.
    """
    tags = tuple(known)
    own = next((tag for tag in tags if tag.casefold() == language.casefold()), "")
    if own:
        return own
    usual, code = language_sent(language, ""), code_of(language)
    if usual in tags or (usual != AUTO and not tags):
        return usual
    wanted = {"zh"} if code == "cmn" else {code}
    return next((tag for tag in tags if wanted & set(codes_of(tag))), "")


def languages_told(tags: Sequence[str]) -> tuple[str, ...]:
    """The codes of languages the service has a tag for, and the tags that no code leads to."""
    codes = (code for code in CODES if language_tag(code, tags))
    return (*codes, *(tag for tag in tags if not codes_of(tag)))


def says_no_slot(words: str) -> bool:
    """Whether a refusal is about an account that is full."""
    return _NO_SLOT.search(words) is not None


def _visible(character: str) -> str:
    return " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character


def _between_characters(whole: str) -> str:
    """The first characters, none of them without the marks that belong to it."""
    end = LONGEST_NAME
    while end > 1 and (unicodedata.combining(whole[end]) or "\u200d" in whole[end - 1 : end + 1]):
        end -= 1
    return whole[:end]
