"""No request makes the API fall over: generated from its own description, answers below 500."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from tests.worlds import contoh_scope, person

CSRF = "a" * 32
EXAMPLES = 15
"""Requests per call; bounded and the same in each run."""

bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server closes its connection after each request, and here it is the one of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cookies(db: None) -> dict[str, str]:
    """The session of bu_dewi, who may do everything: nothing hides behind a 403."""
    client = Client()
    client.force_login(person("bu_dewi"))
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": CSRF}


def operations() -> list[Any]:
    """Every call that the API describes."""
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    found = list(described.get_all_operations())
    unclear = [each for each in found if not isinstance(each, Ok)]
    assert unclear == [], "the API's own description is not valid"
    return [each.ok() for each in found if isinstance(each, Ok)]


def crashes_of(operation: Any, cookies: dict[str, str]) -> list[str]:
    """The first request to `operation` that was answered with 500 or more, if any."""
    found: list[str] = []

    @bounded
    @given(operation.as_strategy())
    def ask(case: Any) -> None:
        with transaction.atomic():
            response = case.call(cookies=cookies, headers={"X-CSRFToken": CSRF})
            transaction.set_rollback(True)
        if response.status_code >= 500:
            found.append(f"{case.as_curl_command()}\n{response.text[:2000]}")

    run: Callable[[], None] = ask
    run()
    return found[:1]


def test_no_request_is_answered_with_a_crash(cookies: dict[str, str]) -> None:
    contoh_scope()

    crashes = [crash for operation in operations() for crash in crashes_of(operation, cookies)]
    assert crashes == [], "\n\n".join(crashes)


def test_bu_dewi_is_let_in_by_the_cookies_of_this_test(cookies: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": CSRF})
    client.cookies.load(cookies)

    assert client.post("/bahasa/", {"language": "en"}).status_code == 302
    assert client.get("/akun/masuk/").status_code == 302, "already logged in"
