"""A stolen tablet is the worst leak there is: what a list calls somebody must not find them."""

import pytest

from pipeline.publish.naming import free_of_numbers, group_label, label, short_name


@pytest.mark.parametrize(
    ("given", "surname", "shown"),
    [
        ("Awa", "SAWADOGO", "Awa S."),
        ("Abdoul Aziz", "Ouédraogo", "Abdoul Aziz O."),
        ("Awa Sawadogo", "SAWADOGO", "Awa S."),
        ("Awa Ouedraogo", "Ouédraogo", "Awa O."),
        ("", "SAWADOGO Awa", "S. A."),
        ("SAWADOGO", "SAWADOGO", "S."),
        ("Awa 70999123", "SAWADOGO 70999123", "Awa S."),
        ("Awa Mariam Salimata", "Sana", "Awa Mariam S."),
        ("Awa", "", "A."),
        ("Awa SAWADOGO", "", "A. S."),
        ("Awa Savadogo", "SAWADOGO", "Awa S."),
        ("Awa-Sawadogo", "Sawadogo", "Awa S."),
        ("Jean-Baptiste", "Sanou", "Jean Baptiste S."),
        ("Sana", "Sanou", "Sana S."),
        ("", "", ""),
        ("=cmd", "+226", ""),
    ],
)
def test_a_surname_is_never_whole(given, surname, shown):
    """Also where it was typed into the other field, or both names into one."""
    assert short_name(given, surname) == shown


def test_a_phone_does_not_travel_in_a_village():
    """A free field takes anything."""
    assert free_of_numbers("Béguédo tél 70999123 +22670999123") == "Béguédo tél"
    assert free_of_numbers("Béguédo 70 99 91 23") == "Béguédo"
    assert free_of_numbers("Secteur 10") == "Secteur 10"


def test_parts_that_are_missing_leave_no_gap():
    """A label is read in a hurry."""
    assert label("Awa S.", "", "Garango") == "Awa S. · Garango"
    assert [group_label(names, count) for names, count in (((), 0), ((), 2), (("Awa S.",), 1), (("Awa S.",), 3))] == [
        "",
        "2 porteurs",
        "Awa S.",
        "Awa S. + 2",
    ]
