"""What languages are called in the window: by their own name, so that their readers find them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLocale

PLAIN = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français", "de": "Deutsch"}
"""Qt adds the country to some of these."""


@cache
def language_name(code: str) -> str:
    """The language's own name, such as `Deutsch` for `de`; the code itself when Qt has none."""
    if code in PLAIN:
        return PLAIN[code]
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return code
    name = locale.nativeLanguageName() or QLocale.languageToString(locale.language())
    territory = locale.nativeTerritoryName() if "-" in code or "_" in code else ""
    shown = name[:1].upper() + name[1:]
    return f"{shown} ({territory})" if territory else shown
