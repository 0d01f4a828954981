"""Scripts of every shape, for the tests that write them and read them back."""

from __future__ import annotations

from hypothesis import strategies as st

from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.model.ids import new_id
from studio.model.line import LineKind
from studio.model.span import Span

NASTY = (
    *("[[", "]]", "[", "]", "/*", "*/", "/**/", "[[]]", "*", "**", "_", "\\", "\\*", "|", "^"),
    *(
        ".",
        "!",
        "@",
        ">",
        "<",
        "~",
        "=",
        "===",
        "#",
        "# 1",
        "(",
        ")",
        "（",
        "）",
        "【",
        "】",
        ":",
        "：",
    ),
    *(
        "[[id: k7f3m2qa]]",
        "[[zh: 你好]]",
        "[[a note]]",
        "/* cut */",
        "{",
        "-",
        "  ",
        " ",
        "\n",
        "\n\n",
    ),
    *(
        "INT. HOUSE - DAY",
        "EXT. ",
        "CUT TO:",
        "#1A#",
        "Title: x",
        "Bob: hi",
        "林：你好",
        "第1集",
        "场景一",
    ),
    *(
        "ANNA",
        "anna",
        "Hello there.",
        "WHAT NOW",
        "你好",
        "他走了。",
        "こんにちは",
        "안녕",
        "مرحبا",
        "สวัสดี",
    ),
    *(
        "😀",
        "👩‍🚀",
        "/",
        "12:30",
        "https://a.b",
        "(V.O.)",
        "LOUD [[x]]",
        "\t",
        "\u3000",
        "\u00a0",
        "…",
        "x" * 90,
    ),
)
NAMES = (
    *(
        "ANNA",
        "anna",
        "Mrs. O'Neil",
        "A/B",
        "A/B\\C",
        "A\\",
        "李雷",
        "旁白",
        "さくら",
        "김민수",
        "سارة",
        "ครู",
        "😀",
        "R2-D2",
    ),
    *(
        "NARRATOR",
        "Anna (old)",
        "X^",
        "INT. X",
        "CUT TO:",
        "@me",
        "#1",
        "a: b",
        "Bob [[x]]",
        "~",
        "!",
        "=",
    ),
    *(
        "场景一",
        "Note",
        "12",
        "第1集",
        "(x)",
        "】",
        "/*",
        "a  b",
        "Dr. Who",
        "A, B",
        ".hidden",
        "Ünal",
        "ß",
    ),
    "",
)
LANGUAGES = ("en", "zh", "ja", "id", "pt-BR", "tlh", "x-own")

texts = st.one_of(
    st.builds(
        lambda joint, parts: joint.join(parts),
        st.sampled_from(["", " "]),
        st.lists(st.sampled_from(NASTY), max_size=6),
    ),
    st.text(max_size=20).map(lambda text: "".join(c for c in text if c.isprintable())),
)
FACTS = (
    *(("", None, None), ("", None, None), ("sad", 800, None), ("", 0, None)),
    *(("whisper", 600_000, None), ("", None, Span(0, 48_000))),
)
one_line = texts.map(lambda text: text.replace("\n", " ").replace("\u2028", " "))
bare = one_line.map(lambda text: text.strip(" \t\u3000\u00a0"))


@st.composite
def script_lines(draw: st.DrawFn) -> ScriptLine:
    kind = draw(st.sampled_from(list(LineKind)))
    speaks = kind in (LineKind.DIALOGUE, LineKind.VOICE_OVER)
    emotion, pause, slot = draw(st.sampled_from(FACTS))
    single = kind in (LineKind.HEADING, LineKind.TRANSITION, LineKind.SECTION)
    text = draw(
        st.dictionaries(st.sampled_from(LANGUAGES), one_line if single else texts, max_size=2)
    )
    if kind is LineKind.PAGE_BREAK:
        text.pop("en", None)
    named = speaks or (kind is LineKind.LYRIC and draw(st.booleans()))
    number = ""
    if kind is LineKind.HEADING:
        number = draw(st.sampled_from(["", "1", "12A", "1-2", "第3", "a b", "#"]))
    elif kind is LineKind.SECTION:
        number = draw(st.sampled_from(["", "2", "5"]))
    return ScriptLine(
        kind,
        {code: words for code, words in text.items() if words},
        character=draw(st.sampled_from(NAMES)) if named else "",
        extension=draw(st.sampled_from(["", "", "V.O.", "O.S.", "旁白", "a, b", "x) (y", ")"]))
        if speaks
        else "",
        direction=draw(st.one_of(st.just(""), bare)) if speaks else "",
        emotion=emotion,
        pause_after_ms=pause,
        slot=slot,
        dual=speaks and draw(st.booleans()),
        number=number,
        id=draw(st.sampled_from(["", new_id()])),
        continues=speaks,
    )


titles = bare.map(lambda text: text if "\n" not in text else "")


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    episodes = draw(
        st.lists(
            st.builds(
                ScriptEpisode,
                st.integers(1, 999),
                titles,
                st.lists(script_lines(), max_size=4).map(tuple),
            ),
            min_size=1,
            max_size=2,
        )
    )
    page = draw(st.lists(st.tuples(st.sampled_from(["Author", "Serie", "版本"]), bare), max_size=2))
    return Script(draw(bare), "en", tuple(page), tuple(episodes))
