"""What everything that has to do with one's own voices works with in the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from studio.bridge import TaskScope
from studio.casting.catalogue import Catalogue
from studio.document import Document
from studio.engines.speech import Price, SpeaksLines, Speech, SpeechRequest
from studio.store.settings import Settings
from studio.store.voice_library import VoiceLibrary
from studio.ui.actions import Actions
from studio.ui.notices import Notices
from studio.ui.own_voices.maker import VoiceMaker
from studio.ui.own_voices.player import SoundPlayer
from studio.ui.progress import WorkBars
from studio.ui.prompts import Prompter
from studio.ui.selection import Selection


@dataclass(frozen=True, slots=True)
class OpenProject:
    """What is open in the window; only as long as it is."""

    document: Document
    selection: Selection


@dataclass(frozen=True, slots=True)
class VoiceRoom:
    """Lives as long as the program: all of it works without a project, `project()` gives that.

    `tasks` outlive a dialog, so what it began goes on; `say` has a voice speak one line, paid and
    paced as every line is. `actions` are the ways to other dialogs, by id.
    """

    library: VoiceLibrary
    engines: Mapping[str, SpeaksLines]
    catalogue: Catalogue
    tasks: TaskScope
    work: Callable[[], WorkBars]
    notices: Notices
    prompter: Prompter
    player: SoundPlayer
    settings: Callable[[], Settings]
    maker: VoiceMaker
    say: Callable[[SpeaksLines, SpeechRequest, Price], Awaitable[Speech]]
    actions: Actions
    project: Callable[[], OpenProject | None]
    window: QWidget
