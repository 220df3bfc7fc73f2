"""Lists the office already has come in like registrations, and go back with the code of each row."""

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from sqlalchemy import create_engine, text

from cli import retour
from pipeline.errors import SetupError
from pipeline.run.template import lay_programme

from ..conftest import fresh

MAP = """source = "listes 2017"

[columns]
"N° dossier" = "external_case_id"
"Nom" = "surname"
"Prénom(s)" = "given_names"
"Sexe" = "sex"
"Né(e) le" = "birth_date"
"Téléphone" = "phone_number"
"Commune" = "commune"
"Village" = "village"
"Père" = "father_given"
"Mère" = "mother_given"
"Vol" = "arrival_batch"
"Retour" = "returned_on"

[values.sex]
"H" = "male"
"F" = "female"
"""
HEADINGS = ("N° dossier", "Nom", "Prénom(s)", "Sexe", "Né(e) le", "Téléphone", "Commune", "Village", "Père", "Mère", "Vol",
            "Retour")  # fmt: skip
AWA = ("17", "SAWADOGO", "Awa", "F", "12/05/1990", 70112233.0, "BF-BLG-garango", "Zaba", "Issa", "Mariam", "V2017-09",
       "2017-09-13")  # fmt: skip
SAVADOGO = ("018", "Savadogo", "Awa", "F", "12.05.1990", "70 11 22 33", "BF-BLG-garango", "Zaba", "Issa", "Mariam",
            "V2017-09", "2017-09-13")  # fmt: skip
MOUSSA = ("0019", "Kaboré", "Moussa", "Homme", "1985-02-01", None, "BF-KOT-koupela", "Liguidi", "Ali", "Zénabo",
          "V2018-02", "2018-02-10")  # fmt: skip
PLANS = """source = "plans 2017"

[columns]
"Plan" = "plan_code"
"Date" = "drafted_on"
"Type" = "plan_kind"
"Secteur" = "sector"
"Bien" = "item_other"
"Quantité" = "quantity"
"Prix" = "unit_price_xof"
"""
GROUPS = """source = "plans 2017"

[columns]
"Groupe" = "plan_code"
"Membre" = "member_name"
"Rôle" = "member_role"
"""


@pytest.fixture
def office(tmp_path, database_url, migrated_template):
    """A programme as 'init' lays it, with a database of its own."""
    folder = tmp_path / "programme"
    lay_programme(folder)
    for url in fresh(create_engine(database_url).url, migrated_template):
        yield Office(folder, url.render_as_string(hide_password=False))


class Office:
    """Types commands and looks into the database."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url

    def write(self, name, content):
        """A text file, or a workbook of rows."""
        path = self.folder / name
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            book = Workbook()
            sheet = book.worksheets[0]
            for row in content:
                sheet.append(row)
            book.save(path)
        return str(path)

    def typing(self, *arguments):
        """What a command says; an error is raised as it is."""
        done = CliRunner(env={"RETOUR_DATABASE_URL": self.url}).invoke(
            retour, ["--project", str(self.folder), *arguments], catch_exceptions=True
        )
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    def people(self, rows, *options, told=MAP):
        """Import this list of people."""
        file, map_file = self.write("liste.xlsx", [HEADINGS, *rows]), self.write("map.toml", told)
        return self.typing("import", "persons", file, "--map", map_file, *options)

    def rows(self, query):
        """Rows of the database."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found


def test_each_row_founds_a_person_with_a_code_and_where_it_was_said(office):
    """The sheet's row and file stand beside each value; the number of the list is kept as text."""
    assert "linked" not in office.people([AWA, MOUSSA])
    assert len(office.rows("SELECT FROM registry.person WHERE standing = 'registered'")) == 2
    said = office.rows("SELECT value, form_version FROM registry.person_value WHERE field = 'external_id' ORDER BY 1")
    assert said == [("listes 2017/0019", "liste.xlsx"), ("listes 2017/17", "liste.xlsx")]
    assert office.rows("SELECT value FROM registry.person_value WHERE field = 'phone'") == [("70112233",)]


def test_two_rows_of_one_person_are_found_or_asked_about(office):
    """A list has doubles too: another spelling of the same name, the same birth, parents, phone and flight."""
    said = office.people([AWA, SAVADOGO])
    people = office.rows("SELECT count(DISTINCT person_key), count(*) FILTER (WHERE state = 'in_review') "
                         "FROM registry.mention")  # fmt: skip
    assert people in ([(1, 0)], [(2, 1)]), said


def test_the_same_list_again_writes_nothing_and_a_corrected_row_replaces(office):
    """A list is sent again with one mistake mended; nobody may be doubled by it."""
    office.people([AWA, MOUSSA])
    again = office.people([AWA, MOUSSA])
    assert "0 new or changed" in again
    corrected = (*MOUSSA[:1], "Kaboré", "Moussa Ali", *MOUSSA[3:])
    assert "1 new or changed" in office.people([AWA, corrected])
    assert office.rows("SELECT count(*) FROM registry.person") == [(2,)]
    names = office.rows("SELECT value FROM registry.person_value WHERE field = 'given_names' AND held ORDER BY 1")
    assert names == [("Awa",), ("Moussa Ali",)]


def test_a_trial_leaves_nothing_behind(office):
    """The data manager sees what would happen first."""
    assert "Nothing was kept" in office.people([AWA, MOUSSA], "--dry-run")
    for table in ("imported_row", "person", "mention", "identity", "submission"):
        assert office.rows(f"SELECT count(*) FROM registry.{table}") == [(0,)], table


def test_the_list_comes_back_with_the_code_of_each_row_and_why(office, tmp_path):
    """The office writes the codes on its cards from this workbook."""
    out = tmp_path / "retour.xlsx"
    office.people([AWA, MOUSSA], "--out", str(out))
    rows = list(load_workbook(out).worksheets[0].iter_rows(values_only=True))
    codes = {code for (code,) in office.rows("SELECT code FROM registry.person")}
    assert rows[0][-3:] == ("retour : code", "retour : état", "retour : pourquoi")
    assert {row[-3] for row in rows[1:]} == codes
    assert [row[-1] for row in rows[1:]] == ["nouvelle personne"] * 2


def test_a_wrong_cell_stops_the_whole_list_and_is_named_without_being_repeated(office, tmp_path):
    """All rows or none: half a list is worse than none. The message goes to a log, so it holds no answer."""
    wrong = (*AWA[:3], "X", "31/02/1990", *AWA[5:])
    out = tmp_path / "retour.xlsx"
    with pytest.raises((SetupError, SystemExit)):
        office.people([MOUSSA, wrong, MOUSSA], "--out", str(out))
    back = [row[-1] for row in list(load_workbook(out).worksheets[0].iter_rows(values_only=True))[1:]]
    assert back[0] is None
    assert "Sexe" in str(back[1])
    assert "SAWADOGO" not in str(back[1])
    assert "ligne 2" in str(back[2])
    assert office.rows("SELECT count(*) FROM registry.imported_row") == [(0,)]


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (MAP.replace('"surname"', '"surnam"'), "'surname'"),
        (MAP.replace('"N° dossier" = "external_case_id"\n', ""), "external_case_id"),
        (MAP.replace('"female"', '"femal"'), "'female'"),
        (MAP.replace("Prénom(s)", "Prenom(s)"), "'Prénom(s)'"),
        (MAP.replace('source = "listes 2017"', ""), "source"),
        (MAP.replace("[values.sex]", "[values.surname]"), "choice list"),
    ],
)
def test_a_map_that_does_not_fit_says_what_is_near(office, told, what):
    """It is written by hand."""
    with pytest.raises(SetupError) as caught:
        office.people([AWA], told=told)
    assert what in str(caught.value)


def test_plans_and_groups_of_one_source_are_one_plan_with_members_and_lines(office):
    """The group came in one list and the budget in another; both speak of plan 12."""
    plans = office.write("plans.xlsx", [("Plan", "Date", "Type", "Secteur", "Bien", "Quantité", "Prix"),
                                        ("P-12", "05/03/2018", "Collectif", "Élevage", "Bélier", 3, "55 000"),
                                        ("P-12", None, None, None, "Aliment", "2,5", 10000)])  # fmt: skip
    groups = office.write("groupes.xlsx", [("Groupe", "Membre", "Rôle"), ("P-12", "Sawadogo Awa", "lead"),
                                           ("P-12", "Kaboré Moussa", "member")])  # fmt: skip
    office.typing("import", "plans", plans, "--map", office.write("p.toml", PLANS))
    office.typing("import", "groups", groups, "--map", office.write("g.toml", GROUPS))
    assert office.rows("SELECT plan_code, kind, sector FROM registry.plan") == [("P-12", "collective", "livestock")]
    assert office.rows("SELECT total FROM registry.plan_version") == [(190000,)]
    assert office.rows("SELECT count(DISTINCT person_key) FROM registry.membership") == [(2,)]


def test_a_rebuild_finds_the_imported_people_again(office):
    """They stand in no archive: the rows are facts of their own."""
    office.people([AWA, MOUSSA])
    before = office.rows("SELECT person_key, code FROM registry.person ORDER BY 1")
    office.typing("link", "run", "--rebuild")
    assert office.rows("SELECT person_key, code FROM registry.person ORDER BY 1") == before
