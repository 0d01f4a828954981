"""Labels for Audacity: three columns, one line each."""

from __future__ import annotations

from hypothesis import given

from studio.formats.exchange.audacity_labels import write_labels
from studio.formats.exchange.timeline import ExchangeTimeline
from tests.formats.exchange.timelines import SMALL, timelines


def test_labels_are_in_the_order_of_time_with_who_speaks() -> None:
    assert write_labels(SMALL).splitlines() == [
        "1.000000\t1.000000\tcut",
        '1.363896\t3.030562\tLIN: He said "no". Then he left.',
        "2.000000\t4.166667\tscene 2",
        "3.125000\t4.625000\t赵: 雨停了。",
    ]


@given(timelines())
def test_every_event_is_one_line_of_three_columns(timeline: ExchangeTimeline) -> None:
    lines = write_labels(timeline).splitlines()
    assert len(lines) == sum(len(track.events) for track in timeline.tracks)
    for line in lines:
        start, end, _ = line.split("\t")
        assert float(start) < float(end) + 1e-6
