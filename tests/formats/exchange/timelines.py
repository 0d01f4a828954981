"""Timelines to be written: random ones, and a small one that a person could check."""

from __future__ import annotations

from hypothesis import strategies as st

from studio.formats.exchange.timeline import Event, ExchangeTimeline, Mark, SoundFile, Track
from studio.model.span import Span

LIN = SoundFile("audio/0001_Lin & Co.wav", 96_000)
LIN_AGAIN = SoundFile("audio/0001_Lin_take2.wav", 90_000)
ZHAO = SoundFile("audio/0002_赵.wav", 72_000)

SMALL = ExchangeTimeline(
    "Rain, episode 1",
    480_000,
    (
        Track(
            "LIN",
            (
                Event(
                    "0001 LIN",
                    65_467,
                    LIN,
                    Span(1_200, 81_200),
                    gain_db=-3.0,
                    fade_in=480,
                    words='He said "no".\nThen he left.',
                    line="a1",
                    others=((LIN_AGAIN, 0),),
                ),
            ),
            colour="#d04a5b",
        ),
        Track(
            "赵", (Event("0002 赵", 150_000, ZHAO, Span(0, 72_000), muted=True, words="雨停了。"),)
        ),
    ),
    (Mark(48_000, "cut"), Mark(96_000, "scene 2", 200_000)),
)

_LENGTH = 48_000 * 20


@st.composite
def _events(draw: st.DrawFn) -> Event:
    file = SoundFile(f"audio/{draw(st.integers(1, 9999)):04}.wav", draw(st.integers(1, _LENGTH)))
    start = draw(st.integers(0, file.length - 1))
    end = draw(st.integers(start + 1, file.length))
    return Event(
        f"{draw(st.integers(1, 9999)):04}",
        draw(st.integers(0, 48_000 * 3_600)),
        file,
        Span(start, end),
        gain_db=draw(st.sampled_from([0.0, -6.0, 3.5])),
        words=draw(st.text(max_size=30)),
        line=draw(st.text("abc123", min_size=1, max_size=8)),
    )


def timelines() -> st.SearchStrategy[ExchangeTimeline]:
    """Up to three tracks of up to six events, overlapping as they like."""
    tracks = st.lists(
        st.builds(
            Track,
            st.text("ABC 你\"'`", min_size=1, max_size=8),
            st.lists(_events(), max_size=6).map(
                lambda events: tuple(sorted(events, key=lambda e: (e.start, e.source_span)))
            ),
        ),
        max_size=3,
    )
    return st.builds(
        ExchangeTimeline, st.just("series"), st.just(48_000 * 3_700), tracks.map(tuple)
    )
