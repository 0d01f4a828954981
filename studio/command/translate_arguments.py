"""What `translate` takes."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from studio.command.writing_terms import add_writing_terms, written_file
from studio.formats.language import is_known_language, language_code

MODES = ("draft", "standard", "dubbing", "best")
"""As `Mode` of the room; named here so that other commands do not load it."""


def add_translate(parser: ArgumentParser) -> None:
    """What `translate` takes."""
    parser.add_argument("source", type=Path, metavar="SCRIPT|PROJECT")
    parser.add_argument(
        "--to", type=_language, nargs="+", action="extend", required=True, metavar="L",
        help="one language or several, such as de zh",
    )  # fmt: skip
    parser.add_argument(
        "--out",
        type=written_file,
        metavar="FILE",
        help="script or project; else into the project itself",
    )
    parser.add_argument(
        "--notes", action="store_true", help="leave the script as it is, translations in notes"
    )
    parser.add_argument("--style", default="", metavar="TEXT", help="how it shall sound")
    parser.add_argument(
        "--glossary", type=Path, metavar="FILE", help="terms, as CSV (term,de,fr) or TOML"
    )
    parser.add_argument("--all", action="store_true", help="headings and action too")
    parser.add_argument("--mode", choices=MODES, default="standard", help="how much is done for it")
    parser.add_argument("--encoding", default="", help="of the script, where it cannot be told")
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")
    add_writing_terms(parser)


def _language(text: str) -> str:
    code = language_code(text)
    if not (code and is_known_language(code)):
        raise ArgumentTypeError(f"{text} is not a language, such as de or zh")
    return code
