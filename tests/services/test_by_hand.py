"""The services by hand: where they are, and the bill at the end."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.services.prompts import a_body

ROOT = Path(__file__).parents[2]
ARGUMENTS = ("--rpm", "3", "--faults", "1:0", "--latency", "0-0.01", "--speed", "100")


def test_all_say_where_they_are_and_then_what_was_billed() -> None:
    command = [sys.executable, "-m", "tests.services", *ARGUMENTS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            bill = bill_of_two_lines(process)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Minimax: 2 lines billed, 8 characters, 1 twice" in bill
    assert "Useapi: 0 lines billed" in bill
    assert "Chat: 1 lines billed, 0 characters" in bill and "tokens" in bill


def test_texts_come_from_a_server_without_a_key_and_with_defects() -> None:
    arguments = ("--keyless", "--text-defects", "3:1", "--text-speed", "100000")
    command = [sys.executable, "-m", "tests.services", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            said = [process.stdout.readline() for _ in range(7)]
            exported = dict(shlex.split(line)[1].split("=", 1) for line in said[:6])
            assert "CHAT_API_KEY" not in exported
            asked = a_body("plan", target="de", brief=[{"idea": "Rain"}])
            asked |= {"model": exported["CHAT_MODEL"]}
            chat = f"{exported['CHAT_API_HOST']}/chat/completions"
            assert httpx.post(chat, json=asked, timeout=60).json()["choices"]
            process.send_signal(signal.SIGINT)
            assert "\n  texts " in process.stdout.read()
        finally:
            process.kill()


def bill_of_two_lines(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = [process.stdout.readline() for _ in range(8)]
    exported = dict(shlex.split(line)[1].split("=", 1) for line in said[:7])
    order = {"model": "speech-2.8-hd", "text": "你好", "voice_setting": {"voice_id": "Arnold"}}
    key = {"Authorization": f"Bearer {exported['MINIMAX_API_KEY']}"}
    for _ in range(2):
        httpx.post(f"{exported['MINIMAX_API_HOST']}/v1/t2a_v2", json=order, headers=key, timeout=60)
    token = {"Authorization": f"Bearer {exported['USEAPI_TOKEN']}"}
    assert httpx.get(f"{exported['USEAPI_API_HOST']}accounts", headers=token, timeout=60).json()
    asked = {"model": exported["CHAT_MODEL"], "messages": [{"role": "user", "content": "Hi"}]}
    chat = f"{exported['CHAT_API_HOST']}/chat/completions"
    key = {"Authorization": f"Bearer {exported['CHAT_API_KEY']}"}
    assert "Hi" in httpx.post(chat, json=asked, headers=key, timeout=60).text
    process.send_signal(signal.SIGINT)
    bill = process.stdout.read()
    process.wait()
    return bill
