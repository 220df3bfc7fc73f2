"""The review in Excel: out, answered, in again; a row that is wrong stops all, and twice is like once."""

import os
import stat

import pytest
from openpyxl import load_workbook

from .whoiswho import CARDS, a_copy, a_programme

ONE, TWO, THREE, _ = CARDS
SAME, DIFFERENT = "même personne", "personnes différentes"


@pytest.fixture(scope="module")
def programme(tmp_path_factory, database_url, migrated_template):
    """Three registrations that may be one person: the second and the third may be the first."""
    folder = tmp_path_factory.mktemp("people") / "programme"
    with a_programme(folder, database_url, migrated_template) as ground:
        for day, (card, surname) in enumerate(((ONE, "SAWADOGO"), (TWO, "SAVADOGO"), (THREE, "SAWADOGHO")), 10):
            ground.register(card, surname=surname, on=f"2026-01-{day}")
            ground.run()
        yield ground


@pytest.fixture
def office(programme, tmp_path):
    """A copy of it, for one test to decide in, and the workbook just exported."""
    for ground in a_copy(programme, tmp_path):
        ground.file = tmp_path / "paires.xlsx"
        ground.done("link", "export", ground.file)
        yield ground


def rows_of(ground):
    """The row of each pair of cards."""
    sheet = load_workbook(ground.file)["paires"]
    place = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
    found = {}
    for row in range(3, sheet.max_row + 1):
        cards = (str(sheet.cell(row, place[f"Carte ou code ({who})"]).value) for who in "AB")
        found[frozenset(cards)] = row
    return found


def answer(ground, *answers):
    """Somebody opens it in Excel, chooses in these rows, and saves."""
    rows, book = rows_of(ground), load_workbook(ground.file)
    for one, other, verdict, *rest in answers:
        for column, value in zip("BCD", (verdict, *rest), strict=False):
            book["paires"][f"{column}{rows[frozenset((one, other))]}"] = value
    book.save(ground.file)


def decided(ground):
    return sorted(ground.rows("SELECT verdict, why, decided_by FROM registry.link_decision"))


def test_every_doubtful_pair_is_a_row_with_both_people(office):
    """And nothing but the owner can open the file: it holds names."""
    sheet = load_workbook(office.file)["paires"]
    assert set(rows_of(office)) == {frozenset((ONE, TWO)), frozenset((ONE, THREE))}
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"SAWADOGO", "SAVADOGO", "Nom (A)", "Surname (B)"} <= texts
    if os.name == "posix":
        assert stat.S_IMODE(office.file.stat().st_mode) == 0o600


def test_answers_are_recorded_and_applied_at_once(office):
    """With who and why of the row; people follow without another command."""
    answer(office, (ONE, TWO, SAME, "même père", "Awa K."), (ONE, THREE, DIFFERENT))
    said = office.done("link", "import", office.file, "--by", "Paul Z.")
    assert "2 decisions recorded: 1 pair is one person, 1 is two." in said.out
    assert f"{ONE} is one person now; {TWO} leads there too." in said.out
    assert decided(office) == [("different", "comparé dans le classeur", "Paul Z."), ("same", "même père", "Awa K.")]
    assert office.people() == {ONE: ("registered", (TWO,)), THREE: ("registered", ())}
    assert office.typing("link", "review").output == "Rien n'est à décider.\n"


def test_a_workbook_imported_twice_decides_once(office):
    """A mail that is opened twice."""
    answer(office, (ONE, TWO, SAME))
    office.done("link", "import", office.file)
    before = office.contents()
    said = office.done("link", "import", office.file)
    assert "1 row was decided like that already, 1 is left for later." in said.out
    assert office.contents() == before


def test_rows_that_cannot_all_be_true_are_refused_together(office):
    """Two is not Three, so One cannot be both: nothing is recorded, and each row says why."""
    office.done("link", "decide", TWO, THREE, "different", "--why", "deux sœurs")
    answer(office, (ONE, TWO, SAME), (ONE, THREE, SAME))
    said = office.retour("link", "import", office.file)
    assert said.code == 3
    assert " ".join(said.out.split()).count("it cannot be true together with") == 2
    assert "2 rows are wrong; nothing was recorded" in said.err
    assert len(decided(office)) == 1


def test_a_row_that_contradicts_what_was_decided_since_is_refused(office):
    """A workbook that lay on a desk for a week must not overrule what was decided meanwhile."""
    answer(office, (ONE, TWO, SAME), (ONE, THREE, DIFFERENT))
    office.done("link", "decide", ONE, TWO, "different", "--why", "deux sœurs", "--by", "Paul Z.")
    said = office.retour("link", "import", office.file)
    assert (said.code, len(decided(office))) == (3, 1)
    assert "the contrary was decided on" in " ".join(said.out.split())
    assert "Paul Z." in said.out


def test_a_record_that_was_deleted_since_is_named_by_its_row(office):
    """The file is older than the data."""
    book = load_workbook(office.file)
    sheet = book["paires"]
    sheet.cell(3, sheet.max_column).value = "uuid:gone#person"
    sheet["B3"] = SAME
    book.save(office.file)
    said = office.retour("link", "import", office.file)
    assert said.code == 3
    assert "no longer there" in " ".join(said.out.split())


def test_a_file_is_never_written_over(office):
    """It may hold an afternoon's answers."""
    said = office.retour("link", "export", office.file)
    assert (said.code, "is there already" in said.err) == (3, True)
    assert office.retour("link", "export", office.file.with_suffix(".csv")).code == 3


def test_no_name_is_on_the_screen_or_on_record(office):
    """Names are in the file alone."""
    answer(office, (ONE, TWO, SAME))
    said = office.done("link", "import", office.file)
    kept = said.all + str(office.rows("SELECT t::text FROM ops.run t"))
    assert "SAWADOGO" not in kept
    assert "SAVADOGO" not in kept
