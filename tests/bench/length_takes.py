"""Takes of the sample series and of a German story by the real offline engine, measured."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.audio.speech_span import speech_span
from studio.casting.cast_files import with_cast_file
from studio.engines.offline.engine import OfflineEngine
from studio.engines.speech import Reading
from studio.formats.reading import read_script
from studio.formats.scripting import project_of
from studio.model.project import Project
from studio.model.span import seconds
from studio.synthesis.plan import reading_of

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "night-ferry.fountain"
GERMAN = """
Das Boot fährt um Mitternacht. Kabine zwölf gehört Ihnen.
Und wer fragt nach meinem Namen?
Niemand. Auf diesem Schiff hat niemand einen Namen, solange der Nebel bleibt.
Das glaube ich nicht.
Sie müssen es nicht glauben, Sie müssen nur einsteigen.
Was ist das für eine Glocke?
Eine alte. Sie hat keinen Klöppel mehr, seit zwölf Jahren nicht.
Trotzdem habe ich sie gehört, zweimal, ganz deutlich.
Dann sind Sie der Erste, der es zugibt.
Meine Mutter hat früher auf dieser Fähre gearbeitet.
Ich weiß. Sie sehen ihr ähnlich, vor allem um die Augen.
Sie kannten meine Mutter?
Jeder kannte sie. Sie hat die Suppe gekocht, und niemand durfte hungrig von Bord gehen.
Warum hat mir das nie jemand erzählt?
Weil niemand fragte. Und weil die Antwort nicht schön ist.
Ich habe Zeit. Die ganze Nacht, wenn es sein muss.
Also gut, setzen Sie sich.
In jener Nacht war der Nebel so dicht wie heute, und die Glocke schlug, bevor wir das Licht sahen.
Welches Licht?
Das Licht, das da nicht sein durfte.
Hören Sie auf, mir Angst zu machen!
Die Angst haben Sie selbst mitgebracht, junger Mann.
Da vorne, sehen Sie! Da ist es wieder.
Ruhig bleiben. Nicht winken, nicht rufen, einfach weiteratmen.
Es kommt näher.
Es kommt immer näher, das ist seine Art.
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line as it was read, and how long it is without silence around it."""

    reading: Reading
    seconds: float


async def takes() -> dict[str, list[Spoken]]:
    """By language: the sample series in both of its own, and the German story."""
    engine = OfflineEngine()
    try:
        readings = await sample_readings(engine)
        lines = GERMAN.strip().splitlines()
        readings["de"] = [
            Reading(line, "de", ("man", "narrator")[number % 2])
            for number, line in enumerate(lines)
        ]
        return {
            language: list(await asyncio.gather(*(_spoken(engine, each) for each in of_language)))
            for language, of_language in readings.items()
        }
    finally:
        await engine.aclose()


async def sample_readings(engine: OfflineEngine) -> dict[str, list[Reading]]:
    """By language how the lines of the sample series are read by its own cast."""
    project = project_of(read_script(SAMPLE.read_bytes(), source=str(SAMPLE))[0], title="Ferry")
    cast = SAMPLE.with_suffix(".cast.toml")
    project = await with_cast_file(project, cast, {engine.name: engine})
    return {language: list(_readings(project, language)) for language in ("en", "zh")}


def _readings(project: Project, language: str) -> Iterator[Reading]:
    for _, line in project.lines:
        casting = project.casting_of(line, language)
        if line.spoken and casting and line.words(language).strip():
            yield reading_of(project, line, language, casting)


async def _spoken(engine: OfflineEngine, reading: Reading) -> Spoken:
    speech = await engine.speak(engine.prepare(reading))
    span = speech_span(peaks_of(ingest(speech.data)))
    return Spoken(reading, seconds(span.length))
