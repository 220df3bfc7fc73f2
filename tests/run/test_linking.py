"""People in the daily run: found in the answers, linked, counted, told, forgotten when they must be."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.archive.erasure import erase
from pipeline.model.code import make_code
from tests.xlsform.drawn import row

from .ground import household

PERSON, OTHER, PHONE, CARD = "Canarie ZZOMBRE", "Canarine YYAMEOGO", "71999456", "P" + "2" * 6
WHO = (
    row("begin_group", "who", "Personne"),
    row("text", "person_card", "Carte", privacy="identity"),
    row("text", "person_name", "Nom", privacy="identity"),
    row("integer", "person_birth_year", "Année", privacy="sensitive"),
    row("text", "person_phone", "Téléphone", privacy="identity"),
    row("end_group"),
)


def card(number):
    """A code with a right check sign."""
    signs = iter("23456789"[number] * 6)
    return make_code("P", lambda alphabet: next(signs))


def said(name=PERSON, code="", phone=PHONE):
    """The group ``who`` filled in."""
    found = {"who/person_name": name, "who/person_birth_year": 1990, "who/person_phone": phone}
    return found | ({"who/person_card": code} if code else {})


@pytest.fixture
def met(bare):
    """A stage of the office's own, in which somebody was met once."""
    bare.lay(household(*WHO)).done("forms", "deploy")
    bare.filled = bare.fill(**said())
    bare.first = bare.run()
    return bare


def registry(ground):
    """Every word in the registry."""
    return json.dumps(
        {name: rows for name, rows in ground.contents().items() if name.startswith("registry.")}, default=str
    )


def test_somebody_met_is_counted_although_nobody_registered_them(met):
    """Who is spoken of and not registered must be somebody's question, not nobody's."""
    people = met.first["people"]
    assert (people["mentions"], people["parked"], people["persons"], people["unregistered"]) == (1, 1, 1, 1)
    assert people["balanced"]
    assert met.first["balanced"]
    assert "1 personnes, dont 0 à confirmer et 1 jamais enregistrées." in met.done("status").out


def test_people_are_heard_from_the_first_form_on_that_asks_about_them(bare):
    """A survey that asks about nobody costs linking nothing; once it asks, nobody it met may be missing."""
    bare.lay(household()).done("forms", "deploy")
    bare.fill()
    first = bare.run()
    assert (first["balanced"], bare.rows("SELECT FROM registry.submission")) == (True, [])
    bare.write_form(household(*WHO))
    bare.done("forms", "deploy")
    bare.fill(**said())
    people = bare.run()["people"]
    assert (people["mentions"], people["unread"]) == (1, 0)
    read = "SELECT * FROM registry.submission ORDER BY 1"
    before = bare.rows(read)
    assert len(before) == 2
    bare.run("--rebuild")
    assert bare.rows(read) == before


def test_a_second_run_with_nothing_new_writes_nothing(met):
    """The night's run must not wear the disk, nor hide what changed."""
    before = met.contents()
    assert met.run()["rows_written"] == 0
    assert met.contents() == before


def test_an_edit_replaces_what_was_said_and_a_deletion_takes_it_back(met):
    """A name that was mistyped, or somebody who should never have been written down."""
    met.edit(met.filled, **{"who/person_name": OTHER})
    met.run()
    assert PERSON not in registry(met)
    assert OTHER in registry(met)
    met.delete(met.filled)
    people = met.run()["people"]
    assert (people["mentions"], people["persons"]) == (0, 0)
    assert OTHER not in registry(met)


def test_an_erased_person_is_gone_from_the_registry_with_the_next_build(met):
    """Erasure is a right: no table may remember."""
    with met.engine.begin() as connection:
        erase(connection, met.filled.instance_id, "asked for it")
    met.done("build")
    assert not any(word in registry(met) for word in (PERSON, "ZZOMBRE", PHONE))


def test_a_restricted_stage_is_never_read_and_closing_one_forgets_it(met):
    """Who was met by the protection focal point must not show up in anybody's list."""
    met.change_settings(r'^name = "household"$', 'name = "household"\nrestricted = true')
    people = met.run()["people"]
    assert (people["mentions"], people["persons"]) == (0, 0)
    assert PERSON not in registry(met)


def test_one_card_in_two_spellings_is_one_person(met):
    """The card is believed before the name."""
    for name in ("Sawadogo Fati", "Savadogo Fatimata"):
        met.fill(**said(name=name, code=card(1)))
    people = met.run()["people"]
    assert (people["mentions"], people["persons"]) == (3, 2)


def test_analysts_see_a_random_key_and_no_name_phone_or_card(met):
    """The registry is for the office; what leaves it is chosen column by column."""
    met.fill(**said(name=OTHER, code=card(1), phone="70555123"))
    met.run()
    shown = {name: rows for name, rows in met.snapshot().items() if name.startswith("reporting.")}
    assert len(shown["reporting.person"]) == 2
    words = json.dumps(shown)
    assert not any(word in words for word in (PERSON, OTHER, "ZZOMBRE", PHONE, "70555123", card(1), "1990-"))
    codes = [code for (code,) in met.rows("SELECT code FROM registry.identity")]
    assert codes
    assert not any(code in words for code in codes)


def test_the_story_names_nobody_unless_asked_to(met):
    """Somebody may look over a shoulder."""
    ((code,),) = met.rows("SELECT code FROM registry.person")
    plain = met.done("person", code)
    assert "jamais enregistrée" in plain.out
    assert PERSON not in plain.all
    assert PHONE not in plain.all
    identified = met.done("person", code, "--identified").out
    assert PERSON in identified
    assert met.filled.instance_id.removeprefix("uuid:")[:8] in identified
    ((known,),) = met.rows("SELECT person_key FROM registry.person")
    (document,) = met.done("person", known, "--json").document
    assert document["mentions"][0]["state"] == "parked"
    assert PERSON not in json.dumps(document)


@pytest.mark.parametrize("command", ["person", "plan"])
def test_an_unknown_code_is_told_without_being_repeated(met, command):
    """A code stands for a person; a log must not keep it."""
    told = met.retour(command, card(3))
    assert told.code == 3
    assert card(3) not in told.all
    assert "Read the code again" in told.err


def test_another_model_asks_for_a_rebuild_before_anything_is_touched(met):
    """Pairs weighed by two models would make people depend on the day they were linked."""
    file = Path(met.folder) / "config/linkage.json"
    model = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(model | {"version": "next"}), "utf-8")
    refused = met.retour("run")
    assert refused.code == 3
    assert "retour link run --rebuild" in refused.err
    assert met.done("link", "run", "--rebuild", "--json").document["people"]["balanced"]
    assert met.run()["rows_written"] == 0


def test_ids_given_out_move_with_the_archive(met, tmp_path):
    """A list printed here must mean the same people on the new server."""
    given = met.rows("SELECT handle, person_key, code FROM registry.identity")
    met.done("archive", "export", tmp_path / "archive.zst")
    with met.engine.begin() as connection:
        connection.execute(text("TRUNCATE registry.identity"))
    met.done("archive", "import", tmp_path / "archive.zst")
    assert met.rows("SELECT handle, person_key, code FROM registry.identity") == given
