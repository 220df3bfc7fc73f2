"""The committee's pack: what its members read, by code and without a name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.model.finding import Finding
from pipeline.model.meeting import Decided
from pipeline.planning.dossier import Cover, document, page_of
from pipeline.planning.pack import pack_as_pdf, pack_as_pictures
from pipeline.planning.printed import typographic
from tests.rules.cases import a_decision, a_draft, a_line, a_meeting, a_plan, a_version

COVER = Cover(
    "Programme d'essai", "OIM", "UE", "Garango", "", "20/03/2019", "18/03/2019",
    (("Autorité locale", "", "Préfecture"), ("Expert technique", "Élevage", "à trouver")), warning="DONNÉES FICTIVES",
)  # fmt: skip
BROKEN = Finding("prices.line_specified", "plan", "B1", "broken", "warning", "Ligne(s) sans précision : 2.", "x")
UNKNOWN = Finding("procurement.reviewer", "plan", "B1", "unknown", "blocking", "À revoir.", "x")
MET = Finding("plan.kind", "plan", "B1", "met", "blocking", "Individuel.", "x")


def page(plan=None, **changes: Any):
    """One plan's page."""
    given: dict[str, Any] = {"since": date(2019, 3, 11), "who": {"person-1": "PABCDEFG"}, "findings": (UNKNOWN, MET, BROKEN),
             "sentences": {"prices.line_specified": "Chaque ligne est précisée."}, "overrides": (), "label": lambda of, choice: {"ram": "Bélier d'embouche"}.get(choice, choice)}  # fmt: skip
    return page_of(plan or a_plan(), **(given | changes))


def test_members_stand_by_code_and_titles_stay_out_unless_the_office_allows():
    """A title is free text: it may hold a name."""
    plan = a_plan(a_draft(title="Élevage d'Awa Sawadogo"))
    assert page(plan).members == (("PABCDEFG", "lead"),)
    assert "Awa" not in repr(page(plan))
    assert page(plan, with_names=True).title == "Élevage d'Awa Sawadogo"


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
    assert page().remarks == (
        ("Non respectée", "Chaque ligne est précisée.", "Ligne(s) sans précision : 2."),
        ("À vérifier (bloquante)", "procurement.reviewer", "À revoir."),
    )
    assert page().points == "1 non respectée · 1 à vérifier"


def test_a_pack_has_a_summary_a_page_for_each_plan_and_blank_minutes():
    """Printed, it is all the members need."""
    pages = pack_as_pictures(document(COVER, [page(), page()]), 40)
    assert len(pages) == 4
    assert pack_as_pdf(document(COVER, [page()]), datetime(2019, 3, 18, tzinfo=UTC)).startswith(b"%PDF-1.7")


def test_several_lines_of_one_rule_make_one_remark():
    """Twenty-five dear lines would fill a page with one sentence."""
    told = "Écart de +36 %, au-delà du seuil."
    lines = [
        Finding("prices.line_near_catalogue", "plan", "B1", "broken", "warning", told, "x", about=f"v1 ligne {n}")
        for n in (3, 7)
    ]
    marks = "uuid:0b4f-7", "C-7 0b4f77aa decisions/3"
    rules = "prices.plan_variance", "decision.holder_heard"
    others = [
        replace(lines[0], rule=rule, reason_fr="Non.", about=mark) for rule, mark in zip(rules, marks, strict=True)
    ]
    said = [one[2] for one in page(findings=(*lines, *others)).remarks]
    assert said == [f"v1 ligne 3, 7 : {told}", "Non.", "C-7 : Non."]


def test_a_held_meeting_sees_the_version_it_decided_about():
    """What the committee amended afterwards is not what it had before it."""
    second = replace(a_version(), number=2, made_by="committee", draft=None, lines=(), total=Decimal(1))
    plan = replace(a_plan(), versions=(a_version(), second))
    assert (page(plan).version, page(plan).made_by) == ("2", "amendé par le comité")
    assert (page(plan, number=1).version, page(plan, number=1).made_by, page(plan, number=1).total) == (
        "1",
        "",
        "165\u202f000",
    )


def test_members_read_that_an_earlier_committee_adjourned_the_plan_and_why():
    """They would otherwise ask again what was asked before."""
    adjourned = Decided(a_meeting(), a_decision(decision="adjourned", reasons=("holder_absent",)))
    later = Decided(a_meeting(meeting_id="C-8"), a_decision(decision="validated"))
    plan = a_plan(decisions=(adjourned, adjourned, later))
    assert page(plan, meeting="C-8").before == (("20/03/2019", "adjourned", "holder_absent"),)
    assert page(plan, meeting="C-2019-07").before == ()


def test_a_plan_without_contribution_says_why():
    """The members must know whether somebody was excused or whether nobody asked."""
    assert page(a_plan(a_draft(contributions=(), waiver="disability", contribution_total=None))).waiver == "disability"
    assert page().contribution_share == "36\u00a0%"


def test_a_plan_of_which_little_is_known_has_a_page_all_the_same():
    """A plan that was reviewed and never drafted may be asked about in the meeting."""
    empty = replace(a_plan(), versions=(), drafts=(), members=(), reviews=(), decisions=())
    assert len(pack_as_pictures(document(COVER, [page(empty, since=None)]), 40)) == 3


def test_a_word_without_end_may_be_broken_and_no_other_one():
    """It would run over the prices beside it."""
    told = typographic({"a": ["l'œuvre", "x" * 30, "anticonstitutionnellement"[:24], 7]})
    assert told == {"a": ["l’œuvre", f"{'x' * 12}\u200b{'x' * 12}\u200b{'x' * 6}", "anticonstitutionnellemen", 7]}


def test_nothing_of_what_is_printed_is_read_as_markup():
    """A specification may hold signs that Typst would obey."""
    odd = a_plan(a_draft(lines=(a_line(specification='#panic("x") *gras* $1$ _x_ <a> @b \\ ' + "x" * 90),)))
    assert len(pack_as_pictures(document(COVER, [page(odd)]), 40)) == 3
