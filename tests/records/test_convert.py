"""One answer, one value: what each kind keeps and what it refuses."""

import json

import pytest

from pipeline.records.convert import read_date, read_exact, read_instant, read_tick, read_time, read_whole
from pipeline.records.places import read_line, read_point, read_shape


@pytest.mark.parametrize(
    ("answer", "value"), [("0", 0), ("-7", -7), ("+7", 7), ("007", 7), ("12.0", 12), (str(2**63 - 1), 2**63 - 1)]
)
def test_whole_numbers_are_read_exactly(answer, value):
    """12.0 is what a spreadsheet makes of 12."""
    assert read_whole(answer) == value


@pytest.mark.parametrize("answer", ["", "1.5", "1e3", "٣", "1_000", "1 000", "0x1", str(2**63), "9" * 5000])
def test_what_is_not_whole_is_refused(answer):
    """Python would take some of these for numbers; a form never meant them."""
    with pytest.raises(ValueError, match="whole number"):
        read_whole(answer)


@pytest.mark.parametrize(
    ("answer", "value"),
    [("12.50", "12.50"), ("1.0E7", "10000000"), ("1.2345678E4", "12345.678"), ("1e50", "1" + "0" * 50), (".5", ".5")],
)
def test_decimals_keep_every_digit(answer, value):
    """Budgets of ten million XOF arrive with Java's exponent."""
    assert read_exact(answer) == value


@pytest.mark.parametrize("answer", ["NaN", "Infinity", "-inf", "12,5", "1e999", "1_0", "", "."])
def test_what_is_no_decimal_is_refused(answer):
    """NaN would spoil every sum it enters."""
    with pytest.raises(ValueError, match="not a number"):
        read_exact(answer)


def test_days_exist():
    """2019 had no 29 February; 2024 had."""
    assert read_date("2024-02-29") == "2024-02-29"
    with pytest.raises(ValueError, match="does not exist"):
        read_date("2019-02-29")


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("2026-11-20T08:01:00.000+03:00", ("2026-11-20T08:01:00.000+03:00", 180)),
        ("2026-11-20T08:01:00.123+02", ("2026-11-20T08:01:00.123+02", 120)),
        ("2026-11-20T08:01:00.123-0330", ("2026-11-20T08:01:00.123-0330", -210)),
        ("2026-11-20T08:01:00Z", ("2026-11-20T08:01:00Z", 0)),
        ("2026-11-20T08:01", ("2026-11-20T08:01+00:00", None)),
    ],
)
def test_instants_keep_their_offset_and_tell_its_minutes(answer, value):
    """An instant without offset is taken as UTC, and its empty minutes let the doubtful ones be found."""
    assert read_instant(answer) == value


def test_an_offset_that_postgresql_refuses_is_refused_here():
    """One such tablet would stop everybody's batch."""
    assert read_instant("2026-11-20T08:01:00+15:59")[1] == 959
    with pytest.raises(ValueError, match="offset"):
        read_instant("2026-11-20T08:01:00+16:00")


def test_times_keep_their_offset_as_text():
    """A time of day has no date, so no UTC: the wall's clock is what was meant."""
    assert read_time("14:30:00.000+01:00") == ("14:30:00", "+01:00")
    assert read_time("14:30") == ("14:30:00", None)


def test_places_are_latitude_first_and_geojson_longitude_first():
    """Swapped coordinates put a village of Burkina Faso into the sea."""
    assert read_point("12.1 -1.5 300.0 4.5") == ("12.1", "-1.5", "300.0", "4.5")
    assert read_point("12.1 -1.5") == ("12.1", "-1.5", None, None)
    assert json.loads(read_line("12.1 -1.5 0 0;12.2 -1.6 0 0"))["coordinates"] == [[-1.5, 12.1, 0.0], [-1.6, 12.2, 0.0]]


def test_a_ring_is_closed_and_a_point_is_no_line():
    """QGIS refuses open rings and lines of one point."""
    ring = json.loads(read_shape("0 0;0 1;1 1"))
    assert ring["type"] == "Polygon"
    assert ring["coordinates"][0][0] == ring["coordinates"][0][-1]
    assert json.loads(read_line("0 0")) == {"type": "Point", "coordinates": [0.0, 0.0]}


@pytest.mark.parametrize("answer", ["91 0", "0 181", "12", "a b", "nan nan", "1 2 inf", "1 2 3 4 5", "0 0 1e999", ";"])
def test_places_off_the_globe_are_refused(answer):
    """A wrong place is worse than none."""
    with pytest.raises(ValueError, match=r"place|point"):
        read_line(answer)


def test_a_tick_is_yes_or_no():
    """Collect writes OK."""
    assert read_tick("OK") is True
    assert read_tick("false") is False
    with pytest.raises(ValueError, match="tick"):
        read_tick("maybe")
