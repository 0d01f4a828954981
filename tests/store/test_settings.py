"""Settings survive hands, other versions and broken files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import SettingsError, SettingsProblem
from studio.store import places
from studio.store.settings import HIGHEST_CAP, RECENT_LIMIT, Settings, load, save

WORDS = st.text(st.characters(codec="utf-8"))


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == (Settings(), None)
    assert os.listdir(tmp_path) == []


@given(
    settings=st.builds(
        Settings,
        theme=st.sampled_from(("system", "dark", "light")),
        window_language=WORDS,
        engine=st.text(min_size=1, alphabet="abc-"),
        ffmpeg=WORDS,
        output_device=WORDS,
        input_device=WORDS,
        cap_per_run=st.integers(0, HIGHEST_CAP),
        cap_per_day=st.integers(0, HIGHEST_CAP),
        recent=st.lists(WORDS).map(tuple),
        shortcuts=st.dictionaries(WORDS, WORDS),
        others=st.dictionaries(st.sampled_from(("new", "newer")), WORDS | st.integers(0, 9)),
    )
)
def test_settings_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    path = tmp_path_factory.mktemp("settings") / "deeper" / "settings.toml"
    save(settings, path)
    assert load(path) == (settings, None)


def test_keys_of_another_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\nmood = "calm"\n[loudness]\ntarget = -16\n')
    settings, error = load(path)
    assert error is None
    assert settings.theme == "dark"
    save(settings.having_opened("/films/ferry.understudy"), path)
    again, _ = load(path)
    assert again.others == {"mood": "calm", "loudness": {"target": -16}}
    assert again.recent == ("/films/ferry.understudy",)


def test_a_value_of_the_wrong_kind_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "purple"\nrecent = 5\nengine = "minimax"\nshortcuts = ["x"]\n')
    settings, error = load(path)
    assert settings == Settings(engine="minimax", others=settings.others)
    assert error
    assert (error.problem, error.detail) == (
        SettingsProblem.MALFORMED,
        "recent, shortcuts, theme",
    )
    assert path.exists()


@pytest.mark.parametrize("cap", ["-1", "true", "1.5", '"many"', "1_000_000_001"])
def test_a_cap_that_is_no_number_of_characters_is_named(tmp_path: Path, cap: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"cap_per_run = {cap}\ncap_per_day = 5_000\n")
    settings, error = load(path)
    assert (settings.cap_per_run, settings.cap_per_day) == (0, 5_000)
    assert error and error.detail == "cap_per_run"


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b"a = 1\na = 2"])
def test_a_broken_file_is_moved_aside_and_never_lost(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    for number in (1, 2):
        path.write_bytes(content)
        settings, error = load(path)
        assert settings == Settings()
        assert error
        assert error.problem is SettingsProblem.MALFORMED
        assert f"settings-unreadable-{number}.toml" in error.detail
        assert (tmp_path / f"settings-unreadable-{number}.toml").read_bytes() == content
    save(Settings(theme="light"), path)
    assert load(path)[0].theme == "light"


def test_settings_that_cannot_be_written_leave_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()
    with pytest.raises(SettingsError) as caught:
        save(Settings(theme="dark"), path)
    assert caught.value.problem is SettingsProblem.UNWRITABLE
    assert os.listdir(tmp_path) == ["settings.toml"]
    assert load(path)[0] == Settings()


def test_recent_projects_are_few_and_each_there_once() -> None:
    settings = Settings()
    for number in (*range(30), 5, 29):
        settings = settings.having_opened(f"/{number}")
    assert settings.recent[:3] == ("/29", "/5", "/28")
    assert len(settings.recent) == len(set(settings.recent)) == RECENT_LIMIT


def test_folders_are_below_the_home_of_the_test_and_made_on_demand(home: Path) -> None:
    for folder in (
        places.config_folder(),
        places.data_folder(),
        places.cache_folder(),
        places.backup_folder(),
    ):
        assert folder.is_dir()
        assert folder.is_relative_to(home)
    assert places.settings_file().parent == places.config_folder()
