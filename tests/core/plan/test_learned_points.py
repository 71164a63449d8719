"""Points of another election: the same place by code and name, never over a better one."""

import pytest

from tepat.core.election.regions import Point, Provenance, winning_point
from tepat.core.plan.learning.points import APART_KM, Fitting, Here, Why, fit, mark_of, middle
from tepat.core.plan.learning.values import Priors, Surveyed

DESA = "99.01.01.1001"
SCHOOL, HALL = "SD Negeri 1 Kota Hulu", "Balai Desa"
DEGREE = 1_000_000


def seen(number: int, name: str, n: int = 3, lat: int = -2 * DEGREE) -> Surveyed:
    code = f"{DESA}-{number:03d}"
    return Surveyed(code, lat, 115 * DEGREE, n, mark_of(code, name))


def here(number: int, name: str, point: Point | None = None) -> Here:
    return Here(f"{DESA}-{number:03d}", name, point, Point(-2.0, 115.0), 60)


def fitted(rows: tuple[Surveyed, ...], *places: Here) -> Fitting:
    return fit(Priors("pilkada-2024", "99.01", 9, points=rows), places)


def test_the_same_name_at_the_same_code_takes_the_point_with_its_source() -> None:
    [offer] = fitted((seen(3, SCHOOL),), here(3, SCHOOL.upper())).taken

    assert (offer.code, offer.source) == (f"{DESA}-003", "pilkada-2024: 3 HP")
    assert offer.point == Point(-2.0, 115.0, Provenance.LEARNED)


def test_what_the_office_surveyed_says_so() -> None:
    [offer] = fitted((seen(3, SCHOOL, n=0),), here(3, SCHOOL)).taken

    assert offer.source == "pilkada-2024: disurvei"


def test_a_place_that_got_another_number_is_found_by_its_name() -> None:
    [offer] = fitted((seen(3, SCHOOL),), here(7, SCHOOL), here(3, HALL)).taken

    assert (offer.code, offer.of) == (f"{DESA}-007", f"{DESA}-003")


def test_two_tps_at_one_school_are_told_apart_by_their_numbers() -> None:
    rows = (seen(1, SCHOOL), seen(2, SCHOOL, lat=-2 * DEGREE + 10))

    taken = fitted(rows, here(1, SCHOOL), here(2, SCHOOL)).taken

    assert [(each.code, each.of) for each in taken] == [(each.code, each.code) for each in rows]
    assert fitted(rows[:1], here(5, SCHOOL), here(6, SCHOOL)).taken == ()


@pytest.mark.parametrize("kind", [each for each in Provenance if each.weight])
def test_a_better_source_is_never_offered_anything(kind: Provenance) -> None:
    held = here(3, SCHOOL, Point(-1.9, 115.1, kind))

    found = fitted((seen(3, SCHOOL),), held)

    assert (found.taken, found.by_number, found.better) == ((), (), 1)


def test_a_guessed_point_gives_way() -> None:
    assert fitted((seen(3, SCHOOL),), here(3, SCHOOL, Point(-1.9, 115.1))).taken


def test_what_does_not_match_is_listed_with_why() -> None:
    rows = (seen(1, SCHOOL), seen(2, HALL), seen(9, "Pasar"), seen(3, "Masjid", lat=-4 * DEGREE))

    found = fitted(rows, here(1, "Gedung Serbaguna"), here(2, ""), here(3, "Masjid"))

    assert found.taken == ()
    assert [each.code for each in found.by_number] == [f"{DESA}-002"]
    assert found.by_number[0].source == "pilkada-2024: 3 HP, nomor saja"
    assert dict(found.unfit) == {
        f"{DESA}-001": Why.OTHER_NAME,
        f"{DESA}-009": Why.GONE,
        f"{DESA}-003": Why.FAR,
    }


def test_a_desa_is_matched_by_code_and_name_too() -> None:
    row = Surveyed(DESA, -2 * DEGREE, 115 * DEGREE, 0, mark_of(DESA, "Kota Hulu"))

    assert fitted((row,), Here(DESA, "KOTA HULU")).taken
    assert fitted((row,), Here(DESA, "Kota Hilir")).unfit == ((DESA, Why.OTHER_NAME),)


def test_the_name_itself_is_not_in_the_mark() -> None:
    mark = mark_of(f"{DESA}-001", "Rumah Pak Rahasia")

    assert len(mark) == 16
    assert int(mark, 16) >= 0
    assert mark != mark_of("99.01.01.2002-001", "Rumah Pak Rahasia")


def test_phones_that_stood_apart_teach_no_point() -> None:
    near = [(-2 * DEGREE, 115 * DEGREE), (-2 * DEGREE + 40, 115 * DEGREE + 40)]
    far = round(2 * APART_KM / 111.2 * DEGREE)

    assert middle(near) == near[0]
    assert middle([*near, (-2 * DEGREE + far, 115 * DEGREE)]) is None


def test_a_table_of_the_office_replaces_a_learned_point_and_a_centroid_does_not() -> None:
    learned = Point(-2.0, 115.0, Provenance.LEARNED)
    surveyed, guessed = Point(-2.1, 115.0, Provenance.SURVEYED), Point(-2.2, 115.0)

    assert winning_point(learned, surveyed) == surveyed
    assert winning_point(learned, guessed) == learned
    assert winning_point(guessed, learned) == learned
    assert winning_point(surveyed, learned) == surveyed
