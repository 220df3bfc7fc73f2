"""One stage collected in several projects, one per zone: its answers stand in one table."""


def test_two_zones_land_in_one_table_with_the_zone_beside_them(bare):
    """It is the only way to give a commune its own case list, and reports must not care."""
    bare.lay(zones=("centre", "est")).done("forms", "deploy")
    assert bare.uid("centre") != bare.uid("est")
    bare.fill("centre", village="Koudougou")
    bare.fill("est", village="Fada")
    bare.fill("est", village="Diapaga")
    report = bare.run()
    assert [(f["deployment"], f["server"], f["decoded"]) for f in report["forms"]] == [
        ("household/centre", 1, 1),
        ("household/est", 2, 2),
    ]
    rows = bare.rows("SELECT zone, village FROM reporting.household ORDER BY 1, 2")
    assert rows == [("centre", "Koudougou"), ("est", "Diapaga"), ("est", "Fada")]
    before = bare.snapshot()
    bare.run("--rebuild")
    assert bare.snapshot() == before


def test_a_zone_that_fails_does_not_keep_the_others_waiting(bare):
    """One server's permission lost in one zone is no reason for an old report on the others."""
    bare.lay(zones=("centre", "est")).done("forms", "deploy")
    bare.fill("centre")
    bare.fill("est")
    bare.change_settings(f'uid = "{bare.uid("centre")}"', 'uid = "aWrongUidThatIsNowhere"')
    said = bare.retour("run", "--json")
    assert said.code == 4
    centre, est = said.document["forms"]
    assert (centre["complete"], est["complete"], est["decoded"]) == (False, True, 1)
    assert "aWrongUidThatIsNowhere" in centre["reason"]
    status = bare.rows("SELECT zone, is_complete FROM reporting.form_status ORDER BY 1")
    assert status == [("centre", False), ("est", True)]


def test_a_stage_can_be_run_alone(bare):
    """A data manager who waits for one form need not wait for all; a misspelt one is told the nearest."""
    bare.lay().done("forms", "deploy")
    bare.fill()
    assert bare.run("household")["forms"][0]["decoded"] == 1
    said = bare.retour("run", "housold")
    assert said.code == 3
    assert "Did you mean 'household'?" in said.err
