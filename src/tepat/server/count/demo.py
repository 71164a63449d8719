"""The demo's forms on the evening of the vote: typed by three people, some of them wrong.

Made up and marked contoh: voters from the list, votes by the code of the TPS. Whatever does not
add up is kept as it was typed, as on a real evening.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from tepat.core.count.form import Form
from tepat.core.count.versions import Source
from tepat.core.move.events import Counted
from tepat.server.count.between.pages import Draft
from tepat.server.count.between.pages import report as report_move
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import FormState, TypedForm
from tepat.server.count.results import folding
from tepat.server.count.results.reporting import Typed, type_forms
from tepat.server.election.models import Scope, User

FIRST, SECOND, DISTRICT = "pak_hadi", "bu_mira", "pak_eko"
"""Who types: two of the kabupaten, one of Kecamatan Tanjung."""
TANJUNG: Final = "63.09.04"
IN_AFTER: Final = 82
"""Of a hundred forms so many are in; `TWICE` of a hundred were typed by a second person."""
TWICE: Final = 64
ONE_IN: Final = 23
"""Of so many forms one does not add up, in one of the ways of `WRONG`."""
PART: Final = 250
"""Forms that are typed between two looks at the clock."""


def load(scope: Scope, now: datetime) -> None:
    """Let three people type what is in by `now`. Twice is once."""
    people = {user.username: user for user in User.objects.filter(is_contoh=True)}
    wanted = (FIRST, SECOND, DISTRICT)
    if any(name not in people for name in wanted) or TypedForm.objects.filter(scope=scope).exists():
        return
    folding.catch_up(scope)
    contests = contests_of(scope)
    first: list[Form] = []
    second: list[Form] = []
    district: list[Form] = []
    for row in FormState.objects.filter(scope=scope).order_by("tps", "sku"):
        drawn = drawn_of(row.tps, row.sku)
        if drawn % 100 >= IN_AFTER:
            continue
        form = form_of(contests, row, spoilt=drawn % ONE_IN == 0)
        own = row.kecamatan == TANJUNG
        (district if own else first).append(form)
        if drawn // 100 % 100 < TWICE:
            second.append(_slip(form) if drawn % 41 == 3 else form)
    for who, forms, source in (
        (FIRST, first, Source.DESK),
        (DISTRICT, district, Source.SHEET),
        (SECOND, second, Source.DESK),
    ):
        for at in range(0, len(forms), PART):
            sheet = "tanjung-contoh.xlsx" if source is Source.SHEET else ""
            rows = [Typed(each, sheet) for each in forms[at : at + PART]]
            type_forms(scope, people[who], rows, source, now - timedelta(minutes=5))


def drawn_of(*words: str) -> int:
    """A number that is always the same for these words."""
    return crc32(" ".join(words).encode())


def voters_of(tps: str, dpt: int) -> dict[str, int]:
    """How many came, made up: of the list 58 to 87 of a hundred, and some from elsewhere."""
    drawn = drawn_of(tps, "hadir")
    came = {"dpt": dpt * (58 + drawn % 30) // 100, "moved": drawn // 30 % 6}
    return came | {"unlisted": drawn // 180 % 4}


def sheet_of(tps: str, sku: str, dpt: int, received: int) -> dict[str, int]:
    """The figures of a form that adds up."""
    came = voters_of(tps, dpt)
    users = min(sum(came.values()), received)
    drawn = drawn_of(tps, sku, "suara")
    spoiled = min(drawn % 4, received - users)
    invalid = min(users, users * (drawn // 4 % 4) // 100 + 1)
    return {
        "registered": dpt,
        **came,
        "users": sum(came.values()),
        "received": received,
        "used": users,
        "spoiled": spoiled,
        "left": received - users - spoiled,
        "valid": users - invalid,
        "invalid": invalid,
        "total": users,
    }


def votes_of(tps: str, sku: str, valid: int, numbers: int) -> dict[str, int]:
    """Valid votes over the numbers on the paper, made up."""
    found, rest = {}, valid
    for number in range(1, numbers + 1):
        drawn = drawn_of(tps, sku, str(number))
        share = rest if number == numbers else rest * (25 + drawn % 40) // 100
        found[str(number)] = share
        rest -= share
    return found


def form_of(contests: Contests, row: FormState, *, spoilt: bool) -> Form:
    """The sheet of one TPS and paper; `spoilt` in one of the ways of `WRONG`."""
    kind = contests.kind(row.kind)
    numbers = len(kind.choices_in(row.tps)) if kind else 0
    received = next((n for n in (row.there, row.packed, row.planned) if n is not None), 0)
    dpt = contests.tps[row.tps][2] or 0
    figures = sheet_of(row.tps, row.sku, dpt, received)
    votes = votes_of(row.tps, row.sku, figures["valid"], numbers or 2)
    form = Form(row.tps, row.sku, {**figures}, {**votes})
    if not spoilt:
        return form
    change = WRONG[drawn_of(row.tps, row.sku, "salah") % len(WRONG)]
    return Form(row.tps, row.sku, {**figures, **change(figures)}, {**votes})


Change = Callable[[Mapping[str, int]], Mapping[str, int | None]]


def _added(name: str, by: int) -> Change:
    return lambda figures: {name: figures[name] + by}


def _swapped(figures: Mapping[str, int]) -> Mapping[str, int | None]:
    return {"valid": figures["invalid"], "invalid": figures["valid"]}


WRONG: Final[tuple[Change, ...]] = (
    _added("left", -1),
    _added("used", 1),
    _added("total", 10),
    _swapped,
    _added("valid", 100),
    lambda _: {"unlisted": None},
    lambda _: {"users": 21_093},
)
"""How a form is wrong: one paper too few, a wrong sum, columns swapped, a blank, a slip."""


def _slip(form: Form) -> Form:
    """The same sheet as a second person read it: one vote counted to the number before."""
    names = list(form.votes)
    one, other = names[0], names[-1]
    votes = {**form.votes}
    votes[one], votes[other] = (votes[one] or 0) + 1, (votes[other] or 0) - 1
    return Form(form.place, form.sku, form.figures, votes)


def move(scope: Scope, who: str, said: tuple[str, str, str, int], now: datetime) -> None:
    """A paper of papers that moved: from, to, SKU, how many."""
    user = User.objects.filter(username=who).first()
    if user is not None:
        place, to, sku, count = said
        contents = (Counted("surat_suara", count, sku),)
        report_move(
            scope, user, Draft(place, to, contents, "01/BA/KPPS/XI/2024", "more_voters"), now
        )
