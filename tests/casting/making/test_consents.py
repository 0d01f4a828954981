"""A delivery says of each voice that was made of somebody's who allowed it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.casting.making.consents import consents_of
from studio.model.cast import Casting
from studio.model.ids import new_id
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from tests.builders import a_project, a_recording, a_take
from tests.casting.making.stage import CONSENT


def a_library(folder: Path) -> VoiceLibrary:
    library = VoiceLibrary(folder)
    for name, origin, consent in (
        ("Lin", VoiceOrigin.CLONE, CONSENT),
        ("Old", VoiceOrigin.CLONE, None),
        ("Made up", VoiceOrigin.DESIGN, None),
    ):
        voice = f"own-{name.split()[0].lower()}"
        library.add(OwnVoice(new_id(), origin, "minimax/main", name, voice, consent=consent))
    return library


def test_a_clone_is_told_with_its_consent_or_without_one(tmp_path: Path) -> None:
    library, project = a_library(tmp_path), a_project(2)
    line = project.episodes[0].spoken_lines[0]
    told = consents_of(project, library)
    take = replace(a_take(line, a_recording()), engine="minimax/spare", voice="own-lin")
    assert told(take).startswith("voice: Lin\nspeaker: Lin Xia\nground: own voice\n")
    assert told(replace(take, voice="own-old")) == "voice: Old\nconsent: none is recorded\n"
    assert told(replace(take, voice="own-made")) == "", "nobody spoke for a description"
    assert told(replace(take, voice="someone")) == ""
    assert told(replace(take, engine="useapi/main")) == "", "another service has other voices"


def test_a_voice_that_was_removed_or_is_mixed_in_is_told_all_the_same(tmp_path: Path) -> None:
    library, project = a_library(tmp_path), a_project(2)
    library.remove(next(voice.id for voice in library.voices() if voice.name == "Lin"))
    line = project.episodes[0].spoken_lines[0]
    who = project.cast.find(line.character)
    assert who is not None
    blend = {"blend": '[["own-lin", 60], ["own-old", 40]]'}
    casting = Casting("minimax", "someone", settings=blend)
    project = project.with_character(who.cast_as("en", casting))
    take = replace(a_take(line, a_recording()), engine="minimax/main", voice="someone")
    told = consents_of(project, library)(take)
    assert "voice: Lin" in told and "voice: Old" in told
    other = replace(take, voice="own-lin")
    assert consents_of(project, library)(other).count("voice:") == 1
