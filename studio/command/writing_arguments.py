"""What the commands that write take."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from studio.command.writing_terms import add_writing_terms, written_file


def add_adapt(parser: ArgumentParser) -> None:
    """What `adapt` takes."""
    parser.add_argument("prose", type=Path, metavar="PROSE", help="a text file: a story, a chapter")
    parser.add_argument(
        "--out", type=written_file, required=True, metavar="FILE", help="script or project"
    )
    parser.add_argument(
        "--keep-words",
        action="store_true",
        help="every word is said, by somebody or by the narrator",
    )
    parser.add_argument("--language", default="", metavar="L", help="of the prose, if not told")
    parser.add_argument("--narrator", default="", metavar="NAME", help="the narrator’s name")
    parser.add_argument("--title", default="", help="of the episode")
    parser.add_argument("--encoding", default="", help="of the prose, where it cannot be told")
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")
    add_writing_terms(parser)
