"""`understudy design`: a voice made of a description."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from studio.casting.making.bench import in_thread
from studio.casting.making.entering import enter_one_design
from studio.casting.making.naming import name_of
from studio.casting.making.ordering import DesignWish, looked_at_design
from studio.command.agreeing import agree, price_told
from studio.command.clone import tell_if_there
from studio.command.engine_options import options_of
from studio.command.making_voices import print_voices, work_on
from studio.engine_room import EngineRoom
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import DesignsVoices
from studio.errors import CannotMakeVoices
from studio.store.settings import Settings
from studio.store.voice_library_queue import CloneQueue


async def run_design(
    options: Namespace, engine: SpeaksLines, room: EngineRoom, settings: Settings
) -> int:
    """Order the voice and make it; returns the exit code."""
    if not isinstance(engine, DesignsVoices):
        able = tuple(name for name, each in room.roster.items() if isinstance(each, DesignsVoices))
        raise CannotMakeVoices(engine.name, "it makes no voices of a description", known=able)
    rules = engine.design_rules
    name = options.name or name_of(options.description)
    chosen = options_of(options.option, rules.options)
    wish = DesignWish(name, engine.name, options.description, options.preview, chosen)
    order = looked_at_design(wish, engine)
    price = price_told([engine.design_price(order)], rules.fee, 1)
    await agree(f"1 voice at {engine.name}", price, accepted=options.yes)
    queue = await in_thread(partial(CloneQueue, room.library))
    try:
        enter = partial(enter_one_design, room.library, queue, wish, again=options.again)
        voice = await in_thread(enter)
        tell_if_there(voice)
        code = await work_on(room, settings, queue, [voice.id])
    finally:
        queue.close()
    print_voices(room.library, [room.library.voice(voice.id)], as_json=options.json)
    return code
