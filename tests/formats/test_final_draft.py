"""Final Draft files: read as others write them, and our own read back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import ScriptError, ScriptProblem
from studio.formats.final_draft.paragraphs import LONGEST_TEXT, MOST_ELEMENTS
from studio.formats.final_draft.reader import parse_final_draft
from studio.formats.final_draft.writer import write_final_draft
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.words import spoken_words
from studio.model.line import LineKind
from tests.formats.strategies import scripts

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'


def fdx(*paragraphs: str, page: str = "") -> bytes:
    """A file as Final Draft writes it, of these paragraphs."""
    title = f"<TitlePage><Content>{page}</Content></TitlePage>" if page else ""
    content = "".join(paragraphs)
    return (
        f'{HEAD}<FinalDraft DocumentType="Script" Version="5"><Content>{content}</Content>'
        f"{title}</FinalDraft>"
    ).encode()


def p(kind: str, words: str, attributes: str = "") -> str:
    return f'<Paragraph Type="{kind}" {attributes}><Text>{words}</Text></Paragraph>'


def lines(data: bytes) -> tuple[ScriptLine, ...]:
    return tuple(parse_final_draft(data, source="a.fdx").lines)


def test_a_screenplay_becomes_headings_actions_and_lines_with_directions() -> None:
    found = lines(
        fdx(
            p("Scene Heading", "INT. KITCHEN - NIGHT", 'Number="12A"'),
            p("Action", "Rain."),
            p("Character", "LIN (V.O.)"),
            p("Parenthetical", "(softly)"),
            p("Dialogue", "Stay."),
            p("Parenthetical", "(louder)"),
            p("Dialogue", "Stay!"),
            p("Transition", "CUT TO:"),
        )
    )
    assert [(line.kind, line.words("en")) for line in found] == [
        (LineKind.HEADING, "INT. KITCHEN - NIGHT"),
        (LineKind.ACTION, "Rain."),
        (LineKind.VOICE_OVER, "Stay."),
        (LineKind.VOICE_OVER, "Stay!"),
        (LineKind.TRANSITION, "CUT TO:"),
    ]
    assert found[0].number == "12A"
    assert [(line.character, line.direction) for line in found[2:4]] == [
        ("LIN", "softly"), ("LIN", "louder"),
    ]  # fmt: skip


def test_all_runs_of_a_paragraph_are_read_with_their_emphasis() -> None:
    words = (
        '<Paragraph Type="Dialogue"><Text>I </Text><Text Style="Italic">nev</Text>'
        '<Text Style="Italic">er</Text><Text> left </Text><Text Style="Bold+Underline">2*3</Text>'
        "<Text>.</Text></Paragraph>"
    )
    (line,) = lines(fdx(p("Character", "ANNA"), words))
    assert line.words("en").startswith("I *never* left ")
    assert spoken_words(line.words("en")) == "I never left 2*3."


def test_two_who_speak_at_once_are_two_lines_of_which_the_second_is_dual() -> None:
    both = p("Character", "ANNA") + p("Dialogue", "Go!") + p("Character", "BEN") + p(
        "Dialogue", "No!"
    )  # fmt: skip
    found = lines(fdx(f"<Paragraph><DualDialogue>{both}</DualDialogue></Paragraph>"))
    assert [(line.character, line.dual) for line in found] == [("ANNA", False), ("BEN", True)]


def test_acts_that_name_an_episode_begin_one() -> None:
    script = parse_final_draft(
        fdx(
            p("New Act", "Episode 1: Rain"), p("Character", "ANNA"), p("Dialogue", "Hm."),
            p("Show/Ep. Title", "第2集"), p("Character", "ANNA"), p("Dialogue", "Ah."),
        )
    )  # fmt: skip
    assert [(part.number, part.title) for part in script.episodes] == [(1, "Rain"), (2, "")]


def test_the_title_page_gives_title_and_author() -> None:
    page = p("General", "THE LONG RAIN") + p("General", "written by") + p("General", "A. Author")
    script = parse_final_draft(fdx(p("Action", "Rain."), page=page))
    assert script.title == "THE LONG RAIN"
    assert script.title_page == (("Author", "A. Author"),)


def test_notes_of_a_reader_stay_with_the_words() -> None:
    noted = (
        '<Paragraph Type="Dialogue"><Text>No.</Text><ScriptNote><Paragraph><Text>cut this?</Text>'
        "</Paragraph></ScriptNote></Paragraph>"
    )
    (line,) = lines(fdx(p("Character", "ANNA"), noted))
    assert line.words("en") == "No. [[cut this?]]"


def noted(kind: str, words: str) -> str:
    note = "<ScriptNote><Paragraph><Text>cut this?</Text></Paragraph></ScriptNote>"
    return f'<Paragraph Type="{kind}">{note}<Text>{words}</Text></Paragraph>'


@pytest.mark.parametrize("kind", ["Character", "Parenthetical", "Dialogue"])
def test_a_note_anywhere_in_a_speech_takes_nothing_from_it(kind: str) -> None:
    parts = {"Character": "ANNA", "Parenthetical": "(softly)", "Dialogue": "Stay."}
    speech = [(noted if each == kind else p)(each, words) for each, words in parts.items()]
    found = lines(fdx(*speech, p("Dialogue", "Please.")))
    (line,) = (line for line in found if line.spoken)
    assert (line.character, line.direction) == ("ANNA", "softly")
    assert spoken_words(line.words("en")) == "Stay. Please."
    assert "cut this?" in " ".join(each.words("en") for each in found)


def test_a_note_on_the_title_of_an_episode_is_no_part_of_it() -> None:
    script = parse_final_draft(fdx(noted("New Act", "Episode 2: Rain"), p("Action", "Rain.")))
    assert [part.title for part in script.episodes] == ["Rain"]
    assert [line.kind for line in script.lines] == [LineKind.NOTE, LineKind.ACTION]


def test_underlined_cues_and_slanted_directions_are_names_and_directions() -> None:
    styled = '<Paragraph Type="{}"><Text Style="Underline+Bold">{}</Text></Paragraph>'
    (line,) = lines(
        fdx(
            styled.format("Character", "ANNA (V.O.)"),
            styled.format("Parenthetical", "(softly)"),
            p("Dialogue", "Stay."),
        )
    )
    assert (line.character, line.extension, line.direction) == ("ANNA", "V.O.", "softly")


def test_what_is_struck_out_is_kept_and_not_said() -> None:
    struck = (
        '<Paragraph Type="Dialogue"><Text>Stay. </Text><Text Style="Strikeout">Go!</Text>'
        "<Text>Please.</Text></Paragraph>"
    )
    data = fdx(p("Character", "ANNA"), struck)
    (line,) = lines(data)
    assert spoken_words(line.words("en")) == "Stay. Please."
    script = parse_final_draft(data)
    assert parse_final_draft(write_final_draft(script, "en").encode()) == script


def test_what_is_written_where_a_speech_goes_over_a_page_is_not_acted() -> None:
    found = lines(
        fdx(
            p("Character", "ANNA"), p("Dialogue", "Stay,"), p("Parenthetical", "(MORE)"),
            p("Character", "ANNA (CONT'D)"), p("Dialogue", "please."),
        )
    )  # fmt: skip
    assert [(line.character, line.direction, line.words("en")) for line in found] == [
        ("ANNA", "", "Stay,"), ("ANNA", "", "please."),
    ]  # fmt: skip


def test_cues_under_which_nobody_speaks_are_no_lines_to_voice() -> None:
    found = lines(
        fdx(
            p("Character", ""), p("Action", "Rain."), p("Character", "BEN"), p("Action", "Wind."),
            p("Character", "ANNA"), p("Dialogue", "Hm."), p("Parenthetical", "(beat)"),
        )
    )  # fmt: skip
    assert [(line.kind, line.words("en")) for line in found] == [
        (LineKind.ACTION, "Rain."), (LineKind.ACTION, "BEN"), (LineKind.ACTION, "Wind."),
        (LineKind.DIALOGUE, "Hm."), (LineKind.ACTION, "(beat)"),
    ]  # fmt: skip


def test_numbered_parts_of_an_outline_begin_no_episodes() -> None:
    script = parse_final_draft(
        fdx(p("Outline 1", "1. Rain"), p("Outline 2", "2. Wind"), p("Character", "ANNA"),
            p("Dialogue", "Hm."), p("Action", "7", 'Alignment="Center"'))
    )  # fmt: skip
    assert [part.number for part in script.episodes] == [1]


def test_scenes_that_were_omitted_are_cut_out_and_their_heading_stays() -> None:
    gone = p("Scene Heading", "EXT. PIER") + p("Character", "ANNA") + p("Dialogue", "Gone.")
    omitted = (
        f'<Paragraph Type="Scene Heading" Number="5"><OmittedScene>{gone}</OmittedScene>'
        "<Text>OMITTED</Text></Paragraph>"
    )
    found = lines(fdx(omitted))
    assert [line.kind for line in found] == [LineKind.HEADING, *[LineKind.BONEYARD] * 3]
    assert found[0].number == "5"


def test_blank_lines_before_the_first_tag_do_no_harm() -> None:
    data = b"\xef\xbb\xbf\r\n" + fdx(p("Character", "ANNA"), p("Dialogue", "Hm."))
    assert [line.words("en") for line in lines(data)] == ["Hm."]
    with pytest.raises(ScriptError) as refused:
        parse_final_draft(b"\n\n<FinalDraft><", source="a.fdx")
    assert refused.value.line == 3


@pytest.mark.parametrize("tag", ["DualDialogue", "OmittedScene", "Nothing"])
def test_elements_inside_one_another_without_end_are_refused(tag: str) -> None:
    inside = f"<Paragraph><{tag}>" * 5_000 + f"</{tag}></Paragraph>" * 5_000
    with pytest.raises(ScriptError) as refused:
        parse_final_draft(fdx(inside), source="a.fdx")
    assert refused.value.problem is ScriptProblem.MALFORMED


@pytest.mark.parametrize("content", ["<a/>" * (MOST_ELEMENTS + 1), "*a " * LONGEST_TEXT])
def test_more_than_any_script_has_is_refused(content: str) -> None:
    with pytest.raises(ScriptError) as refused:
        parse_final_draft(fdx(content), source="a.fdx")
    assert refused.value.problem is ScriptProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"not xml", ScriptProblem.MALFORMED),
        (b"<FinalDraft><Content>", ScriptProblem.MALFORMED),
        (b"<other/>", ScriptProblem.MALFORMED),
        (
            b'<!DOCTYPE a [<!ENTITY x "y">]><FinalDraft><Content/></FinalDraft>',
            ScriptProblem.MALFORMED,
        ),
        (b'<?xml version="1.0" encoding="nonsense"?><FinalDraft/>', ScriptProblem.ENCODING),
    ],
)
def test_what_is_no_script_is_refused_in_one_sentence(data: bytes, problem: ScriptProblem) -> None:
    with pytest.raises(ScriptError) as refused:
        parse_final_draft(data, source="a.fdx")
    assert refused.value.problem is problem


def test_a_file_that_would_grow_without_end_is_refused_at_once() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><FinalDraft>&b;</FinalDraft>'
    with pytest.raises(ScriptError):
        parse_final_draft(bomb, source="a.fdx")


def test_the_words_of_other_files_are_never_looked_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    outside = f'<!DOCTYPE l [<!ENTITY s SYSTEM "{secret.as_uri()}">]><FinalDraft>&s;</FinalDraft>'
    with pytest.raises(ScriptError):
        parse_final_draft(outside.encode(), source="a.fdx")


_WORDS = st.lists(
    st.sampled_from(["Hello", "*so*", "there.", "你好。", "**No!**", "2 * 3", "a_b", "„Ja“", "…"]),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
_SPEECH = st.builds(
    ScriptLine,
    st.just(LineKind.DIALOGUE),
    _WORDS.map(lambda words: {"en": words, "zh": "译文"}),
    st.sampled_from(["ANNA", "李雷", "Mrs. O'Neil"]),
    extension=st.sampled_from(["", "O.S."]),
    direction=st.sampled_from(["", "softly", "低声"]),
    emotion=st.sampled_from(["", "sad"]),
    pause_after_ms=st.sampled_from([None, 800]),
    id=st.sampled_from(["", "k7f3m2qa"]),
)
_ELEMENT = st.builds(
    ScriptLine,
    st.sampled_from([LineKind.HEADING, LineKind.ACTION, LineKind.TRANSITION, LineKind.SYNOPSIS]),
    _WORDS.map(lambda words: {"en": words}),
)
_EPISODE = st.builds(
    ScriptEpisode,
    st.integers(1, 99),
    st.sampled_from(["", "Rain", "雨"]),
    st.lists(st.one_of(_SPEECH, _ELEMENT), min_size=1, max_size=8).map(tuple),
)


@given(st.lists(_EPISODE, min_size=1, max_size=3))
def test_an_ordinary_script_comes_back_the_same(episodes: list[ScriptEpisode]) -> None:
    script = Script("The Rain", "en", (("Author", "A. Author"),), tuple(episodes))
    back = parse_final_draft(write_final_draft(script, "en").encode())
    assert _plain(back) == _plain(script)


def _plain(script: Script) -> Script:
    """The script with its English words as they are spoken: escapes may come and go."""
    episodes = tuple(
        replace(
            part,
            lines=tuple(
                replace(line, text={**line.text, "en": spoken_words(line.words("en"))})
                for line in part.lines
            ),
        )
        for part in script.episodes
    )
    return replace(script, episodes=episodes)


@given(scripts())
@settings(suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
def test_whatever_is_written_keeps_who_speaks_and_every_id(script: Script) -> None:
    back = parse_final_draft(write_final_draft(script, "en").encode())
    told = [(line.id, line.character, line.emotion) for line in script.spoken_lines]
    assert [(line.id, line.character, line.emotion) for line in back.spoken_lines] == told
