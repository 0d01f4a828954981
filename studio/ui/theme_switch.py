"""Dark or light: as the system has it, live, or as the person chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from studio.ui.theme import apply_theme, theme_for, theme_now

CHOICES = ("system", "dark", "light")


class ThemeSwitch(QObject):
    """Applies the look and, when it follows the system, each change of the system's."""

    theme_changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = ""
        self._dark: bool | None = None
        self._system_is_dark = theme_now().dark  # nobody has changed the palette yet
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.choose(choice)

    @property
    def choice(self) -> str:
        """One of CHOICES."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Take another look; an unknown choice follows the system."""
        self._choice = choice if choice in CHOICES else "system"
        self._apply()

    def _follow_system(self) -> None:
        from PySide6.QtCore import Qt  # not needed to show the window

        self._system_is_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        self._apply()

    def _apply(self) -> None:
        dark = self._choice == "dark" or (self._choice == "system" and self._system_is_dark)
        if dark != self._dark:
            self._dark = dark
            apply_theme(self._app, theme_for(dark))
            self.theme_changed.emit()
