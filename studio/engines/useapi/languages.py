"""The names by which useapi knows languages, for a line's language and in the tags of voices."""

from __future__ import annotations

from studio.engines.language_names import (
    CANTONESE_CODES,
    NOT_ON_OLD_MODELS,
    code_of,
    names_by_code,
)

AUTO = "Auto"

_BY_CODE = names_by_code(mandarin="Chinese (Mandarin)", cantonese="Cantonese")
CODES = tuple(_BY_CODE)
"""The languages it can be told, as the first part of a script's tag."""

_FOUND_UNDER = {
    "Chinese (Mandarin)": ("zh",),
    "Chinese": ("zh",),
    "Cantonese": CANTONESE_CODES,
    "Chinese,Yue": CANTONESE_CODES,
    "Norwegian": ("nb", "no"),
    "Filipino": ("fil", "tl"),
}


def language_sent(tag: str, model: str) -> str:
    """The service's name for a script's language: `en-GB` is `English`; `Auto` if it has none."""
    name = _BY_CODE.get(code_of(tag), AUTO)
    old = model.startswith(("speech-01", "speech-02"))
    return AUTO if old and name in NOT_ON_OLD_MODELS else name


def codes_of(tag: str) -> tuple[str, ...]:
    """The codes under which a voice with this tag is found; none for a tag of another kind."""
    if tag in _FOUND_UNDER:
        return _FOUND_UNDER[tag]
    return tuple(code for code, name in _BY_CODE.items() if name == tag)[:1]
