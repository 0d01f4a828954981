"""A project file holds a production whole, for one writer at a time."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.cast import Casting
from studio.model.episode import ToldPart
from studio.model.line import LineKind, new_line
from studio.model.project import Fitting, GlossaryEntry, Project
from studio.model.span import Span
from studio.model.timeline import GapRules, Placement, Timeline
from studio.model.translation import Suggestion, Translation, TranslationState
from studio.store.check import Depth, check
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from tests.builders import (
    a_line,
    a_project,
    a_project_file,
    a_recording,
    a_survey,
    a_take,
    an_edited_timeline,
    an_outline,
    first_line,
)


def everything() -> Project:
    """A project with something in every field."""
    project = a_project(3, ("en", "zh"), takes=True, episodes=2)
    line = first_line(project)
    full = replace(
        line,
        direction="softly",
        emotion="sad",
        extension="V.O.",
        pause_after_ms=800,
        slot=Span(48_000, 96_000),
        dual=True,
        number="12A",
        circled={"en": project.takes.of(line.id, "en")[0].id},
        approved={"en": project.takes.of(line.id, "en")[0].id},
        translations={
            "zh": Translation(TranslationState.FLAGGED, "f00d", ("number: 7",), "短"),
        },
        suggestions=(Suggestion("who says this?", "en", "Halt.", project.cast.characters[1].id),),
    )
    project = project.with_line(full)
    character = project.cast.characters[0].cast_as(
        "zh", Casting("minimax", "v-1", "speech", 1.25, -2, 0.5, "happy")
    )
    character = replace(character, notes="limps", gender="female", age="30", role="captain")
    character = replace(character, style="short words", names={"zh": "玛拉"})
    project = project.with_character(character)
    take = replace(project.takes.of(line.id, "zh")[0], starred=True, note="best", discarded=True)
    episode = project.episodes[0]
    timeline = episode.timeline("en").pin(line.id, 4800)
    timeline = timeline.placing(episode.lines[2].id, Placement(None, -3.5, True))
    project = project.with_episode(
        replace(
            episode.with_timeline("en", timeline).with_timeline("zh", Timeline()),
            told=(ToldPart("f00d"), ToldPart("beef", line.id)),
        )
    )
    project = an_edited_timeline(project.marking(take))
    return replace(
        project,
        gaps=GapRules(1, 2, 3, 4, 5),
        glossary=(GlossaryEntry("ferry", "zh", "渡轮", True, "ship", "old"),),
        title_page=(("Credit", "by"), ("Author", "A. N. Other")),
        outline=an_outline(),
        surveys={"zh": a_survey(project)},
        fitting=Fitting.STRICT,
    )


def test_every_field_is_there_after_reopening(tmp_path: Path) -> None:
    project = everything()
    file = a_project_file(tmp_path, project)
    file.close()
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == project
        assert not reopened.read_only
        assert reopened.findings == ()
    assert os.listdir(tmp_path) == [file.path.name]


@pytest.mark.parametrize(
    "words", ["", "\x00\x1f", "half a pair \ud83d", "你好 🙂 \u202eabc", '"],["']
)
def test_any_words_come_back_as_they_were(tmp_path: Path, words: str) -> None:
    with a_project_file(tmp_path) as file:
        line = first_line(file.project)
        file.keep(file.project.with_line(line.saying("en", words)))
    with ProjectFile.open(file.path) as reopened:
        assert first_line(reopened.project).words("en") == words


def test_each_kind_of_edit_is_kept(tmp_path: Path) -> None:
    with a_project_file(tmp_path, everything()) as file:
        document = Document(file.project, DirectKeeper(file))
        first, second = document.project.episodes
        moved = first.lines[1]
        edits = (
            document.project.with_episode(first.inserting(2, [a_line("In between.")])),
            lambda p: p.with_episode(p.episodes[0].without([p.episodes[0].lines[3].id])),
            lambda p: p.with_episode(replace(p.episodes[1], lines=p.episodes[1].lines[::-1])),
            lambda p: replace(p, episodes=p.episodes[::-1]),
            lambda p: p.with_episode(p.episode(first.id).without([moved.id])).with_episode(
                p.episode(second.id).inserting(0, [moved])
            ),
            lambda p: replace(p, cast=replace(p.cast, characters=p.cast.characters[::-1])),
            lambda p: p.with_language("de"),
            lambda p: p.with_episode(
                p.episode(first.id).with_timeline(
                    "en", p.episode(first.id).timeline("en").unpin(moved.id)
                )
            ),
            lambda p: replace(p, episodes=p.episodes[:1]),
            lambda p: replace(p, episodes=()),
        )
        for edit in edits:
            document.edit("edit", edit(document.project) if callable(edit) else edit)
            assert document.unsaved is None
            with ProjectFile.open(file.path) as view:
                assert view.project == document.project
        while document.undo_label:
            document.undo()
        with ProjectFile.open(file.path) as view:
            assert view.project == document.project
    assert check(file.path, Depth.FULL) == ()


def test_one_changed_line_writes_one_row(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(50)) as file:
        file.keep(file.project.with_line(first_line(file.project).saying("en", "Else.")))
        with closing(sqlite3.connect(file.path)) as connection:
            edits = connection.execute(
                "SELECT count(*) FROM lines WHERE edit = (SELECT max(edit) FROM lines)"
            ).fetchone()
    assert edits == (1,)


def test_lines_put_in_the_same_place_for_ever_stay_in_order(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(4)) as file:
        for number in range(80):
            episode = file.project.episodes[0]
            file.keep(file.project.with_episode(episode.inserting(2, [a_line(f"Line {number}.")])))
        kept = file.project
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == kept
    assert check(file.path, Depth.FULL) == ()


def test_two_lines_with_one_id_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(3, episodes=2)) as file:
        before = file.project
        first, second = before.episodes
        twice = before.with_episode(first.inserting(3, [first.lines[1]]))
        elsewhere = before.with_episode(second.inserting(0, [first.lines[1]]))
        for wrong in (twice, elsewhere):
            with pytest.raises(ProjectFileError):
                file.keep(wrong)
        assert file.project is before
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == before


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "ferry.understudy").write_text("mine")
    with pytest.raises(ProjectFileError) as caught:
        a_project_file(tmp_path)
    assert caught.value.problem is ProjectFileProblem.EXISTS
    assert (tmp_path / "ferry.understudy").read_text() == "mine"


def test_a_file_in_a_missing_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError) as caught:
        ProjectFile.create(tmp_path / "none" / "a.understudy", a_project())
    assert caught.value.problem is ProjectFileProblem.UNWRITABLE


def test_a_second_opening_is_read_only_and_says_why(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        with ProjectFile.open(file.path) as second:
            assert second.read_only
            assert second.why_read_only
            assert second.why_read_only.problem is ProjectFileProblem.LOCKED
            with pytest.raises(ProjectFileError):
                second.keep(second.project.with_language("fr"))
        link = tmp_path / "link.understudy"
        link.symlink_to(file.path)
        with ProjectFile.open(link) as third:
            assert third.read_only
    with ProjectFile.open(file.path) as alone:
        assert not alone.read_only


HOLDER = """
import sys
from pathlib import Path
from studio.store.project_file import ProjectFile
file = ProjectFile.open(Path(sys.argv[1]))
print(file.read_only, flush=True)
sys.stdin.read()
"""


def test_a_killed_program_leaves_no_lock(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    file.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "False\n"
        with ProjectFile.open(file.path) as meanwhile:
            assert meanwhile.read_only
        holder.kill()
    with ProjectFile.open(file.path) as afterwards:
        assert not afterwards.read_only


VISITOR = """
import os, sys
from pathlib import Path
from studio.store.project_file import ProjectFile
os.setuid(65534)
file = ProjectFile.open(Path(sys.argv[1]))
print(file.read_only, file.why_read_only.problem, file.project.title, file.project.languages)
"""


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("log_left", [False, True])
def test_a_folder_that_cannot_be_written_opens_read_only(log_left: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ferry.understudy"
        file = a_project_file(Path(folder))
        file.keep(file.project.with_language("fr"))
        if log_left:
            copied = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
        file.close()
        if log_left:
            for end, data in copied.items():
                Path(f"{path}{end}").write_bytes(data)
        os.chmod(folder, 0o555)
        found = subprocess.run(
            [sys.executable, "-c", VISITOR, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    assert found.stdout == "True unwritable Night Ferry ('en', 'fr')\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ProjectFileProblem.NOT_A_PROJECT),
        (b"INT. FERRY - NIGHT\n\nMARA\nHello.\n" * 10, ProjectFileProblem.NOT_A_PROJECT),
        (bytes(range(256)) * 40, ProjectFileProblem.NOT_A_PROJECT),
    ],
)
def test_what_is_no_project_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, problem: ProjectFileProblem
) -> None:
    path = tmp_path / "other.understudy"
    path.write_bytes(content)
    with pytest.raises(ProjectFileError) as caught:
        ProjectFile.open(path)
    assert caught.value.problem is problem
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == [path.name]


def test_another_database_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.understudy"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE lines (id)")
    expected = {
        other: ProjectFileProblem.NOT_A_PROJECT,
        tmp_path: ProjectFileProblem.NOT_A_PROJECT,
        tmp_path / "none.understudy": ProjectFileProblem.MISSING,
    }
    for path, problem in expected.items():
        with pytest.raises(ProjectFileError) as caught:
            ProjectFile.open(path)
        assert caught.value.problem is problem


def test_a_newer_file_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    project = file.project
    file.close()
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("PRAGMA user_version = 7")
        connection.execute("ALTER TABLE jobs ADD COLUMN mood TEXT")
    with ProjectFile.open(file.path) as newer:
        assert newer.read_only
        assert newer.why_read_only
        assert newer.why_read_only.problem is ProjectFileProblem.NEWER
        assert newer.project == project
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("ALTER TABLE lines RENAME TO speeches")
    with pytest.raises(ProjectFileError) as caught:
        ProjectFile.open(file.path)
    assert caught.value.problem is ProjectFileProblem.NEWER
    assert "7" in caught.value.detail


def test_the_same_sound_is_stored_once_and_read_in_any_thread(tmp_path: Path) -> None:
    recording = a_recording(30, pitch=500)
    with a_project_file(tmp_path, a_project(2)) as file:
        document = Document(file.project, DirectKeeper(file))
        for line in document.project.episodes[0].spoken_lines:
            document.record(a_take(line, recording), recording)
        with closing(sqlite3.connect(file.path)) as connection:
            assert connection.execute("SELECT count(*), kind FROM media").fetchone() == (1, "wav")
        found: list[bytes] = []

        def read() -> None:
            for _ in range(50):
                found.append(file.media(recording.key))
                found.append(file.peaks(recording.key))

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(30):
            document.edit("", document.project.with_language(f"x{number}"))
        for thread in threads:
            thread.join()
    assert found.count(recording.data) == found.count(recording.peaks) == 150


def test_a_sound_that_changed_on_the_disk_is_never_played(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    take = next(iter(file.project.takes))
    file.close()
    with closing(sqlite3.connect(file.path)) as connection, connection:
        connection.execute(
            "UPDATE media SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE key = ?",
            (take.media,),
        )
        connection.execute("UPDATE peaks SET data = x'00' WHERE media = ?", (take.media,))
    with ProjectFile.open(file.path) as damaged:
        for read in (damaged.media, damaged.peaks):
            with pytest.raises(ProjectFileError) as caught:
                read(take.media)
            assert caught.value.problem is ProjectFileProblem.DAMAGED
        missing = a_recording(10).key
        with pytest.raises(ProjectFileError) as caught:
            damaged.media(missing)
        assert caught.value.problem is ProjectFileProblem.MEDIA_MISSING


def test_a_copy_is_whole_and_never_overwrites_unasked(tmp_path: Path) -> None:
    copied = tmp_path / "copy.understudy"
    with a_project_file(tmp_path) as file:
        file.keep(file.project.with_language("fr"))
        file.save_copy(copied)
        with pytest.raises(ProjectFileError) as caught:
            file.save_copy(copied)
        assert caught.value.problem is ProjectFileProblem.EXISTS
        file.keep(file.project.with_language("de"))
        file.save_copy(copied, replace=True)
        for target in (file.path, copied):
            with ProjectFile.open(copied), pytest.raises(ProjectFileError) as caught:
                file.save_copy(target, replace=True)
            assert caught.value.problem is ProjectFileProblem.LOCKED
        expected = file.project
    with ProjectFile.open(copied) as copy:
        assert copy.project == expected
        assert not copy.read_only
    assert check(copied, Depth.FULL) == ()
    assert sorted(os.listdir(tmp_path)) == ["copy.understudy", "ferry.understudy"]


def test_folding_leaves_all_in_the_one_file(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        file.keep(file.project.with_language("fr"))
        file.fold()
        (tmp_path / "alone.understudy").write_bytes(file.path.read_bytes())
        expected = file.project
    with ProjectFile.open(tmp_path / "alone.understudy") as alone:
        assert alone.project == expected


def test_compacting_drops_only_what_nothing_names(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(2)) as file:
        line = first_line(file.project)
        kept, discarded, orphan = (a_recording(900, pitch=p) for p in (300, 400, 500))
        good, bad = a_take(line, kept), replace(a_take(line, discarded), discarded=True)
        before = file.project
        file.keep(before.recording(a_take(line, orphan)), [orphan])
        file.keep(before)
        file.keep(before.recording(good).recording(bad), [kept, discarded])
        file.keep(file.project.circling(bad))
        assert file.compact().sounds == 1
        assert file.media(discarded.key) == discarded.data
        report = file.compact(discarded=True)
        assert report.sounds == 1
        assert report.bytes_after < report.bytes_before
        assert list(file.project.takes) == [good]
        assert file.project.takes.circled(first_line(file.project), "en") == good
        assert file.media(kept.key) == kept.data
        expected = file.project
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == expected
    assert check(file.path, Depth.FULL) == ()


def test_takes_of_a_deleted_line_stay(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        episode, line = file.project.episodes[0], first_line(file.project)
        file.keep(file.project.with_episode(episode.without([line.id])))
        file.compact()
        (take,) = file.project.takes.of(line.id, "en")
        assert file.media(take.media)
    assert check(file.path, Depth.FULL) == ()


def test_thousands_of_lines_are_one_read(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(2_000))
    file.close()
    statements: list[str] = []
    connect = sqlite3.connect

    def listening(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload]
        connection.set_trace_callback(statements.append)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", listening)
        with ProjectFile.open(file.path) as reopened:
            assert len(reopened.project.episodes[0].lines) == 2_001
    assert len(statements) < 40


def test_a_heading_needs_no_speaker(tmp_path: Path) -> None:
    heading = new_line(LineKind.HEADING, {"en": "EXT. PIER"})
    with a_project_file(tmp_path) as file:
        episode = file.project.episodes[0]
        file.keep(file.project.with_episode(episode.inserting(0, [heading])))
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project.episodes[0].lines[0] == heading
