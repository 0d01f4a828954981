"""Whatever is written is read back the same, in both dialects."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from studio.formats.fountain import parse_fountain
from studio.formats.fountain_writer import write_fountain
from studio.formats.plain import parse_plain, write_plain
from studio.formats.reading import read_script
from studio.formats.script import Script
from tests.formats.strategies import scripts

many = settings(
    max_examples=settings().max_examples * 2,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


@given(scripts())
@many
def test_a_written_script_is_read_back_the_same(script: Script):
    for write, parse in ((write_fountain, parse_fountain), (write_plain, parse_plain)):
        written = write(script, "en")
        assert parse(written) == script
        assert read_script(written.encode(), source="a.txt")[0] == script
