"""What is to be known of one voice and what can be done about it, in a sentence or two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceOrigin, VoiceState
from studio.ui.own_voices.outcome import was_stopped
from studio.ui.own_voices.snapshot import Entry, can_be_made_again, consent_over, is_gone, is_soon
from studio.ui.voices.names import service_name
from studio.wording import sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


def advice(entry: Entry, now: float) -> str:
    """How a voice is, and what can be done; empty for one that is simply there."""
    voice = entry.voice
    told = [_of_state(entry, now)]
    if consent_over(voice, now) and not voice.removed_at:
        told.append(_tr("Its consent is over: extend it before the voice is made again."))
    return " ".join(filter(None, told))


def _of_state(entry: Entry, now: float) -> str:
    voice = entry.voice
    if voice.removed_at:
        return _tr("It is removed. What it was made of is kept until you delete it for good.")
    if was_stopped(voice):
        return _tr("You stopped it before it was made. Nothing was paid.")
    if is_gone(voice, now):
        return _of_gone(entry)
    if is_soon(voice, now):
        return _of_soon(voice)
    if voice.state is VoiceState.UNSURE:
        return f"{_sentence(voice.reason)} {_of_doubt(voice)}".strip()
    return _of_work(entry) or _of_clock(voice) or _sentence(voice.reason)


def _of_work(entry: Entry) -> str:
    voice = entry.voice
    if entry.held_up is not None:
        way_on = _tr("It waits until then; Check goes on with it.")
        return f"{sentence(entry.held_up, _tr)} {way_on}"
    if voice.state is VoiceState.WAITING:
        return _tr("It is made as soon as those before it are done.")
    if voice.state in IN_FLIGHT:
        return _tr("It is being made. Quitting now loses nothing: it is found or made later.")
    return ""


def _of_clock(voice: OwnVoice) -> str:
    if voice.expires_at is None:
        return ""
    told = _tr("{service} forgets it on {day} unless it speaks a line before.")
    return told.format(service=service_name(voice.service), day=_moment(voice.expires_at))


def _of_gone(entry: Entry) -> str:
    voice = entry.voice
    told = _tr("{service} has this voice no more.").format(service=service_name(voice.service))
    if entry.anew is not None:
        anew = _tr("It was made anew on {day}: cast that one, which is in the list as well.")
        return told + " " + anew.format(day=_moment(entry.anew.made_at))
    if can_be_made_again(voice):
        return told + " " + _tr("What it was made of is kept here: make it again.")
    return told


def _of_soon(voice: OwnVoice) -> str:
    told = _tr(
        "{service} forgets it on {day}, because it never spoke a line. "
        "Keep it: one short line is enough."
    )
    return told.format(service=service_name(voice.service), day=_moment(voice.expires_at or 0.0))


def _of_doubt(voice: OwnVoice) -> str:
    if voice.origin is VoiceOrigin.DESIGN:
        return _tr(
            "Keep it has it speak one line, which tells whether it is there. "
            "Asking for it again may be paid twice."
        )
    return _tr("Check asks the service what became of it. Asking again may be paid twice.")


def _sentence(reason: str) -> str:
    text = reason[:1].upper() + reason[1:]
    return text if not text or text.endswith((".", "!", "?", "。")) else text + "."


def _moment(moment: float) -> str:
    """A day and a time, as the person's system writes them."""
    when = QDateTime.fromSecsSinceEpoch(int(moment))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
