"""retour cards, as a data manager types it, on a whole programme in miniature."""

import pytest

from pipeline.model.code import check_sign, is_code
from tests.run.conftest import a_ground
from tests.run.ground import household
from tests.xlsform.drawn import row

MORE = (row("text", "their_card", "Carte", privacy="identity"),)


@pytest.fixture(scope="module")
def ground(tmp_path_factory, database_url, migrated_template):
    """A deployed form with a question whose name says nothing of codes, and the members' repeat."""
    with a_ground(tmp_path_factory.mktemp("cards") / "programme", database_url, migrated_template) as ground:
        ground.lay(household(*MORE)).done("forms", "deploy")
        yield ground


@pytest.fixture(scope="module")
def other(tmp_path_factory, database_url, migrated_template):
    """A programme on another machine."""
    with a_ground(tmp_path_factory.mktemp("cards") / "other", database_url, migrated_template) as ground:
        yield ground.lay()


def codes_in(ground):
    return {code for (code,) in ground.rows("SELECT code FROM registry.card")}


def printed(ground, file, *options, count=3):
    """Codes that are new after this many cards were printed."""
    before = codes_in(ground)
    ground.done("cards", "--count", count, "--out", file, *options)
    return sorted(codes_in(ground) - before)


def batches(ground):
    return ground.done("cards", "list", "--json").document


def facts(ground):
    """All that is recorded of cards."""
    tables = ("card_batch", "card", "card_replacement")
    return {t: ground.rows(f"SELECT t::text FROM registry.{t} t ORDER BY 1") for t in tables}


def replaced(ground, code, *options):
    """The new code."""
    before = codes_in(ground)
    ground.done("cards", "replace", code, "--why", "perdue au marché", *options)
    (new,) = codes_in(ground) - before
    return new


def test_a_batch_is_recorded_with_its_receiver(ground, tmp_path):
    """Who asks where the cards went gets an answer."""
    options = ("--kind", "plan", "--receiver", "Équipe de Garango", "--zone", "centre", "--by", "awa")
    codes = printed(ground, tmp_path / "a.pdf", *options, count=12)
    assert len(codes) == 12
    assert all(is_code(code, "B") for code in codes)
    last = batches(ground)[-1]
    assert {n: last[n] for n in ("kind", "receiver", "zone", "printed_by", "count", "seen", "replaced")} == {
        "kind": "plan",
        "receiver": "Équipe de Garango",
        "zone": "centre",
        "printed_by": "awa",
        "count": 12,
        "seen": 0,
        "replaced": 0,
    }
    assert "Équipe de Garango" in ground.done("cards", "list").out


def test_two_prints_share_no_code_and_the_run_record_has_none(ground, tmp_path):
    """A code on two cards makes two people one; a code in a log is a person in a log."""
    first, second = (printed(ground, tmp_path / name, count=40) for name in ("1.pdf", "2.pdf"))
    assert len(first) == len(second) == 40
    assert not set(first) & set(second)
    runs = ground.rows("SELECT command, outcome, counts, message FROM ops.run WHERE command = 'cards'")
    assert {(command, outcome) for command, outcome, *_ in runs} == {("cards", "done")}
    assert not [code for code in codes_in(ground) if code in str(runs)]


def test_codes_that_came_back_are_counted_wherever_they_stand(ground, tmp_path):
    """In any text question and any repeat; the count says which team has cards left."""
    codes = printed(ground, tmp_path / "a.pdf")
    ground.fill(their_card=codes[0], members=[{"members/member_name": codes[1]}])
    ground.fill(their_card=codes[0])
    ground.run()
    assert batches(ground)[-1]["seen"] == 2


def test_an_alias_leads_to_the_newest_card_and_outlives_a_rebuild(ground, tmp_path):
    """A card lost twice is one person still, and what a person decided is never asked twice."""
    old = printed(ground, tmp_path / "a.pdf", count=1)[0]
    newer = replaced(ground, f"{old[:4]} {old[4:].lower()}")
    said = ground.done("cards", "replace", old, "--why", "perdue encore", "--out", tmp_path / "one.pdf")
    assert f"newest card was {newer}" in said.out
    chain = dict(ground.rows("SELECT replaces, code FROM registry.card_replacement"))
    assert chain[old] == newer
    assert is_code(chain[newer], "P")
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    before = facts(ground)
    ground.done("build", "--rebuild")
    assert facts(ground) == before
    assert [b["replaced"] for b in batches(ground)][-3:] == [1, 1, 0]


def test_a_card_that_was_never_given_out_is_not_replaced(ground, tmp_path):
    """A slip of the pen would make an alias of nobody; and what was typed is not on record."""
    before = facts(ground)
    unknown = "P222222" + check_sign("P222222")
    assert is_code(unknown, "P")
    said = ground.retour("cards", "replace", unknown, "--why", "perdue", "--out", tmp_path / "a.pdf")
    assert said.code == 3
    assert "no card with this code was printed here" in said.err
    assert facts(ground) == before
    assert not list(tmp_path.iterdir())
    assert not ground.rows(f"SELECT 1 FROM ops.run r WHERE r::text LIKE '%{unknown}%'")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--out", "cards.doc"), "Name the file cards.pdf"),
        (("--out", "there.pdf"), "is there already"),
        (("--out", "nowhere/cards.pdf"), "its folder is not there"),
        (("--out", "held.pdf"), "cannot be written"),
        (("--out", "cards.pdf", "--zone", "centr"), "Did you mean 'centre'"),
    ],
)
def test_where_nothing_can_be_printed_nothing_is_recorded(ground, tmp_path, options, says):
    """Codes of cards that do not exist would look like cards somebody still holds."""
    (tmp_path / "there.pdf").write_text("kept")
    (tmp_path / "held.pdf.partial").mkdir()
    before = facts(ground)
    name, out, *rest = options
    said = ground.retour("cards", "--count", 3, name, tmp_path / out, *rest)
    assert said.code == 3
    assert says in said.err
    assert facts(ground) == before
    assert (tmp_path / "there.pdf").read_text() == "kept"
    assert not list(tmp_path.glob("cards*"))


def test_a_replacement_needs_a_reason(ground, tmp_path):
    """Somebody will ask one day why two codes are one person."""
    old = printed(ground, tmp_path / "a.pdf", count=1)[0]
    before = facts(ground)
    assert ground.retour("cards", "replace", old, "--why", " x ").code == 3
    assert ground.retour("cards", "replace", old).code == 2
    assert facts(ground) == before


@pytest.mark.parametrize(
    "words", [(), ("--count", 3), ("--out", "a.pdf"), ("--count", 0, "--out", "a.pdf"), ("--count", 3, "list")]
)
def test_half_a_command_says_what_is_missing(ground, words):
    """Usage, not a traceback, and no card."""
    before = facts(ground)
    said = ground.retour("cards", *words)
    assert said.code == 2
    assert "Error:" in said.err
    assert facts(ground) == before


def test_cards_and_aliases_travel_with_the_archive(ground, other, tmp_path):
    """On a new machine a code must not be drawn again, and an old card must go on meaning its holder."""
    replaced(ground, printed(ground, tmp_path / "a.pdf", count=1)[0])
    ground.done("archive", "export", tmp_path / "archive.zst")
    other.done("archive", "import", tmp_path / "archive.zst")
    assert facts(other) == facts(ground)
    other.done("archive", "import", tmp_path / "archive.zst")
    assert facts(other) == facts(ground)
    assert set(printed(other, tmp_path / "b.pdf")).isdisjoint(codes_in(ground))
