"""Requests share a few threads, and whoever only listens takes none of them."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async

from tepat.server.bodies import Receive, Scope, Send
from tepat.server.seats import Seated

HTTP: Scope = {"type": "http"}


async def never() -> Mapping[str, Any]:
    return await asyncio.Future()


async def nowhere(_message: Mapping[str, Any]) -> None:
    """A browser that hears nothing."""


def test_many_requests_are_answered_by_few_threads_that_stay() -> None:
    seen: list[str] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await sync_to_async(lambda: seen.append(threading.current_thread().name))()

    async def day() -> None:
        seated = Seated(app, 2)
        for _ in range(5):
            await asyncio.gather(*(seated(HTTP, never, nowhere) for _ in range(10)))

    asyncio.run(day())
    assert len(seen) == 50
    assert len(set(seen)) == 2


def test_open_streams_and_a_request_that_waits_leave_room_for_others() -> None:
    begun, ended = threading.Event(), threading.Event()

    def works_long() -> None:
        begun.set()
        ended.wait(30)

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["path"] == "/stream":
            await send({"type": "http.response.start"})
            await asyncio.Future()
        elif scope["path"] == "/slow":
            await sync_to_async(works_long)()
        else:
            await sync_to_async(lambda: None)()

    async def day() -> None:
        seated = Seated(app, 2)
        streams = [
            asyncio.create_task(seated({"path": "/stream"}, never, nowhere)) for _ in range(9)
        ]
        slow = asyncio.create_task(seated({"path": "/slow"}, never, nowhere))
        while not begun.is_set():
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.wait_for(seated({"path": "/"}, never, nowhere), 30)
        ended.set()
        await slow
        for each in streams:
            each.cancel()
        await asyncio.gather(*streams, return_exceptions=True)

    asyncio.run(day())


def test_calls_of_phones_wait_for_their_writer_and_for_nobody_else() -> None:
    inside: list[str] = []
    all_in = threading.Event()

    def waits() -> None:
        inside.append(threading.current_thread().name)
        if len(inside) == 6:
            all_in.set()
        assert all_in.wait(30), "the sixth call had no thread"

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        async with ThreadSensitiveContext():  # as Django does for each request
            await sync_to_async(waits)()

    async def day() -> None:
        seated = Seated(app, 2)
        facts = {"path": "/api/e/pilkada-2024/99.01/facts"}
        await asyncio.gather(*(seated(facts, never, nowhere) for _ in range(6)))

    asyncio.run(day())
    assert len(inside) == 6


def test_a_request_that_fails_gives_its_seat_back() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("a bug of ours")

    async def day() -> list[int]:
        seated = Seated(app, 2)
        for _ in range(3):
            try:
                await seated(HTTP, never, nowhere)
            except RuntimeError:
                continue
        return [each.waiting for each in seated._seats]

    assert asyncio.run(day()) == [0, 0]
