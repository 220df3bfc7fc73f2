"""A meeting proposed for a place: whose plans, and whom to invite."""

from datetime import date

from pipeline.model.partner import Partner
from pipeline.planning.agenda import Waiting, propose
from tests.rules.cases import a_draft, a_plan

GARANGO, TENKODOGO, MANGA = "BF-BLG-garango", "BF-BLG-tenkodogo", "BF-ZOU-manga"
PARENTS = {GARANGO: "BF-BLG", TENKODOGO: "BF-BLG", "BF-BLG": "BF48", MANGA: "BF-ZOU", "BF-ZOU": "BF51"}


def partner(code, category, commune="", sectors=(), kind=""):
    """An organisation."""
    return Partner(code, code.title(), category, kind, sectors, commune)


PARTNERS = (
    partner("conasur", "local_authority", MANGA),
    partner("mairie_garango", "local_authority", GARANGO),
    partner("mairie_tenkodogo", "local_authority", TENKODOGO),
    partner("red_cross", "civil_society", MANGA),
    partner("vet_manga", "technical_expert", MANGA, ("livestock",), "livestock"),
    partner("vet_tenkodogo", "technical_expert", TENKODOGO, (), "livestock"),
    partner("anpe", "technical_expert", GARANGO, (), "anpe"),
)


def waiting(code, since, sector="livestock"):
    """A plan that waits since a day of March 2019."""
    return Waiting(a_plan(a_draft(plan_code=code, sector=sector)), date(2019, 3, since))


def proposed(*plans, partners=PARTNERS, most=20):
    """The meeting of Garango."""
    return propose(GARANGO, plans, partners, PARENTS, most)


def test_the_longest_waiting_plans_come_first_and_the_rest_waits_for_the_next_meeting():
    """Fair, and no more plans than a meeting can do justice to."""
    agenda = proposed(waiting("B3", 9), waiting("B1", 2), waiting("B2", 5), most=2)
    assert [one.since.day for one in agenda.plans] == [2, 5]
    assert [one.since.day for one in agenda.later] == [9]
    assert proposed(waiting("B1", 2), most=None).later == ()


def test_the_nearest_partner_of_each_family_is_invited_and_an_expert_for_each_sector():
    """A real local anchoring: the town's own authority before the province's, and that before another region's."""
    found = proposed(waiting("B1", 2), waiting("B2", 3, "agriculture")).invitations
    told = [(one.category, one.sector, one.partner.code if one.partner else "", one.is_local) for one in found]
    assert told == [
        ("local_authority", "", "mairie_garango", True),
        ("civil_society", "", "red_cross", False),
        ("technical_expert", "agriculture", "", False),
        ("technical_expert", "livestock", "vet_tenkodogo", False),
    ]


def test_an_expert_who_lists_sectors_is_asked_for_those_only():
    """A vet whose list says only trade is no expert of livestock any more."""
    only_trade = partner("vet", "technical_expert", GARANGO, ("trade",), "livestock")
    (expert,) = [i for i in proposed(waiting("B1", 2), partners=(only_trade,)).invitations if i.sector]
    assert expert.partner is None


def test_a_partner_of_a_commune_is_local_to_its_province():
    """Where the programme's localities are provinces, whoever works in one of its communes is of the place."""
    agenda = propose("BF-BLG", [waiting("B1", 2)], PARTNERS, PARENTS, 20)
    assert next(i.is_local for i in agenda.invitations if i.category == "local_authority")


def test_a_plan_without_a_sector_calls_no_expert():
    """Nobody knows which one."""
    assert all(one.category != "technical_expert" for one in proposed(waiting("B1", 2, "")).invitations)
