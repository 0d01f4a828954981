"""The languages a model can be told to expect, from the tags that scripts use."""

from __future__ import annotations

from studio.engines.language_names import (
    CANTONESE_CODES,
    NOT_ON_OLD_MODELS,
    code_of,
    names_by_code,
)
from studio.engines.minimax.models import family

AUTO = "auto"
MANDARIN = "Chinese"
CANTONESE = "Chinese,Yue"

BY_CODE = names_by_code(mandarin=MANDARIN, cantonese=CANTONESE)
LANGUAGES = (*dict.fromkeys(BY_CODE.values()), AUTO)
"""All that may be sent."""


def named(tag: str) -> str:
    """The service's name for a language tag: `en-GB` is `English`; `auto` for an unknown one."""
    return BY_CODE.get(code_of(tag), AUTO)


def taken_by(model: str, language: str) -> str:
    """The language as a model takes it: three are unknown to the older ones."""
    old = family(model) in ("01", "02")
    return AUTO if old and language in NOT_ON_OLD_MODELS else language


def codes_of(language: str) -> tuple[str, ...]:
    """The tags under which voices of a language are found, empty for none."""
    if language == CANTONESE:
        return CANTONESE_CODES
    codes = [code for code, name in BY_CODE.items() if name == language]
    return ("zh",) if language == MANDARIN else tuple(codes[:1])
