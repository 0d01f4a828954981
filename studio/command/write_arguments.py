"""What `understudy write` takes."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from studio.command.writing_terms import add_writing_terms, written_file
from studio.writing.generating.briefs import LEAST_SPEECH
from studio.writing.generating.presets import PRESETS


def add_write(write: ArgumentParser) -> None:
    """The options of `write`."""
    write.add_argument(
        "--brief",
        "--idea",
        metavar="TEXT|FILE",
        help="what is wanted: words, a text file, or a TOML file with the fields of a brief; "
        "without it the script of --out is gone on with",
    )
    write.add_argument(
        "--out",
        type=written_file,
        required=True,
        metavar="FILE",
        help="script (.fountain, .txt) or project (.understudy); a script's project is beside it",
    )
    presets = ", ".join(name.replace(" ", "-") for name in PRESETS)
    write.add_argument("--preset", metavar="P", help=f"kind of script: {presets}")
    write.add_argument("--language", metavar="L", help="of the script, such as zh")
    write.add_argument("--episodes", type=_positive, metavar="N")
    write.add_argument("--seconds", type=_positive, metavar="N", help="of each episode")
    write.add_argument(
        "--speech", type=_share, metavar="SHARE", help="of the time somebody speaks in: 0.1 to 1.0"
    )
    write.add_argument("--cast-size", type=_positive, metavar="N", help="how many characters")
    write.add_argument("--genre", metavar="TEXT")
    write.add_argument("--audience", metavar="TEXT")
    write.add_argument("--tone", metavar="TEXT")
    write.add_argument("--must-have", metavar="TEXT", help="what has to happen")
    write.add_argument("--must-not", metavar="TEXT", help="what must not")
    write.add_argument("--rating", metavar="TEXT", help="such as 12")
    write.add_argument("--plan-only", action="store_true", help="plan it, and write no scene")
    write.add_argument("--review", action="store_true", help="look it over; changes nothing")
    write.add_argument("--json", action="store_true", help="print what was written as JSON")
    add_writing_terms(write)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not LEAST_SPEECH <= value <= 1.0:
        raise ArgumentTypeError(f"{text} is not a share between {LEAST_SPEECH} and 1.0")
    return value


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)
