"""Whoever types a code is told why the case stands as it does, from what is stored, and never who it is."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from pipeline.errors import SetupError
from pipeline.findings import overrides
from pipeline.model.override import Override
from pipeline.rules.policy import Policy
from pipeline.run.judging.explaining import explain_in
from pipeline.run.judging.judging import Judging
from pipeline.run.linking.touched import Touched
from pipeline.run.template import lay_programme
from pipeline.settings import load_settings

from ..rules.documents import shipped
from .lived import AWA, GARANGO, ISSA, Lived

JUDGED = datetime(2019, 6, 1, 3, tzinfo=UTC)


class Told:
    """A small programme, linked and judged, and what it explains."""

    def __init__(self, connection, settings):
        self.connection, self.settings = connection, settings
        self.lived = Lived(connection, policy=Policy(date(2019, 6, 1), shipped()))

    def judge(self, at=JUDGED):
        """Findings stand as the submissions say."""
        self.lived.link()
        Judging(self.lived.book(), at, None).run(Touched(everything=True), "mark")

    def explain(self, code, language="fr"):
        """What the code means."""
        return explain_in(self.lived.book(), self.connection, self.settings, code, language)

    def text(self, code, **options):
        """All that is printed for the one case of that code, on one line."""
        (one,) = self.explain(code)
        return " ".join("\n".join(one.lines(**({"everything": False} | options))).replace("\u00a0", " ").split())


@pytest.fixture
def told(engine, tmp_path):
    """Awa and Issa have a plan that a meeting validated; nobody was trained."""
    folder = tmp_path / "programme"
    lay_programme(folder)
    with engine.begin() as connection:
        made = Told(connection, load_settings(folder))
        for card in (AWA, ISSA):
            made.lived.register(card)
        made.lived.orient("O-1", AWA)
        made.lived.draft("B-1", AWA, ISSA)
        made.lived.meet("M-1", ("B-1", "validated"))
        made.judge()
        yield made


def test_a_plan_is_explained_from_what_is_stored_with_each_submission(told):
    """Its rules, the form each fact comes from, and when that was received."""
    text = told.text("B-1")
    assert text.startswith("Plan B-1 :")
    assert "NON RESPECTÉE (bloquante) · plan.after_training" in text
    assert "2 porteur(s) sur 2 sans formation connue (P222222P, P333333J)." in text
    assert "[plan d'affaire " in text
    assert "reçue le" in text
    assert "Depuis le 1er juin 2019 (vu pour la première fois)" in text
    assert f"Voir aussi : personnes {AWA} (2 non respectées), {ISSA} (2 non respectées)" in text
    assert "Voir aussi : réunions M-1 (" in text


def test_a_person_is_found_by_card_and_by_key_and_named_by_code_only(told):
    """The story of one case must not become a leak of it."""
    for code in (AWA, AWA.lower(), told.lived.key(AWA)):
        text = told.text(code)
        assert text.startswith(f"Personne {AWA} :")
        assert "orientation.everybody" in text
        assert "Voir aussi : plans B-1" in text


@pytest.mark.parametrize(
    ("code", "start", "rule"),
    [
        ("M-1", "Réunion M-1", "committee.quorum"),
        ("O-1", "Session O-1", "orientation.one_day"),
        (GARANGO, "Localité Garango", "committee.local_meeting"),
        ("garango", "Localité Garango", "committee.local_meeting"),
    ],
)
def test_meetings_sessions_and_places_are_explained_too(told, code, start, rule):
    """A place by its code or by its name."""
    text = told.text(code)
    assert text.startswith(start)
    assert rule in text


def test_it_tells_since_when_a_rule_is_broken_and_what_it_was_before(told):
    """A second meeting decides on the same version: what was met on the first of June is broken on the second."""
    told.lived.meet("M-1", ("B-1", "rejected"))
    told.judge(JUDGED.replace(day=2))
    assert "Depuis le 2 juin 2019 (avant : respectée)" in told.text("B-1")


def test_an_override_is_told_with_who_declared_it_and_hides_nothing(told):
    """Only those in force."""
    one = Override(uuid4(), "plan.after_training", "plan", "B-1", "B-1", "formation ailleurs", "cheffe de zone",
                   JUDGED, date(2019, 7, 1))  # fmt: skip
    overrides.declare(told.connection, one, None)
    overrides.declare(told.connection, replace(one, override_id=uuid4(), expires_on=date(2019, 5, 1)), None)
    text = told.text("B-1")
    assert text.count("formation ailleurs (déclarée par cheffe de zone, valable jusqu'au 1er juil. 2019)") == 1
    assert "NON RESPECTÉE (bloquante) · plan.after_training" in text


def test_machines_are_told_the_same(told):
    """Every reason of the text stands in the document, and nothing else was judged."""
    (one,) = told.explain("B-1")
    document = json.loads(json.dumps(one.document(), default=str))
    text = told.text("B-1", everything=True)
    for rule in document["rules"]:
        assert rule["rule"] in text
        for finding in rule["findings"]:
            assert " ".join(finding["reason_fr"].replace("\u00a0", " ").split()) in text
    assert [near["code"] for near in document["beside"]["meeting"]] == ["M-1"]


def test_english_is_english(told):
    """For headquarters and donors."""
    (one,) = told.explain("B-1", "en")
    assert next(one.lines(everything=False)).startswith("Plan B-1: ")


def test_a_code_that_means_nothing_says_what_may_be_written(told):
    """Not only no."""
    with pytest.raises(SetupError) as caught:
        told.explain("B-77")
    assert "'B-77'" in caught.value.where
    assert "card" in caught.value.fix


def test_a_place_misspelt_is_told_the_nearest_and_one_without_plans_that_it_has_none(told):
    """Both are typed by name."""
    with pytest.raises(SetupError) as caught:
        told.explain("Garanggo")
    assert "Did you mean 'Garango'?" in caught.value.fix
    with pytest.raises(SetupError) as caught:
        told.explain("Koupéla")
    assert "no plan" in caught.value.what


def test_what_was_not_judged_yet_says_so(told):
    """A plan that came since the last run is no mistake in the code."""
    told.lived.draft("B-2", AWA)
    told.lived.link()
    with pytest.raises(SetupError) as caught:
        told.explain("B-2")
    assert "retour run" in caught.value.fix
