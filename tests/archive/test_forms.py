"""Every edition of every form stays, and one that changed under its version is another."""

from pipeline.archive.forms import form_editions, known_versions, store_form_editions
from pipeline.model.submission import FormEdition

from .samples import HERE, RUN, footprint


def stored(engine, *editions):
    """How many of them were new."""
    with engine.begin() as connection:
        return store_form_editions(connection, "registration", HERE, editions, RUN)


def test_an_edition_comes_back_as_it_was_and_is_stored_once(engine):
    """It decodes what was filled with it, for ever."""
    sheets = {"survey": [{"type": "text", "name": "b", "label::Français (fr)": "Nom", "label": "Name"}], "choices": []}
    editions = [FormEdition("v1", None, sheets, "", ("1", "une")), FormEdition("v2", None, {}, "<h:html/>")]
    assert stored(engine, *editions) == 2
    before = footprint(engine)
    assert stored(engine, *editions) == 0
    assert footprint(engine) == before
    with engine.connect() as connection:
        found = form_editions(connection, HERE)
        assert known_versions(connection, HERE) == {"v1", "v2"}
    assert [f.edition for f in found] == editions
    assert list(found[0].edition.sheets["survey"][0]) == list(sheets["survey"][0]), "columns keep their order"


def test_content_that_changed_under_its_version_is_the_one_given_and_the_old_stays(engine):
    """Servers let a form be replaced without a new version."""
    stored(engine, FormEdition("v1", None, xform="<old/>"))
    assert stored(engine, FormEdition("v1", None, xform="<new/>")) == 1
    with engine.connect() as connection:
        assert [f.edition.xform for f in form_editions(connection, HERE)] == ["<new/>"]
