"""What can be said against an order for a clone while it is typed, by the field it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from studio.casting.making.ordering import CloneWish
from studio.casting.samples.judging import Finding, findings_of_count, findings_of_length
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples
from studio.casting.samples.splitting import parts_of_one
from studio.engines.voice_orders import CloneRules, against_options
from studio.model.account import service_of
from studio.ui.voices.names import service_name
from studio.wording import sentence

LONGEST_CHECK = 200
"""Characters of words a recording is compared with, at the services that can do so."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cloning", text)


class Spot(StrEnum):
    """The parts of the form that something can be wrong with."""

    NAME = "name"
    ACCOUNT = "account"
    LANGUAGE = "language"
    RECORDINGS = "recordings"
    PROMPT = "prompt"
    PREVIEW = "preview"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside a field; what is grave keeps the voice from being ordered."""

    text: str
    grave: bool = True


def said_against(
    wish: CloneWish, rules: CloneRules, *, unknown_language: str = ""
) -> dict[Spot, Said]:
    """Everything that can be told by the rules alone; the sound is judged by the editor."""
    found = {
        Spot.NAME: against_name(wish.name, wish.account, rules),
        Spot.LANGUAGE: _against_language(wish, rules, unknown_language),
        Spot.RECORDINGS: _against_recordings(wish, rules),
        Spot.PROMPT: _against_prompt(wish, rules),
        Spot.PREVIEW: _against_preview(wish.preview_text, rules),
        Spot.OPTIONS: _against_options(wish, rules),
    }
    return {spot: said for spot, said in found.items() if said is not None}


def against_name(name: str, account: str, rules: CloneRules) -> Said | None:
    """What is to be said of a name: it is missing, or longer than the service takes."""
    if not name.strip():
        return Said(_tr("The voice needs a name."))
    length, longest = len(name.strip()), rules.longest_name
    if longest and length > longest:
        words = _tr(
            "The name has {n} characters and {service} takes {longest}: there it is cut, here it "
            "stays whole."
        )
        told = words.format(n=length, service=_service(account), longest=longest)
        return Said(told, grave=False)
    return None


def _against_language(wish: CloneWish, rules: CloneRules, unknown: str) -> Said | None:
    if unknown:
        words = _tr("{service} knows no language “{name}”. Choose one of the list.")
        return Said(words.format(service=_service(wish.account), name=unknown))
    if rules.needs_language and not wish.language:
        words = _tr("{service} wants to be told the language.")
        return Said(words.format(service=_service(wish.account)))
    return None


def _against_recordings(wish: CloneWish, rules: CloneRules) -> Said | None:
    by, many = rules_of_samples(rules), wish.recordings
    if not many:
        return Said(_tr("Add a recording: drop a file here, choose one, or record the voice."))
    if counted_wrong := findings_of_count(len(many), by):
        return Said(_sentence(counted_wrong[0]))
    if parts_of_one([each.edit for each in many], by):
        return None
    for recording in many:
        for finding in findings_of_length(recording.edit.seconds, by):
            return Said(_sentence(finding, recording.name))
    return None


def _against_prompt(wish: CloneWish, rules: CloneRules) -> Said | None:
    prompt, by = wish.prompt, rules_of_prompt(rules)
    if prompt is None or by is None:
        return None
    for finding in findings_of_length(prompt.edit.seconds, by):
        return Said(_sentence(finding, prompt.name))
    if rules.prompt_needs_text and not prompt.words.strip():
        return Said(_tr("Write down exactly what is said in the prompt."))
    return None


def _against_preview(text: str, rules: CloneRules) -> Said | None:
    longest = rules.preview_length
    if longest and len(text) > longest:
        words = _tr("It has {n} characters and may have {longest}.")
        return Said(words.format(n=f"{len(text):,}", longest=f"{longest:,}"))
    return None


def _against_options(wish: CloneWish, rules: CloneRules) -> Said | None:
    if len(str(wish.options.get("check_words", ""))) > LONGEST_CHECK:
        words = _tr("The words to compare with may have {n} characters.")
        return Said(words.format(n=LONGEST_CHECK))
    why = against_options(rules.options, wish.options)
    return Said(why) if why else None


def _service(account: str) -> str:
    return service_name(service_of(account))


def _sentence(finding: Finding, source: str = "") -> str:
    return sentence(finding.error(source), _tr)
