"""What voices, their facts and their engines are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.casting.catalogue import Catalogue
from studio.engines.speech import Voice
from studio.ui.languages import language_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voices", text)


def voice_name(catalogue: Catalogue, engine: str, voice: str) -> str:
    """The name of a voice, also of one's own that is gone; else its id."""
    known = catalogue.find(engine, voice)
    if known is None and (name := catalogue.gone(engine, voice)):
        return _tr("{name} (gone)").format(name=name)
    return known.name if known else voice


def service_name(service: str) -> str:
    """What an engine or service is called; an unknown one as it is."""
    names = {"offline": _tr("Offline"), "minimax": "MiniMax", "useapi": "useapi.net"}
    return names.get(service, service)


def engine_name(engine: str) -> str:
    """An engine with its account, such as `MiniMax · main`."""
    service, _, account = engine.partition("/")
    return " · ".join(part for part in (service_name(service), account) if part)


def fact_name(fact: str) -> str:
    """What a gender, an age or a kind is called; an unknown one as it is."""
    names = {
        "female": _tr("female"),
        "male": _tr("male"),
        "child": _tr("child"),
        "young": _tr("young"),
        "adult": _tr("adult"),
        "old": _tr("old"),
        "catalogue": _tr("catalogue"),
        "cloned": _tr("cloned"),
        "designed": _tr("designed"),
    }
    return names.get(fact, fact)


def language_words(voice: Voice) -> str:
    """The languages a voice is meant for."""
    return ", ".join(map(language_name, voice.languages)) or _tr("any language")


def style_words(voice: Voice) -> str:
    """How a voice sounds; that it is one's own comes first."""
    own = fact_name(voice.kind) if voice.kind != "catalogue" else ""
    return " · ".join(part for part in (own, voice.style) if part)


def about_voice(voice: Voice) -> str:
    """A voice in one sentence, for a tooltip and for a screen reader."""
    facts = (fact_name(voice.gender), fact_name(voice.age), style_words(voice))
    parts = (voice.name, *facts, language_words(voice), engine_name(voice.engine))
    return ", ".join(part for part in parts if part)
