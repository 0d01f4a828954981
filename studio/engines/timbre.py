"""Settings of the voice itself, by names that mean the same at every service that has them.

A casting keeps them when it moves from one service to another.
"""

from __future__ import annotations

from studio.engines.speech import Range, Setting, SettingKind

_BOTH_WAYS = Range(-100, 100)

BRIGHTNESS = Setting("brightness", SettingKind.NUMBER, 0, _BOTH_WAYS)
"""From -100, deeper, to 100, brighter."""

SOFTNESS = Setting("softness", SettingKind.NUMBER, 0, _BOTH_WAYS)
"""From -100, stronger, to 100, softer."""

CRISPNESS = Setting("crispness", SettingKind.NUMBER, 0, _BOTH_WAYS)
"""From -100, fuller and nasal, to 100, crisper."""

NO_EFFECT = "none"
EFFECTS = ("spacious_echo", "auditorium_echo", "lofi_telephone", "robotic")
EFFECT = Setting("effect", SettingKind.CHOICE, NO_EFFECT, choices=(NO_EFFECT, *EFFECTS))
"""What the whole line is heard through; one at a time."""

TIMBRE = (BRIGHTNESS, SOFTNESS, CRISPNESS, EFFECT)
