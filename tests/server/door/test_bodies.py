"""What a request may bring, counted before Django writes it to a file."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tepat.server import bodies

PIECE = {"type": "http.request", "body": bytes(2**20), "more_body": True}


def post(path: str, pieces: int) -> tuple[list[int], int]:
    """Send so many MiB without a length; return the status, and how many were asked for."""
    answers: list[int] = []
    asked = 0

    async def receive() -> Mapping[str, Any]:
        nonlocal asked
        asked += 1
        return PIECE if asked < pieces else {**PIECE, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def app(scope: bodies.Scope, receive: bodies.Receive, send: bodies.Send) -> None:
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start", "status": 200})

    asyncio.run(bodies.Bounded(app)({"type": "http", "path": path}, receive, send))
    return answers, asked


@pytest.mark.parametrize(
    ("path", "most"),
    [("/api/e/pilkada-2024/99.01/facts", 5), ("/e/pilkada-2024/99.01/tps/", 40)],
)
def test_who_never_ends_is_answered_before_the_disk_is_full(path: str, most: int) -> None:
    assert post(path, most) == ([200], most)
    assert post(path, 900) == ([413], most + 1)


def test_the_application_is_behind_the_count() -> None:
    from tepat.server.asgi import application

    assert isinstance(application, bodies.Bounded)
