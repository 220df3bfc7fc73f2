"""Who still has to pass an orientation, and whom to invite for them."""

from dataclasses import replace
from datetime import date

from pipeline.model.steps import Counselling, Need
from pipeline.planning.orientation import missing_by_commune
from tests.rules.cases import COUNSELLED, a_journey, origin

from .test_agenda import GARANGO, PARENTS, PARTNERS

VET, OTHER = Need("livestock", "livestock"), Need("other", "livestock")


def missing(code, *needs, back=8, **changes):
    """Somebody registered, back since a day of January, not oriented yet."""
    journey = a_journey(code=code, orientations=(), **changes)
    talk = Counselling(origin("counselling"), "m", COUNSELLED, "done", needs=needs)
    registered = replace(journey.registrations[0], in_commune_on=date(2019, 1, back) if back else None)
    return replace(journey, counsellings=(talk,), registrations=(registered,))


def plan(*journeys):
    """By commune."""
    return missing_by_commune(journeys, PARTNERS, PARENTS)


def test_people_stand_by_code_the_longest_back_first():
    """Whoever waits longest is invited first; who has no date stands last and is not forgotten."""
    (commune,) = plan(missing("PC", back=None), missing("PB", back=9), missing("PA", back=20))
    assert (commune.place, commune.codes, commune.oldest) == (GARANGO, ("PB", "PA", "PC"), date(2019, 1, 9))


def test_who_was_oriented_or_never_registered_is_not_missing():
    """The one has passed it; the other has to be found first."""
    assert plan(a_journey()) == ()
    assert plan(replace(missing("PA"), registrations=())) == ()


def test_whoever_may_be_somebody_known_is_told_apart():
    """The other half of a double may have been oriented already."""
    (commune,) = plan(missing("PA"), missing("PB", standing="provisional"))
    assert commune.doubtful == ("PB",)


def test_communes_with_most_people_come_first():
    """That is where a session pays."""
    told = plan(missing("PA", commune="BF-ZOU-manga"), missing("PB"), missing("PC"))
    assert [one.place for one in told] == [GARANGO, "BF-ZOU-manga"]


def test_a_need_said_by_many_comes_first_with_the_nearest_partner_that_answers_it():
    """Invitations come from what people said in counselling."""
    (commune,) = plan(missing("PA", VET), missing("PB", VET, OTHER), missing("PC", Need("microfinance", "trade")))
    told = [(one.need, one.people, one.partner.code if one.partner else None) for one in commune.needs]
    assert told == [(VET, 2, "vet_tenkodogo"), (Need("microfinance", "trade"), 1, None), (OTHER, 1, "vet_tenkodogo")]


def test_a_need_said_twice_by_one_person_counts_once():
    """People are counted, not talks."""
    person = missing("PA", VET)
    (commune,) = plan(replace(person, counsellings=person.counsellings * 2))
    assert [one.people for one in commune.needs] == [1]


def test_authority_and_civil_society_are_invited_whatever_people_need():
    """The practice invites both to every session."""
    (commune,) = plan(missing("PA"))
    told = [one.partner.code for one in commune.families if one.partner]
    assert told == ["mairie_garango", "red_cross"]
