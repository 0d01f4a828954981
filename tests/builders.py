"""Small projects with real sound, for the tests of every room."""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from studio.model.bed import Bed, BedKind
from studio.model.cast import Casting
from studio.model.episode import Episode
from studio.model.ids import BedId, CharacterId, EpisodeId, LineId, MediaKey, TakeId, new_id
from studio.model.lane import Lane
from studio.model.line import Line, LineKind, new_line
from studio.model.outline import (
    Brief,
    Outline,
    PlannedCharacter,
    PlannedEpisode,
    PlannedScene,
    Written,
)
from studio.model.project import Project, new_project
from studio.model.span import SAMPLE_RATE, Span
from studio.model.take import Recording, Take
from studio.model.timeline import Marker, Piece, Placement, Tightness
from studio.model.translation import Address, Survey
from studio.store.project_file import ProjectFile

NAMES = ("MARA", "TOBIAS", "NARRATOR")
WORDS = {"en": "Words of line {}.", "zh": "第{}句台词。"}


def a_sound(milliseconds: int = 50, *, pitch: float = 220.0) -> bytes:
    """A tone as a WAV file: mono, 16 bit, 48 kHz."""
    frames = SAMPLE_RATE * milliseconds // 1000
    step = 2 * math.pi * pitch / SAMPLE_RATE
    tone = struct.pack(f"<{frames}h", *(round(8000 * math.sin(step * i)) for i in range(frames)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(tone)
    return file.getvalue()


def a_recording(milliseconds: int = 50, *, pitch: float = 220.0) -> Recording:
    """A tone with bytes that stand for its peaks."""
    return Recording(a_sound(milliseconds, pitch=pitch), b"peaks of %d" % round(pitch))


def a_line(
    words: str = "Hello.", *, language: str = "en", character: CharacterId | None = None
) -> Line:
    """A line of dialogue in one language."""
    return new_line(LineKind.DIALOGUE, {language: words}, character=character)


def a_take(line: Line, recording: Recording, *, language: str = "en", made_at: float = 1.0) -> Take:
    """A take of a line that matches its words as they are now."""
    words = line.words(language)
    return Take(
        id=TakeId(new_id()),
        line=line.id,
        language=language,
        media=recording.key,
        length=2400,
        fingerprint=a_fingerprint(line, language),
        engine="offline",
        model="",
        voice="narrator",
        said=words,
        made_at=made_at,
    )


def a_fingerprint(line: Line, language: str = "en") -> str:
    """A stand-in for the fingerprint of a line as it is now."""
    return f"{zlib.crc32(f'{language} {line.words(language)}'.encode()):08x}"


def a_project(
    lines: int = 3,
    languages: Sequence[str] = ("en",),
    *,
    takes: bool = False,
    episodes: int = 1,
    title: str = "Night Ferry",
) -> Project:
    """A cast project; each episode has a heading and so many spoken lines.

    With `takes`, every spoken line has one take in every language; see `recordings_of`.
    """
    project = replace(new_project(title), languages=tuple(languages), episodes=())
    cast = project.cast
    for name in NAMES:
        cast, character = cast.adding(name)
        for language in languages:
            character = character.cast_as(language, Casting("offline", "narrator"))
        cast = cast.replacing(character)
    project = replace(project, cast=cast)
    for number in range(1, episodes + 1):
        project = project.with_episode(_an_episode(number, lines, languages, project))
    if takes:
        for line, language in _spoken(project):
            project = project.recording(a_take(line, _recording_for(line), language=language))
    return project


def an_outline() -> Outline:
    """A plan with every field filled."""
    brief = Brief(
        "A ferry that never lands", "vertical drama", "en", "drama", "adults", "dry", 2, 60, 2,
        "a bell", "ghosts", "12", 0.7,
    )  # fmt: skip
    scene = PlannedScene(
        "s1", "INT. DECK - NIGHT", "Mara counts.", 30, Written.BEGUN, LineId("abcdefgh")
    )
    mara = PlannedCharacter(
        "c1", "Mara", "female", "30", "captain", "short words", "low", CharacterId("bcdefghj")
    )
    first = PlannedEpisode("e1", "One", "a bell", "a light", (scene,), EpisodeId("cdefghjk"))
    return Outline(brief, "Night Ferry", "Nobody lands.", (mara,), (first,))


def an_edited_timeline(project: Project) -> Project:
    """The project with every field of its first timeline, its lanes and a bed filled.

    The first spoken line has a take in English; the bed has no sound of its own.
    """
    episode, line = project.episodes[0], first_line(project)
    take = project.takes.circled(line, "en")
    assert take
    later = Piece(Span(1200, 2400), 1300, None, -2.5, 10, 20, muted=True)
    cut = Placement(
        pin=48_000,
        gain_db=-1.5,
        muted=True,
        lead=-240,
        locked=True,
        tempo=1.25,
        effect="telephone",
        take=take.id,
        pieces=(Piece(Span(0, 1200)), later, Piece(Span(0, 600), pin=9000)),
    )
    markers = (Marker(0), Marker(4800, "bell"))
    timeline = episode.timeline("en").placing(line.id, cut)
    timeline = replace(timeline, markers=markers, tightness=Tightness(0.75, 1.1))
    bed = Bed(
        BedId("bsample1"), BedKind.VIDEO, "Reference", None, "ferry.mp4", 480, Span(10, 96_000),
        -12.0, -0.5, muted=True, soloed=True, fade_in=5, fade_out=7, duck_db=9.0,
        languages=("en",), cuts=(48_000, 72_000),
    )  # fmt: skip
    episode = episode.with_timeline("en", timeline).with_bed(bed)
    lane = Lane(-3.0, 0.25, True, True, "#336699", 1.5, True, "hall")
    project = project.with_episode(episode).with_lane(line.character, lane)
    project = project.with_lane(None, Lane(gain_db=1.0))
    marked = replace(take, locked=True, parts=((TakeId("gone"), Span(0, 2400)),))
    return project.marking(marked)


def a_survey(project: Project) -> Survey:
    """What a translation goes by, with every field filled."""
    speaker, listener, *_ = project.cast.characters
    address = Address(speaker.id, listener.id, "captain", formal=True)
    return Survey("A ferry never lands.", "dry", (address,), locked=True)


def _an_episode(number: int, lines: int, languages: Sequence[str], project: Project) -> Episode:
    who = project.cast.characters
    spoken = [new_line(LineKind.HEADING, dict.fromkeys(languages, f"INT. DECK {number}"))]
    for index in range(lines):
        text = {code: WORDS.get(code, WORDS["en"]).format(index + 1) for code in languages}
        character = who[index % len(who)].id
        spoken.append(new_line(LineKind.DIALOGUE, text, character=character))
    return Episode(EpisodeId(new_id()), number, f"Part {number}", tuple(spoken))


def _spoken(project: Project) -> list[tuple[Line, str]]:
    lines = [line for _, line in project.lines if line.spoken]
    return [(line, language) for line in lines for language in project.languages]


def _recording_for(line: Line) -> Recording:
    """The sound `a_project` gives to a line: the same for the same id."""
    return a_recording(20, pitch=200.0 + zlib.crc32(line.id.encode()) % 400)


def recordings_of(project: Project) -> tuple[Recording, ...]:
    """The sounds of a project made with takes."""
    named = {take.media for take in project.takes}
    sounds = {r.key: r for line, _ in _spoken(project) for r in (_recording_for(line),)}
    return tuple(sound for key, sound in sounds.items() if key in named)


def a_project_file(folder: Path, project: Project | None = None) -> ProjectFile:
    """A new open file in a folder, with the sounds of what `a_project` made."""
    project = project or a_project(takes=True)
    return ProjectFile.create(folder / "ferry.understudy", project, recordings_of(project))


def first_line(project: Project) -> Line:
    """The first spoken line."""
    return next(line for _, line in project.lines if line.spoken)


__all__ = [
    "LineId",
    "MediaKey",
    "a_fingerprint",
    "a_line",
    "a_project",
    "a_project_file",
    "a_recording",
    "a_sound",
    "a_survey",
    "a_take",
    "an_edited_timeline",
    "an_outline",
    "first_line",
    "recordings_of",
]
