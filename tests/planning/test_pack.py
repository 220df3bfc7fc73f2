"""The committee's pack: what its members read, by code and without a name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.model.finding import Finding
from pipeline.planning.dossier import Cover, document, page_of
from pipeline.planning.pack import pack_as_pdf, pack_as_pictures
from tests.rules.cases import a_draft, a_line, a_plan

COVER = Cover("Programme d'essai", "OIM", "UE", "Garango", "20/03/2019", "18/03/2019",
              (("Autorité locale", "", "Préfecture"), ("Expert technique", "Élevage", "à trouver")), "DONNÉES FICTIVES")  # fmt: skip
BROKEN = Finding("prices.line_specified", "plan", "B1", "broken", "warning", "Ligne(s) sans précision : 2.", "x")
UNKNOWN = Finding("procurement.reviewer", "plan", "B1", "unknown", "blocking", "À revoir.", "x")
MET = Finding("plan.kind", "plan", "B1", "met", "blocking", "Individuel.", "x")


def page(plan=None, **changes: Any):
    """One plan's page."""
    given: dict[str, Any] = {"since": date(2019, 3, 11), "who": {"person-1": "PABCDEFG"}, "findings": (UNKNOWN, MET, BROKEN),
             "overrides": (), "label": lambda of, choice: {"ram": "Bélier d'embouche"}.get(choice, choice)}  # fmt: skip
    return page_of(plan or a_plan(), **(given | changes))


def test_members_stand_by_code_and_titles_stay_out_unless_the_office_allows():
    """A title is free text: it may hold a name."""
    plan = a_plan(a_draft(title="Élevage d'Awa Sawadogo"))
    assert page(plan).members == (("PABCDEFG", "lead"),)
    assert "Awa" not in repr(page(plan))
    assert page(plan, with_title=True).title == "Élevage d'Awa Sawadogo"


def test_goods_stand_beside_their_catalogue_price():
    """The committee sees at once what is dear."""
    plan = a_plan(a_draft(lines=(a_line(unit_price=66000), a_line(item="other", item_other="Charrette", catalogue_price=None,
                                                                    quantity=Decimal("2.5")))))  # fmt: skip
    first, second = page(plan).rows
    assert (first.item, first.price, first.catalogue, first.variance) == (
        "Bélier d'embouche", "66\u202f000", "55\u202f000", "+20\u00a0%",
    )  # fmt: skip
    assert (second.item, second.quantity, second.catalogue, second.variance) == ("Charrette", "2,5\u00a0head", "—", "")


def test_what_is_broken_comes_before_what_is_to_check_and_what_is_met_stays_out():
    """A page has room for what the members must know."""
    assert page().remarks == (("Non respecté", "Ligne(s) sans précision : 2."), ("À vérifier", "À revoir."))


def test_a_pack_has_a_summary_a_page_for_each_plan_and_blank_minutes():
    """Printed, it is all the members need."""
    pages = pack_as_pictures(document(COVER, [page(), page()]), 40)
    assert len(pages) == 4
    assert pack_as_pdf(document(COVER, [page()]), datetime(2019, 3, 18, tzinfo=UTC)).startswith(b"%PDF-1.7")


def test_a_plan_of_which_little_is_known_has_a_page_all_the_same():
    """A plan that was reviewed and never drafted may be asked about in the meeting."""
    empty = replace(a_plan(), versions=(), drafts=(), members=(), reviews=(), decisions=())
    assert len(pack_as_pictures(document(COVER, [page(empty, since=None)]), 40)) == 3


def test_nothing_of_what_is_printed_is_read_as_markup():
    """A specification may hold signs that Typst would obey."""
    odd = a_plan(a_draft(lines=(a_line(specification='#panic("x") *gras* $1$ _x_ <a> @b'),)))
    assert len(pack_as_pictures(document(COVER, [page(odd)]), 40)) == 3
