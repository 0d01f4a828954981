"""What the settings of engines are called; a name that is not here is shown as it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings of voices", text)


def setting_name(name: str) -> str:
    """What a setting is called."""
    return _words().get(name, (name, ""))[0]


def setting_help(name: str) -> str:
    """What a setting does, empty where it is not known."""
    return _words().get(name, (name, ""))[1]


def choice_name(setting: str, choice: str) -> str:
    """What a choice of a setting is called; an unknown one as it is."""
    names = {
        ("effect", "none"): _tr("none"),
        ("effect", "spacious_echo"): _tr("large room"),
        ("effect", "auditorium_echo"): _tr("auditorium"),
        ("effect", "lofi_telephone"): _tr("telephone"),
        ("effect", "robotic"): _tr("robot"),
        ("number_reading", "usual"): _tr("as usual"),
        ("number_reading", "basic"): _tr("simple"),
        ("number_reading", "quality"): _tr("careful"),
        ("spoken_language", "line"): _tr("that of the line"),
        ("spoken_language", "auto"): _tr("as the words suggest"),
    }
    return names.get((setting, choice), choice)


def _words() -> dict[str, tuple[str, str]]:
    return {
        "brightness": (_tr("Brightness"), _tr("From −100, deeper, to 100, brighter")),
        "softness": (_tr("Softness"), _tr("From −100, stronger, to 100, softer")),
        "crispness": (_tr("Crispness"), _tr("From −100, fuller and nasal, to 100, crisper")),
        "effect": (_tr("Heard through"), _tr("What the whole line is heard through")),
        "read_numbers": (
            _tr("Read out numbers"),
            _tr("Digits, dates and units are said as words"),
        ),
        "number_reading": (_tr("Way of reading"), _tr("How numbers and signs become words")),
        "read_formulas": (
            _tr("Read out formulas"),
            _tr("Formulas between $$ are said as words, in Chinese"),
        ),
        "spoken_language": (
            _tr("Spoken as"),
            _tr("The language the words are taken for, where it is not that of the line"),
        ),
        "one_breath": (
            _tr("In one breath"),
            _tr("A long text is spoken in one go instead of in parts"),
        ),
        "watermark": (
            _tr("Watermark"),
            _tr("The service puts a mark that can be heard at the end"),
        ),
        "reduce_noise": (
            _tr("Reduce noise"),
            _tr("The service takes noise out of the recordings before it makes the voice"),
        ),
        "even_volume": (
            _tr("Even volume"),
            _tr("The service brings the recordings to one loudness"),
        ),
        "check_words": (
            _tr("Compare with"),
            _tr(
                "Up to 200 characters that are said in the recording; the service makes no voice "
                "where it hears other words"
            ),
        ),
        "check_accuracy": (
            _tr("As alike as"),
            _tr("How much of these words must be heard, from 0 to 1"),
        ),
        "keep_recordings": (
            _tr("Leave recordings there"),
            _tr("The recordings stay at the service when the voice is made"),
        ),
        "blend": (
            _tr("Blend of voices"),
            _tr("Up to 4 voices that speak as one, each with its weight"),
        ),
    }
