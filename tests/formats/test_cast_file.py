"""The cast file: read, written, and refused with what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import CastError, CastProblem
from studio.formats.cast_file import read_cast, write_cast
from studio.model.cast import Casting
from studio.model.project import Project, new_project

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "night-ferry.cast.toml"


def a_project() -> Project:
    project = new_project("X").with_language("zh")
    cast, anna = project.cast.adding("ANNA / 安娜")
    cast, bob = cast.adding("BOB")
    cast = cast.adding("CLEO")[0]
    anna = anna.cast_as("en", Casting("offline", "woman", speed=1.1, emotion="calm"))
    anna = anna.cast_as("zh", Casting("offline", "woman", pitch=-2.0, emotion="calm"))
    bob = bob.cast_as("zh", Casting("offline", "man"))
    cast = cast.replacing(anna).replacing(bob)
    return Project(project.id, "X", ("en", "zh"), project.episodes, cast)


def test_a_cast_is_read_with_what_differs_by_language():
    cast = read_cast(
        '[characters."ANNA"]\nvoice = "woman"\nspeed = 2\n'
        '[characters."ANNA".languages.zh]\npitch = -3',
        source="cast.toml",
        languages=("en", "zh"),
    )
    assert cast == {
        "ANNA": {
            "en": Casting("", "woman", speed=2.0),
            "zh": Casting("", "woman", speed=2.0, pitch=-3.0),
        }
    }


def test_a_written_cast_is_read_back():
    project = a_project()
    cast = read_cast(write_cast(project), source="x", languages=project.languages)
    assert cast == {c.name: dict(c.castings) for c in project.cast if c.castings}


def test_the_sample_cast_is_read():
    cast = read_cast(SAMPLE.read_text("utf-8"), source="x", languages=("en", "zh"))
    assert len(cast) == 5
    assert all(set(castings) == {"en", "zh"} for castings in cast.values())


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('voice = "x"\nspeed = 9', "speed = 9"),
        ('voice = "x"\nspeed = nan', "speed = nan"),
        ('voice = "x"\npitch = -25', "pitch = -25"),
        ('voice = "x"\nvolume = "loud"', "volume = 'loud'"),
        ('voice = "x"\nspeed = true', "speed = True"),
        ('voice = "x"\nemotion = "bored"', "emotion = 'bored'"),
        ('voice = "x"\ntempo = 1', "tempo"),
        ("voice = 3", "voice = 3"),
        ("speed = 1", "voice"),
        ("[characters.ANNA.languages.zh]\nspeed = 2", "languages.zh.voice"),
        ("[characters.ANNA.languages.'中文']\nvoice = 'x'", "languages = '中文'"),
    ],
)
def test_a_value_that_cannot_be_is_named(body: str, value: str):
    with pytest.raises(CastError) as refused:
        read_cast(f"[characters.ANNA]\n{body}", source="cast.toml", languages=("en",))
    error = refused.value
    assert (error.problem, error.character, error.value) == (CastProblem.BAD_VALUE, "ANNA", value)


def test_a_key_that_is_not_known_is_told_with_the_one_that_may_be_meant():
    with pytest.raises(CastError) as refused:
        read_cast('[characters.ANNA]\nvoice = "x"\nsped = 1', source="c", languages=("en",))
    assert refused.value.value == "sped" and refused.value.known[0] == "speed"


def test_a_file_that_is_not_toml_is_refused_with_its_line():
    with pytest.raises(CastError) as refused:
        read_cast("[characters.A]\nvoice = \n", source="cast.toml", languages=("en",))
    assert (refused.value.problem, refused.value.line) == (CastProblem.MALFORMED, 2)


@pytest.mark.parametrize("text", ["voices = 1", "characters = 3", "[characters]\nA = 'woman'"])
def test_a_file_of_another_shape_is_refused(text: str):
    with pytest.raises(CastError):
        read_cast(text, source="cast.toml", languages=("en",))


def test_the_settings_of_an_engine_and_every_byte_of_a_voice_are_kept() -> None:
    settings = {"effect": "robotic", "brightness": 20, "formulas": True}
    project = a_project()
    bob = project.cast.named("BOB")
    assert bob
    casting = Casting("minimax/main", "Santa_Claus ", "speech-2.8-hd", settings=settings)
    project = project.with_character(bob.cast_as("zh", casting))
    castings = read_cast(write_cast(project), source="cast.toml", languages=("en", "zh"))
    assert castings["BOB"] == {"zh": casting}
    with pytest.raises(CastError) as refused:
        read_cast('[characters.BOB]\nvoice = "a"\nsettings = {x = [1]}', source="c", languages=())
    assert "settings.x" in refused.value.value
