"""A programme with nothing but itself: its own PostgreSQL, in a folder named by a person, from init to the last row."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from pipeline.database import embedded
from pipeline.run.session import open_session
from pipeline.run.telling import Silent
from pipeline.simulation.tablet import Tablet
from tests.xlsform.drawn import save

from .ground import ANSWERS, FILLED_AT, household, opened
from .typed import environment, retour

SANDBOX = '[server.kobo]\nkind = "sandbox"\n\n[[stage]]\nname = "household"\n[[stage.deployment]]\nzone = "est"\nserver = "kobo"\n'


@pytest.fixture(scope="module")
def folder():
    """Spaces, accents and a degree sign, where an unprivileged server may enter too."""
    above = Path(tempfile.mkdtemp(prefix="retour-own-"))
    above.chmod(0o755)
    place = above / "été 2026" / "projet n°1"
    yield place
    embedded.stop(place)
    shutil.rmtree(above, ignore_errors=True)


@pytest.fixture(scope="module")
def lived(folder):
    """init, forms deploy to the practice server, a submission, run: what was said."""
    said = [retour("init", folder)]
    settings = folder / "config/programme.toml"
    head = settings.read_text("utf-8").partition("[server.kobo]")[0]
    settings.write_text(head + SANDBOX, "utf-8")
    save(folder / "forms/household.xlsx", household())
    said += [own(folder, *words) for words in (["forms", "deploy"], ["run"])]
    return folder, said


def own(folder, *typed):
    """A command on the programme and its own database."""
    return retour("--project", folder, *typed, RETOUR_DATABASE_URL="")


def test_a_folder_with_spaces_and_accents_works_from_init_to_run(lived):
    """People name folders as they speak."""
    folder, said = lived
    assert [s.code for s in said] == [0, 0, 0], [s.all for s in said]
    assert str(folder) in said[0].out
    assert "household/est: deployed as" in said[1].out
    assert "The books balance." in said[2].out


def test_a_submission_to_the_practice_server_becomes_a_row(lived):
    """With nothing installed and nothing configured."""
    folder, _ = lived
    with environment({"RETOUR_DATABASE_URL": ""}), open_session(folder, Silent()) as session:
        (deployment,) = session.settings.deployments()
        tablet = Tablet(*session.sandbox_address())
        filled = opened(tablet.fetch(deployment.uid).xform).fill(ANSWERS, now=FILLED_AT)
        tablet.send(filled.xml)
    (form,) = own(folder, "run", "--json").document["forms"]
    assert (form["deployment"], form["decoded"], form["balanced"]) == ("household/est", 1, True)


def test_the_database_says_where_it_is_and_stops_when_told(lived):
    """A laptop is closed at night; the rows are there in the morning."""
    folder, _ = lived
    status = own(folder, "db", "status", "--json").document
    assert status["version"].startswith("18")
    assert own(folder, "db", "stop").out == "Stopped.\n"
    assert own(folder, "db", "stop").out == "It was not running.\n"
    assert own(folder, "db", "start").code == 0
    assert own(folder, "status").code == 0


def test_analysts_get_an_address_of_their_own(lived):
    """Excel and R connect with it; the owner's is nobody's business."""
    folder, _ = lived
    address = own(folder, "db", "url", "--new-password").out.strip()
    engine = create_engine(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", address))
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT village FROM reporting.household")
        with pytest.raises(Exception, match="permission denied"):
            connection.exec_driver_sql("SELECT * FROM answers.household")
    engine.dispose()
