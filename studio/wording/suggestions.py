"""Why a voice is suggested, by the name of the reason; `about` is what it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "own": "your own voice of this name",
    "elsewhere": "speaks for them in another language",
    "narrator": "a narrator's voice",
    "gender": "{about}",
    "age": "{about}",
    "style": "“{about}”",
    "language": "made for {about}",
    "free": "nobody else's",
    "shared": "also speaks for {about}",
    "other-gender": "but {about}",
}
