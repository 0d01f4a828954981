"""All services by hand: `python -m tests.services`, until Ctrl-C, then the bill.

The texts are those of a model that plans, writes and translates by rule.
"""

from __future__ import annotations

import argparse
import signal
import threading
from collections import Counter
from collections.abc import Sequence

from tests.services.chat.service import KEY, ChatService
from tests.services.faults import Fault
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.services.service import Service
from tests.services.text_model import TextModel
from tests.services.text_wrongs import unfinished
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import (
    base_resp,
    cut,
    cut_in_body,
    http,
    null_data,
    odd_hex,
    truncated_audio,
    useapi_error,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    second, third = (options.port + 1, options.port + 2) if options.port else (0, 0)
    with (
        MinimaxService(port=options.port, speed=options.speed) as minimax,
        UseapiService(port=second, speed=options.speed) as useapi,
        ChatService(port=third, speed=options.speed, key="" if options.keyless else KEY) as chat,
    ):
        model = _model(options)
        minimax.writes(model)
        chat.writes(model)
        useapi.generation_a = options.old
        _set_up(minimax, options, _minimax_faults())
        _set_up(useapi, options, _useapi_faults())
        _set_up(chat, options, _chat_faults())
        try:
            services = (minimax, useapi, chat)
            for name, value in (pair for each in services for pair in each.environment().items()):
                print(f"export {name}={value}")
            print(f"export CHAT_MODEL={(chat.models or ('',))[0]}")
            print("# Ctrl-C ends the services and prints the bill.", flush=True)
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
        for service in (minimax, useapi, chat):
            _report(service)
        for kind, times in Counter(kind for kind, _ in model.defects).most_common():
            print(f"  texts {kind}: {times}")
    return 0


def _model(options: argparse.Namespace) -> TextModel:
    model = TextModel(options.text_thinking, speed=options.text_speed)
    if options.text_defects:
        model.defects.random(*options.text_defects)
    return model


def _set_up(service: Service, options: argparse.Namespace, faults: Sequence[Fault]) -> None:
    service.limits.per_minute = options.rpm
    service.limits.in_flight = options.in_flight
    service.latency = Latency(*options.latency)
    if options.faults:
        seed, rate = options.faults
        share: float = rate / len(faults)
        service.faults.random(seed, dict.fromkeys(faults, share))


def _minimax_faults() -> list[Fault]:
    return [
        base_resp(1000),
        base_resp(1002),
        base_resp(1039),
        http(502, html="Bad Gateway"),
        http(429, text="slow down", retry_after=2),
        cut(),
        cut(billed=True),
        cut_in_body(),
        null_data(),
        odd_hex(),
        truncated_audio(),
    ]


def _useapi_faults() -> list[Fault]:
    return [
        useapi_error(429, "too many running jobs"),
        useapi_error(500, "service fault"),
        http(504, html="Gateway Timeout", billed=True),
        cut(),
        cut(billed=True),
        truncated_audio(),
    ]


def _chat_faults() -> list[Fault]:
    return [http(429, text="slow down", retry_after=2), cut(), cut_in_body(), unfinished()]


def _report(service: Service) -> None:
    """What a person wants to know afterwards."""
    bill, twice = service.bill, service.bill.twice()
    name = type(service).__name__.removesuffix("Service")
    print(f"{name}: {len(bill)} lines billed, {bill.characters:g} characters, {len(twice)} twice")
    if bill.tokens:
        print(f"  {bill.tokens} tokens")
    for entry in twice:
        print(f"  billed twice: {entry.model} {entry.voice} {entry.text!r}")
    over, faults = service.limits.rejections, len(service.faults.happened)
    print(f"  {len(service.requests)} requests, at most {service.most_in_flight} at once")
    print(f"  {over} over a ceiling, {faults} faults")
    for violation in service.violations:
        print(f"  rule broken: {violation}")
    for failure in service.failures:
        print(failure)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    add = parser.add_argument
    add(
        "--port",
        type=int,
        default=0,
        help="of MiniMax; the others have the next; else free ones",
    )
    add("--rpm", type=int, help="requests a minute for each account and model")
    add("--in-flight", type=int, help="requests at once for each account and model")
    add("--faults", type=_seeded, metavar="SEED:RATE", help="such as 7:0.05")
    add("--latency", type=_span, default=(0.0, 0.0), metavar="LEAST-MOST", help="in seconds")
    add("--speed", type=float, default=1.0, help="10 makes the service's minute six seconds")
    add("--old", choices=("open", "gone", "page"), default="gone", help="useapi's audio/ paths")
    add("--text-defects", type=_seeded, metavar="SEED:RATE", help="of the answers, such as 7:0.3")
    add(
        "--text-speed",
        type=float,
        default=0.0,
        metavar="CHARS_PER_S",
        help="how fast texts come, such as 60; else at once",
    )
    add("--text-thinking", default="", metavar="WORDS", help="what the text models think first")
    add("--keyless", action="store_true", help="chat as a server of one's own, without a key")
    return parser.parse_args(arguments)


def _seeded(text: str) -> tuple[int, float]:
    seed, _, rate = text.partition(":")
    return int(seed), float(rate)


def _span(text: str) -> tuple[float, float]:
    least, _, most = text.partition("-")
    return float(least), float(most or least)


if __name__ == "__main__":
    raise SystemExit(main())
