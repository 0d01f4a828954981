"""What `understudy clone`, `design` and `voices` take."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from pathlib import Path

_QUEUE = (
    "Orders are kept in a queue: after a quit, a crash or a lost network the same command goes "
    "on, and no voice is made or paid twice."
)
_FOLDER = (
    "a file per character (Lin.wav), or a folder (Lin/1.wav), instead of NAME and SAMPLE; "
    "Lin/prompt.wav is a prompt, Lin/prompt.txt what is said in it"
)
_CONSENT = "who allowed it: a file, or words as “Lin Xia; own voice; until 2027-12-31”"
_DO = (
    "keep: one short line that is paid, so that the service keeps the voice. check: which voices "
    "are gone at their services. again: make a voice once more from what is kept of it. mix: a "
    "mix of NAME and up to four ID=WEIGHT. delete: take a voice away at the service; its "
    "recordings stay here until --forget. suggest: voices for whoever has none in a script or "
    "project, and why; --out makes a cast file of them."
)


def add_voices(voices: ArgumentParser) -> None:
    """Listing the voices there are, and what can be done with one's own."""
    actions = ("list", "keep", "check", "again", "mix", "delete", "suggest")
    voices.epilog = _DO
    voices.add_argument("action", nargs="?", choices=actions, default="list", metavar="ACTION")
    voices.add_argument("which", nargs="*", metavar="ID", help="of one's own voice, or its name")
    voices.add_argument("--engine", metavar="E", help="only this engine's, such as minimax")
    voices.add_argument("--language", metavar="L", help="only those that speak it, such as zh")
    voices.add_argument("--mine", action="store_true", help="the voices you made, with their state")
    out = "suggest: the cast file to write"
    voices.add_argument("--out", type=Path, metavar="cast.toml", help=out)
    voices.add_argument("--forget", action="store_true", help="delete: the recordings here, too")
    _add_agreeing(voices)
    voices.set_defaults(complain=voices.error)


def add_clone(clone: ArgumentParser) -> None:
    """Making voices of recordings."""
    clone.epilog = _QUEUE
    clone.add_argument("name", nargs="?", metavar="NAME", help="what the voice is called")
    clone.add_argument("samples", nargs="*", type=Path, metavar="SAMPLE", help="sound or video")
    clone.add_argument("--folder", type=Path, metavar="DIR", help=_FOLDER)
    clone.add_argument("--engine", required=True, metavar="E", help="minimax or useapi/main")
    clone.add_argument("--language", default="", metavar="L", help="that is spoken, such as zh")
    clone.add_argument("--consent", metavar="FILE|TEXT", help=_CONSENT)
    prompt = "a short recording that goes along"
    clone.add_argument("--prompt-audio", type=Path, metavar="F", help=prompt)
    clone.add_argument("--prompt-text", default="", metavar="T", help="what is said in it, exactly")
    clone.add_argument("--preview", default="", metavar="TEXT", help="said at once; it is billed")
    clone.add_argument("--model", default="", metavar="M", help="that says the preview")
    noise = "have the service take noise away, or not"
    clone.add_argument("--noise-reduction", action=BooleanOptionalAction, help=noise)
    _add_options(clone)
    clone.add_argument("--again", action="store_true", help="also if there is one of the same")
    _add_agreeing(clone)
    clone.set_defaults(complain=clone.error)


def add_design(design: ArgumentParser) -> None:
    """Making a voice of a description."""
    design.epilog = _QUEUE
    design.add_argument("description", metavar="DESCRIPTION", help="how the voice sounds")
    preview = "what it says at once; it is billed"
    design.add_argument("--preview", required=True, metavar="TEXT", help=preview)
    design.add_argument("--engine", default="minimax", metavar="E", help="minimax")
    design.add_argument("--name", default="", metavar="N", help="else the description's beginning")
    _add_options(design)
    design.add_argument("--again", action="store_true", help="also if there is one of the same")
    _add_agreeing(design)


def _add_options(parser: ArgumentParser) -> None:
    told = "another option of the engine, such as even_volume=yes; may be given several times"
    parser.add_argument(
        "--option", action="append", default=[], type=_pair, metavar="NAME=VALUE", help=told
    )


def _add_agreeing(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="accept the price without being asked")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise ArgumentTypeError(f"{text} is not like NAME=VALUE")
    return name, value
