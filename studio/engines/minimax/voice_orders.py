"""What MiniMax needs for a voice of one's own: rules, ids, and the bodies of its requests."""

from __future__ import annotations

import re
import secrets
import unicodedata

from studio.engines.minimax.languages import AUTO, BY_CODE, named, taken_by
from studio.engines.minimax.models import MODELS, makes_sounds, usual
from studio.engines.minimax.order import Body
from studio.engines.minimax.settings import WATERMARK
from studio.engines.minimax.text import MOST_UNSEEN, spoken_text, unseen_share
from studio.engines.speech import Range, Setting, SettingKind
from studio.engines.voice_orders import CloneOrder, CloneRules, DesignOrder, DesignRules

UNUSED_DAYS = 7
LONGEST_CHECK = 200
"""Characters of the words a recording is compared with."""

REDUCE_NOISE = Setting("reduce_noise", SettingKind.SWITCH, False)
EVEN_VOLUME = Setting("even_volume", SettingKind.SWITCH, False)
CHECK_WORDS = Setting("check_words", SettingKind.WORDS, "")
CHECK_ACCURACY = Setting("check_accuracy", SettingKind.NUMBER, 0.7, Range(0.01, 1.0))
KEEP_RECORDINGS = Setting("keep_recordings", SettingKind.SWITCH, False)
"""Whether the recordings stay at the service when the voice is made of them."""

CLONE_RULES = CloneRules(
    kinds=("wav", "mp3", "m4a"),
    seconds=Range(10, 300),
    largest=20 << 20,
    languages=tuple(BY_CODE),
    prompt_seconds=8,
    prompt_needs_text=True,
    preview_length=1000,
    models=MODELS,
    options=(REDUCE_NOISE, EVEN_VOLUME, CHECK_WORDS, CHECK_ACCURACY, WATERMARK, KEEP_RECORDINGS),
    unused_days=UNUSED_DAYS,
)
DESIGN_RULES = DesignRules(preview_length=500, options=(WATERMARK,), unused_days=UNUSED_DAYS)

_VALID_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]")
_LONGEST_PREFIX = 24
_MARKS = ".!?;,…。！？；，、"
_QUOTES = "\"'”’」』）)"
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def new_id(name: str) -> str:
    """An id nobody can guess, with the name of its voice in front as far as that is plain letters.

    It holds letters and digits, as older pages of the service wanted.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_PREFIX].strip("-")
    prefix = words if words[:1].isalpha() else f"voice-{words}".rstrip("-")
    return f"{prefix}-{secrets.randbelow(10)}{secrets.token_hex(8)}"


def against_clone(order: CloneOrder) -> str:
    """What its own words are refused for, besides the rules; "" for nothing."""
    words = str(order.options.get(CHECK_WORDS.name, ""))
    if len(words) > LONGEST_CHECK:
        return f"the words to compare with may have {LONGEST_CHECK} characters"
    if unseen_share(order.preview_text) > MOST_UNSEEN:
        return "a tenth of the preview is control characters"
    if order.preview_text.strip() and not preview_of(order):
        return "there is nothing to say in the preview"
    return ""


def against_design(order: DesignOrder) -> str:
    """Why the service would refuse an order; "" where nothing is wrong with it."""
    if why := DESIGN_RULES.objection(order):
        return why
    if order.id and not _VALID_ID.fullmatch(order.id):
        return "an id has 8 to 256 letters, digits, - and _, a letter first and no - or _ last"
    return "" if first_words(order) else "there is nothing to say in the preview"


def preview_of(order: CloneOrder) -> str:
    """What the new voice says at once, as it is sent; empty for nothing."""
    return spoken_text(order.preview_text, sounds=makes_sounds(usual(order.model)))


def first_words(order: DesignOrder) -> str:
    """What a designed voice says at once, as it is sent."""
    return spoken_text(order.preview_text, sounds=False, pauses=False)


def clone_body(
    order: CloneOrder, voice: str, *, sample: int, prompt: int = 0, preview: bool = True
) -> Body:
    """POST /v1/voice_clone; without its `preview` it costs nothing, however often it is sent."""
    options = order.options
    body: Body = {"file_id": sample, "voice_id": voice}
    if prompt:
        words = _ended(order.prompt_text.strip())
        body["clone_prompt"] = {"prompt_audio": prompt, "prompt_text": words}
    model = usual(order.model)
    words = preview_of(order) if preview else ""
    if words:
        body |= {"text": words, "model": model}
    language = taken_by(model, named(order.language))
    if language != AUTO:
        body["language_boost"] = language
    if said := str(options.get(CHECK_WORDS.name, "")).strip():
        accuracy = options.get(CHECK_ACCURACY.name, CHECK_ACCURACY.default)
        body |= {"text_validation": said, "accuracy": accuracy}
    for setting, field in (
        (REDUCE_NOISE, "need_noise_reduction"),
        (EVEN_VOLUME, "need_volume_normalization"),
        (WATERMARK, "aigc_watermark"),
    ):
        if options.get(setting.name):
            body[field] = True
    return body


def design_body(order: DesignOrder, voice: str) -> Body:
    """POST /v1/voice_design."""
    body: Body = {
        "prompt": order.description.strip(),
        "preview_text": first_words(order),
        "voice_id": voice,
    }
    return body | ({"aigc_watermark": True} if order.options.get(WATERMARK.name) else {})


def _ended(words: str) -> str:
    """The words of a prompt, which must end with a mark."""
    if words.rstrip(_QUOTES)[-1:] in _MARKS and words[-1:] in _MARKS:
        return words
    return words + ("。" if _WIDE.search(words[-4:]) else ".")
