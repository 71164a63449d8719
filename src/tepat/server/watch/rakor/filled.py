"""A form of a meeting that was refused: shown again as it was filled in, with the sentence."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest

from tepat.core.problems import Problem, Refused
from tepat.server.problems import say, status_of

MOST_KEPT: Final = 100_000
"""Letters of one field that are shown again."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stood in which form of the page; nothing while no form was refused."""

    part: str = ""
    """The section of the page that holds the form."""
    form: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None

    @property
    def status(self) -> int:
        return status_of(self.problem) if self.problem else 200

    def context(self) -> dict[str, Any]:
        """Return what the templates of the page read."""
        said = say(self.problem) if self.problem else ""
        return {"wrong": self.part, "form": self.form, "problem": said}


NOTHING: Final = Filled()


def filled_in(part: str, request: HttpRequest, refused: Refused) -> Filled:
    """Return the form of `request` for its page. Raises what is no matter of filling in."""
    if status_of(refused.problem) in (403, 404):
        raise refused
    form = {key: str(value)[:MOST_KEPT] for key, value in request.POST.items()}
    return Filled(part, form, refused.problem)
