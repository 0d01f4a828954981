"""What the command line takes, and the request it makes of it."""

from __future__ import annotations

import codecs
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from studio import __version__
from studio.command.account_arguments import add_accounts
from studio.command.requested import RenderRequest
from studio.command.translate_arguments import add_translate
from studio.command.voice_arguments import add_clone, add_design, add_voices
from studio.command.write_arguments import add_write
from studio.command.writing_arguments import add_adapt
from studio.command.writing_terms import add_writer
from studio.delivery.order import (
    BIT_DEPTHS,
    FORMATS,
    FRAME_RATE,
    LINE_PATTERN,
    SHEET_KINDS,
    SUBTITLE_KINDS,
    TIMELINE_KINDS,
    Order,
)
from studio.formats.exchange.frames import FRAME_RATES
from studio.model.project import Fitting

_WINDOW = "Without a command the window opens, with the project or script named."


def parser() -> ArgumentParser:
    """The parser of every command; `render` leaves a finished RenderRequest in `request`."""
    root = ArgumentParser("understudy", description="A studio for dialogue.", epilog=_WINDOW)
    root.add_argument("--version", action="version", version=f"Understudy {__version__}")
    commands = root.add_subparsers(dest="command", required=True)
    _add_render(commands.add_parser("render", help="voice what is missing and write a delivery"))
    add_voices(commands.add_parser("voices", help="list the voices there are, and keep your own"))
    add_clone(commands.add_parser("clone", help="make voices of recordings"))
    add_design(commands.add_parser("design", help="make a voice of a description"))
    add_write(commands.add_parser("write", help="write a script from a brief"))
    add_adapt(commands.add_parser("adapt", help="make attributed dialogue out of prose"))
    add_translate(commands.add_parser("translate", help="say a script in other languages"))
    add_accounts(commands.add_parser("accounts", help="accounts at services, and their keys"))
    commands.add_parser("doctor", help="what works here: sound, keyring, engines, display")
    return root


def request_of(options: Namespace) -> RenderRequest:
    """What `render` was asked for; without any kind of file the mix is meant."""
    stems = options.stems or options.stereo_stems
    lists = options.subtitles or options.timelines or options.sheets
    but_lines = options.mix or stems or lists
    order = Order(
        folder=options.out,
        languages=tuple(options.language),
        episodes=tuple(options.episode),
        mix=options.mix or not (but_lines or options.lines),
        stems=stems,
        lines=options.lines,
        subtitles=options.subtitles,
        format=options.format,
        bit_depth=options.bits,
        loudness=options.loudness,
        overwrite=True,
        beds=options.beds,
        stereo_stems=options.stereo_stems,
        timelines=options.timelines,
        frame_rate=options.frame_rate,
        sheets=options.sheets,
        **_patterns(options.name, only_lines=not but_lines),
    )
    return RenderRequest(
        options.source,
        order,
        options.engine,
        options.cast,
        options.encoding or "",
        options.cap,
        options.again,
        Fitting(options.fit),
    )


def _patterns(pattern: str | None, *, only_lines: bool) -> dict[str, str]:
    """One pattern for all files.

    Where it tells no lines apart it is meant for the others, if others are asked for.
    """
    if pattern is None:
        return {}
    per_line = only_lines or "{line" in pattern or "{id" in pattern
    return {
        "mix_pattern": pattern,
        "stem_pattern": pattern,
        "subtitle_pattern": pattern,
        "line_pattern": pattern if per_line else LINE_PATTERN,
    }


def _add_render(render: ArgumentParser) -> None:
    source = "a script, or a file of the studio: NAME.understudy"
    engine = "whose voices they get who are not cast: offline, minimax or minimax/main"
    render.add_argument("source", type=Path, metavar="SCRIPT|PROJECT", help=source)
    render.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for it")
    render.add_argument("--engine", default="offline", metavar="E", help=engine)
    language = "such as zh; may be given several times"
    render.add_argument("--language", action="append", default=[], metavar="L", help=language)
    render.add_argument(
        "--episode",
        action="append",
        default=[],
        type=_positive,
        metavar="N",
        help="its number; may be given several times",
    )
    cast = "who has which voice: a cast file, or another project"
    render.add_argument("--cast", type=Path, metavar="cast.toml|PROJECT", help=cast)
    encoding = "of the script, where it cannot be told: gb18030"
    render.add_argument("--encoding", type=_encoding, metavar="NAME", help=encoding)
    render.add_argument(
        "--again",
        action="store_true",
        help="voice lines anew whose answer was lost; they may be billed twice",
    )
    render.add_argument("--cap", type=_positive, metavar="N", help="most characters to be billed")
    fit = "bring translated lines into the time of their source, by speed and with a writer's help"
    render.add_argument("--fit", choices=[*Fitting], default=Fitting.OFF, help=fit)
    add_writer(render)
    render.add_argument("--mix", action="store_true", help="all characters in one file")
    render.add_argument("--stems", action="store_true", help="one full-length file per character")
    stereo = "the same, where their lanes are panned"
    render.add_argument("--stereo-stems", action="store_true", help=stereo)
    beds = "music and video sound in the mix, and as a stem of their own"
    render.add_argument("--beds", action="store_true", help=beds)
    render.add_argument("--lines", action="store_true", help="one file per line")
    render.add_argument(
        "--subtitles", type=_kinds, default=(), metavar="KINDS", help=",".join(SUBTITLE_KINDS)
    )
    timelines = "for other programs: Reaper, OpenTimelineIO, Final Cut XML, labels for Audacity"
    kinds = ",".join(TIMELINE_KINDS)
    render.add_argument("--timelines", type=_timelines, default=(), metavar=kinds, help=timelines)
    render.add_argument(
        "--sheets", type=_sheets, default=(), metavar=",".join(SHEET_KINDS), help="cue sheets"
    )
    render.add_argument(
        "--frame-rate", choices=FRAME_RATES, default=FRAME_RATE, help="of their picture: 25"
    )
    render.add_argument("--format", choices=FORMATS, default="wav", help="of the sound: wav")
    render.add_argument("--bits", choices=BIT_DEPTHS, type=int, default=24, help="wav, flac: 24")
    render.add_argument("--loudness", type=_loudness, metavar="LUFS", help="of the mix: -16")
    render.add_argument("--name", metavar="PATTERN", help="of files: {episode:02}_{character}")
    render.add_argument("--json", action="store_true", help="print what was written as JSON")


def _kinds(text: str) -> tuple[str, ...]:
    return _some_of(SUBTITLE_KINDS, text)


def _timelines(text: str) -> tuple[str, ...]:
    return _some_of(TIMELINE_KINDS, text)


def _sheets(text: str) -> tuple[str, ...]:
    return _some_of(SHEET_KINDS, text)


def _some_of(known: tuple[str, ...], text: str) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys(kind.strip() for kind in text.split(",") if kind.strip()))
    for kind in kinds:
        if kind not in known:
            raise ArgumentTypeError(f"{kind} is none of {', '.join(known)}")
    return kinds


def _encoding(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError as error:
        known = "utf-8, gb18030, big5 or shift_jis"
        raise ArgumentTypeError(f"{text} is no encoding such as {known}") from error
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def _loudness(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not -70.0 <= value < 0.0:
        raise ArgumentTypeError(f"{text} is not a loudness between -70 and 0 LUFS")
    return value
