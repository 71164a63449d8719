"""Alerts as BMKG sends them, and as an enemy would."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tepat.adapters import safe_xml
from tepat.adapters.bmkg_areas import areas_of
from tepat.adapters.bmkg_cap import read_alert, read_list
from tepat.adapters.polygons import PolygonIndex, read_polygons
from tepat.core.plan.hazard.alerts import Message, Reference, contributions
from tepat.core.plan.hazard.sources import combine
from tepat.core.plan.instance.values import Day, Instance, Node
from tepat.core.problems import Code, Problem, Refused
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import ground, tables, zone

WIB = timezone(timedelta(hours=7))
POLYGON = "<polygon>-6.21,106.795 -6.21,106.805 -6.19,106.805 -6.19,106.795 -6.21,106.795</polygon>"
AREA = f"<area><areaDesc>Contoh</areaDesc>{POLYGON}</area>"
INFO = (
    "<info><language>id</language><event>Hujan Lebat</event><urgency>Immediate</urgency>"
    "<severity>Moderate</severity><certainty>Observed</certainty>"
    "<effective>2024-11-20T22:00:00+07:00</effective><expires>2024-11-21T01:00:00+07:00</expires>"
    f"<headline>Hujan lebat</headline>{AREA}</info>"
)
ALERT = (
    '<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
    "<identifier>1</identifier><sender>bmkg</sender><sent>2024-11-20T21:50:00+07:00</sent>"
    f"<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{INFO}</alert>"
)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "alert.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(folder: Path, text: str | bytes) -> Problem:
    with pytest.raises(Refused) as refused:
        read_alert(written(folder, text))
    return refused.value.problem


def only_problem(folder: Path, old: str, new: str) -> Code:
    assert old in ALERT
    _, [problem] = read_alert(written(folder, ALERT.replace(old, new)))
    return problem.code


def test_an_alert_is_read_whole(tmp_path: Path) -> None:
    alert, problems = read_alert(written(tmp_path, ALERT))

    assert problems == []
    assert alert is not None
    assert (alert.identifier, alert.sender, alert.message) == ("1", "bmkg", Message.ALERT)
    assert alert.actual
    [event] = alert.warned
    assert (event.severity, event.urgency, event.certainty) == ("Moderate", "Immediate", "Observed")
    assert event.onset == datetime(2024, 11, 20, 22, tzinfo=WIB)
    assert event.expires == datetime(2024, 11, 21, 1, tzinfo=WIB)
    assert event.areas[0][0] == event.areas[0][-1] == (-6.21, 106.795)


def test_onset_wins_over_effective_and_an_event_without_end_lasts_a_day(tmp_path: Path) -> None:
    text = ALERT.replace("<expires>2024-11-21T01:00:00+07:00</expires>", "").replace(
        "<effective>", "<onset>2024-11-21T03:00:00+07:00</onset><effective>"
    )
    alert, _ = read_alert(written(tmp_path, text))

    assert alert is not None
    assert alert.warned[0].onset == datetime(2024, 11, 21, 3, tzinfo=WIB)
    assert alert.warned[0].expires == datetime(2024, 11, 22, 3, tzinfo=WIB)


def test_cancellations_and_updates_name_what_they_are_about(tmp_path: Path) -> None:
    text = ALERT.replace("Alert</msgType>", "Cancel</msgType>").replace(
        "</scope>",
        "</scope><references>bmkg,7,2024-11-20T20:00:00+07:00 x bmkg,8,2024</references>",
    )
    alert, _ = read_alert(written(tmp_path, text))

    assert alert is not None
    assert (alert.message, alert.warned) == (Message.CANCEL, ())
    assert alert.references == (Reference("bmkg", "7"), Reference("bmkg", "8"))


def test_exercises_are_told_from_alerts_and_acknowledgements_are_none(tmp_path: Path) -> None:
    alert, _ = read_alert(written(tmp_path, ALERT.replace("Actual", "Exercise")))
    assert alert is not None
    assert not alert.actual

    assert read_alert(written(tmp_path, ALERT.replace("Alert</msg", "Ack</msg"))) == (None, [])


def test_the_indonesian_part_is_read_where_there_is_one(tmp_path: Path) -> None:
    english = INFO.replace(">id<", ">en<").replace("Hujan lebat", "Heavy rain")
    both, _ = read_alert(written(tmp_path, ALERT.replace(INFO, english + INFO)))
    one, _ = read_alert(written(tmp_path, ALERT.replace(INFO, english)))

    assert both is not None
    assert one is not None
    assert [event.headline for event in both.warned] == ["Hujan lebat"]
    assert [event.headline for event in one.warned] == ["Heavy rain"]


def test_a_circle_is_an_area_too(tmp_path: Path) -> None:
    text = ALERT.replace(POLYGON, "<circle>-6.2,106.80 0.5</circle>")
    alert, problems = read_alert(written(tmp_path, text))

    assert alert is not None
    assert problems == []
    [area], _ = areas_of(alert, ground())
    assert area.arcs == ("a-b",)
    wide, _ = read_alert(written(tmp_path, text.replace(" 0.5<", " 2.5<")))
    assert wide is not None
    assert areas_of(wide, ground())[0][0].arcs == ("a-b", "b-c", "c-d")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("21:50:00+07:00", "21:50:00", Code.ALERT_TIME),
        ("22:00:00+07:00", "22:00:00", Code.ALERT_TIME),
        ("2024-11-21T01:00:00+07:00", "besok", Code.ALERT_TIME),
        ("<identifier>1</identifier>", "", Code.ALERT_PART),
        ("Alert</msgType>", "Alarm</msgType>", Code.ALERT_PART),
        (POLYGON, "", Code.ALERT_AREA),
        (POLYGON, "<polygon>-6.21,106.795 -6.21</polygon>", Code.ALERT_AREA),
        (POLYGON, "<polygon>1,1 1,2 2,nan 1,1</polygon>", Code.ALERT_AREA),
        (POLYGON, "<polygon>1,1 1,2 200,2 1,1</polygon>", Code.ALERT_AREA),
        (POLYGON, "<circle>-6.2,106.8 1e999</circle>", Code.ALERT_AREA),
        (POLYGON, f"<polygon>{'1,1 ' * 30_000}</polygon>", Code.ALERT_PART),
    ],
)
def test_a_wrong_part_is_named(tmp_path: Path, old: str, new: str, code: Code) -> None:
    assert only_problem(tmp_path, old, new) is code


def test_entity_bombs_are_refused_before_they_grow(tmp_path: Path) -> None:
    laughs = "".join(
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' if at else '<!ENTITY l0 "ha">'
        for at in range(12)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE alert [{laughs}]>' + ALERT.partition("?>")[2].replace(
        "Contoh", "&l11;"
    )
    assert refusal(tmp_path, bomb).code is Code.ALERT_ENTITY


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE alert [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE alert [<!ENTITY % p "x">]>',
        "<!DOCTYPE alert>",
    ],
)
def test_no_declaration_of_any_kind_is_read(tmp_path: Path, doctype: str) -> None:
    text = ALERT.replace("?>", f"?>{doctype}", 1)
    assert refusal(tmp_path, text).code is Code.ALERT_ENTITY


def test_what_is_too_large_or_too_deep_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ALERT + " " * safe_xml.LIMIT).code is Code.ALERT_LARGE
    deep = "<a>" * 5_000 + "</a>" * 5_000
    assert refusal(tmp_path, ALERT.replace(AREA, deep)).code is Code.ALERT_FILE


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\x00\xff",
        "bukan xml",
        ALERT[:-20],
        ALERT.replace("cap:1.2", "cap:1.1"),
        "<rss/>",
        '<?xml version="1.0" encoding="none"?><alert/>',
        ALERT.replace("Contoh", "&nbsp;"),
    ],
)
def test_what_is_no_alert_is_refused(tmp_path: Path, text: str | bytes) -> None:
    assert refusal(tmp_path, text).code is Code.ALERT_FILE


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_alert(tmp_path / "none.xml")


def test_bad_lines_of_a_feed_are_named_and_the_good_kept(tmp_path: Path) -> None:
    def item(guid: str, link: str, date: str) -> str:
        return (
            f"<item><title>t</title><guid>{guid}</guid><link>{link}</link>"
            f"<pubDate>{date}</pubDate></item>"
        )

    day = "Mon, 16 Feb 2026 22:50:00 +0700"
    items = [
        item("1", "https://example.org/a.xml", day),
        item("", "https://example.org/b.xml", day),
        item("3", "javascript:alert(1)", day),
        item("4", "https://example.org/c.xml", "kemarin"),
    ]
    feed = written(tmp_path, f"<rss><channel>{''.join(items)}</channel></rss>")
    listed, problems = read_list(feed)

    assert [each.identifier for each in listed] == ["1"]
    assert [each.code for each in problems] == [
        Code.ALERT_PART,
        Code.ALERT_PART,
        Code.ALERT_TIME,
    ]
    with pytest.raises(Refused):
        read_list(written(tmp_path, ALERT))


def test_a_list_of_alerts_says_which_to_download(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>Hujan {at}</title><guid>{at}</guid><link>https://example.org/{at}.xml</link>"
        f"<pubDate>Mon, {at} Feb 2026 22:50:00 +0700</pubDate></item>"
        for at in range(10, 15)
    )
    problem = refusal(tmp_path, f"<rss><channel>{items}</channel></rss>")

    assert problem.code is Code.ALERT_LIST
    text = sentence(problem)
    assert "daftar 5 peringatan" in text
    assert "Hujan 14 (https://example.org/14.xml); Hujan 13" in text
    assert "Hujan 11" not in text


def around(lat: float, lon: float) -> Instance:
    """The ground, moved to begin at a point; its days are 16 to 19 February 2026."""
    nodes = tuple(Node(name, lat, lon + at / 100) for at, name in enumerate("abcde"))
    days = tuple(Day(str(day), datetime(2026, 2, day, tzinfo=WIB).date()) for day in range(16, 20))
    return replace(ground(zone("low"), zone("high"), days=days), nodes=nodes)


def test_a_real_alert_raises_the_roads_under_it_until_it_expires(real_data: Path) -> None:
    alert, problems = read_alert(real_data / "bmkg/cap_banten_2026-02-16.xml")
    assert alert is not None
    assert problems == []
    instance = around(-6.02, 106.0)
    [area], _ = areas_of(alert, instance)
    under = {(alert.identifier, 0): area.zones}
    now = datetime(2026, 2, 16, 23, 30, tzinfo=WIB)

    said = contributions([alert], under, instance.days, instance.zone, tables(), now)
    low, high = combine(instance.hazard, said).zones

    # The polygon reaches to 106.049 east, beyond the last road.
    assert area.arcs == ("a-b", "b-c", "c-d", "d-e")
    assert low.probability == high.probability == (0.3, 0.3, 0.3, 0.1)
    assert low.said_by(0).by == "cuaca.ekstrem@bmkg.go.id"
    later = datetime(2026, 2, 17, 2, tzinfo=WIB)
    assert not contributions([alert], under, instance.days, instance.zone, tables(), later)


def test_an_alert_that_names_jombang_is_not_about_kabupaten_jombang(real_data: Path) -> None:
    """Its Jombang is a kecamatan of Kota Cilegon."""
    alert, _ = read_alert(real_data / "bmkg/cap_banten_2026-02-16.xml")
    path = real_data / "wilayah/boundaries_kecamatan_nasional_simplified.geojson.gz"
    outlines, _ = read_polygons(path, lambda properties: str(properties["code"]))
    assert alert is not None

    [area], _ = areas_of(alert, around(-7.55, 112.23), PolygonIndex(outlines))

    assert len(area.kecamatan) == 12
    assert "36.72.05" in area.kecamatan
    assert not [code for code in area.kecamatan if code.startswith("35.")]
    assert (area.arcs, area.zones) == ((), ())


def test_a_real_alert_without_area_raises_nothing_and_says_so(real_data: Path) -> None:
    alert, _ = read_alert(real_data / "bmkg/cap_jateng_2026-02-16.xml")
    assert alert is not None

    [area], problems = areas_of(alert, around(-6.89, 109.67))

    assert area == ((), (), ())
    assert [each.code for each in problems][-2:] == [Code.POLYGON_NO_AREA, Code.ALERT_AREA]


def test_the_real_feed_lists_its_alerts(real_data: Path) -> None:
    listed, problems = read_list(real_data / "bmkg/rss_2026-02-16.xml")
    alert, _ = read_alert(real_data / "bmkg/cap_banten_2026-02-16.xml")

    assert problems == []
    assert len(listed) == 3
    assert alert is not None
    assert (listed[0].identifier, listed[0].sent) == (alert.identifier, alert.sent)
