"""`/metrics` in the text format of Prometheus: numbers about the machine room, no persons.

Read by who is on the machine itself, or by who has the token `TEPAT_METRICS_TOKEN`.
"""

import hmac
import shutil
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tepat import __version__
from tepat.server import clock, environment
from tepat.server.desk.context import FORWARDED
from tepat.server.desk.serving import is_loopback
from tepat.server.keeping import wiring
from tepat.server.log.models import Quarantined
from tepat.server.log.publishing.health import Health, health_of

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metric(NamedTuple):
    """One number: its name, what it means, its labels."""

    name: str
    help: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the numbers, or 403 to who is neither on this machine nor has the token."""
    if not _may_read(request):
        return HttpResponse("Hanya dari komputer ini, atau dengan token.\n", status=403)
    return HttpResponse(written([*_machine(), *_logs()]), content_type=TYPE)


def _may_read(request: HttpRequest) -> bool:
    wanted = environment.text("TEPAT_METRICS_TOKEN")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if wanted and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), wanted.encode())
    # Behind a proxy on this machine everybody comes from loopback.
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not is_forwarded


def _machine() -> Iterator[Metric]:
    yield Metric("tepat_info", "Version that runs.", 1, (("version", __version__),))
    usage = shutil.disk_usage(wiring.home())
    yield Metric("tepat_disk_free_bytes", "Free bytes on the disk of TEPAT_HOME.", usage.free)


def _logs() -> Iterator[Metric]:
    now = clock.now()
    for scope in wiring.scopes():
        health = health_of(wiring.place_of(scope), now)
        quarantined = Quarantined.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, settled=""
        ).count()
        labels = (("election", scope.election), ("kabupaten", scope.kabupaten))
        yield from _of_log(health, quarantined, labels)


def _of_log(
    health: Health, quarantined: int, labels: tuple[tuple[str, str], ...]
) -> Iterator[Metric]:
    said = health.status
    for name, help, value in (
        ("entries", "Entries in the database.", health.entries),
        ("published_entries", "Entries under the newest checkpoint.", said.size),
        ("witnessed_entries", "Entries under the newest checkpoint with quorum.", said.quorum_size),
        ("lag_seconds", "How long the oldest unpublished entry has waited.", health.waited_s),
        ("promise_broken", "1: an entry waited longer than its receipt promises.", health.is_late),
        ("sequencer_up", "1: a sequencer of this machine holds the log.", health.is_running),
        ("problems", "Things that somebody must mend.", len(health.problems())),
        ("quarantine_open", "Things in quarantine that nobody settled.", quarantined),
    ):
        yield Metric(f"tepat_log_{name}", help, float(value), labels)
    for each in said.witnesses:
        named = (*labels, ("witness", str(each["name"])))
        is_amiss = each["silent_since"] or each["refuses"] or each.get("is_doubted")
        up = float(not is_amiss)
        yield Metric("tepat_log_witness_up", "1: the witness answers and agrees.", up, named)


def written(every: Iterable[Metric]) -> str:
    """Return metrics in the text format, those of one name together."""
    by_name: dict[str, list[Metric]] = {}
    for each in every:
        by_name.setdefault(each.name, []).append(each)
    lines = []
    for name, found in by_name.items():
        lines += [f"# HELP {name} {found[0].help}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(each)} {_number(each.value)}" for each in found]
    return "\n".join(lines) + "\n"


def _labels(metric: Metric) -> str:
    if not metric.labels:
        return ""
    parts = (f'{key}="{_escaped(value)}"' for key, value in metric.labels)
    return "{" + ",".join(parts) + "}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
