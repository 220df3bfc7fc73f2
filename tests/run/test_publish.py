"""The loop closes: what the office knows by night is on the tablets by day, and nothing more than they need."""

import json
import re
from datetime import date

import pytest

from pipeline.sandbox.faults import Fault
from pipeline.sources.kobo_mark import MARK

from .ground import TOKEN, wait_until
from .loop import PERSON, PLAN, a_copy_of, a_second_installation, changed, laid, told

TODAY = date.today().isoformat()
"""Sessions are listed around the day on which the lists are made."""


@pytest.fixture(scope="module")
def one_zone(tmp_path_factory, database_url, migrated_template):
    """Forms deployed in one zone."""
    yield from laid(tmp_path_factory.mktemp("one") / "programme", database_url, migrated_template)


@pytest.fixture(scope="module")
def two_zones(tmp_path_factory, database_url, migrated_template):
    """Forms deployed in two zones."""
    folder = tmp_path_factory.mktemp("two") / "programme"
    yield from laid(folder, database_url, migrated_template, ("boulgou", "kouritenga"))


@pytest.fixture
def loop(one_zone, tmp_path):
    """Nothing filled yet."""
    with a_copy_of(one_zone, tmp_path) as ground:
        yield ground


@pytest.fixture
def reviewed(loop):
    """One plan that waits for the committee, on the tablets' lists."""
    loop.register()
    loop.draft()
    loop.review()
    loop.run()
    loop.publish()
    return loop


def versions(loop):
    """How often each form was redeployed."""
    found = {}
    for stage in ("procurement_review", "committee", "installation"):
        events = loop.ask("GET", f"assets/{loop.uid_of(stage)}/history/?limit=1000").json()["results"]
        found[stage] = sum(event["action"] == "redeploy" for event in events)
    return found


def test_a_plan_goes_from_list_to_list(loop):
    """Drafted → procurement; reviewed → committee; decided → installation: at each step on one list only."""
    loop.register()
    loop.draft()
    lists = []
    for step in (lambda: None, loop.review, lambda: loop.decide(by_list=True)):
        step()
        loop.run()
        loop.publish()
        lists.append([loop.codes(s) for s in ("procurement_review", "committee", "installation")])
    assert lists == [[[PLAN], [], []], [[], [PLAN], []], [[], [], [PLAN]]]


def test_the_committees_tablet_offers_exactly_what_is_on_the_list(reviewed):
    """JavaRosa shows it to the secretary under a name that everybody at the table recognises."""
    engine = reviewed.opened("committee")
    (offered,) = engine.offered("decisions/decision_facts/decided_plan_on_list", {"decisions": [{}]})
    assert (offered.name, offered.label) == (PLAN, f"Commerce · Aminata Z. · Garango · {PLAN}")


def test_a_list_says_who_it_is_and_nothing_that_harms(reviewed):
    """The tablet is stolen on the road: no surname, phone, amount, country or vulnerability is on it."""
    (person,) = reviewed.listed("orientation", "persons")
    assert person == {"name": PERSON, "label": "Aminata Z. · 1992 · Zigla", "commune": "BF-BLG-garango"}
    everything = b"".join(
        content
        for stage in ("registration", "business_plan", "procurement_review", "committee", "installation", "orientation")
        for name, content in reviewed.blank(stage).media.items()
        if name not in ("places.csv", "catalogue.csv", "partners.csv")
    )
    for harmful in ("ZONGO", "Zongo", "01234567", "410000", "350000", "LBY", "dependants", "none"):
        assert harmful.encode() not in everything


def test_a_second_publishing_sends_nothing_and_writes_nothing(reviewed):
    """Every redeployment costs every tablet a download over a mobile network."""
    before, deployed = reviewed.contents(), versions(reviewed)
    again = reviewed.publish()
    assert {one["outcome"] for one in again.values()} == {"unchanged"}
    assert (reviewed.contents(), versions(reviewed)) == (before, deployed)


def test_one_redeployment_in_a_window(reviewed):
    """By day the lists may change every hour; the tablets get them at night, unless somebody says now."""
    reviewed.decide()
    reviewed.run()
    deployed = versions(reviewed)
    said = reviewed.done("publish")
    assert "waits until" in said.out
    assert (versions(reviewed), reviewed.codes("committee")) == (deployed, [PLAN])
    reviewed.publish()
    assert reviewed.codes("committee") == []
    assert versions(reviewed) == deployed | {s: deployed[s] + 1 for s in ("committee", "installation")}


def test_a_dry_run_says_what_would_go_and_sends_nothing(loop):
    """Somebody wants to know the size before the tablets pay for it."""
    loop.register()
    loop.draft()
    loop.run()
    deployed = versions(loop)
    done = {one["deployment"]: one for one in loop.done("publish", "--now", "--dry-run", "--json").document}
    review = done["procurement_review/boulgou"]
    assert (review["outcome"], versions(loop), loop.codes("procurement_review")) == ("would_send", deployed, [])
    assert review["download_bytes"] > sum(one["bytes"] for one in review["lists"] if one["new"])


def test_a_list_that_is_too_long_keeps_the_longest_waiting_and_counts_the_rest(loop):
    """What is silently short looks complete."""
    loop.change_settings("^cases = 500", "cases = 1")
    another = {
        "arrival/person_code": "P98RHKV5",
        "person/identity/surname": "TRAORE",
        "person/identity/given_names": "Boukary",
        "person/identity/sex": "male",
        "person/identity/mother_given": "Fati",
        "person/birth/birth_year": 1971,
        "person/phones/phone/phone_number": "70112233",
        "arrival/returned_on": "2018-04-01",
        "arrival/returned_to_commune_on": "2018-04-01",
    }
    loop.register()
    loop.register(**another)
    loop.run()
    done = loop.publish()["orientation/boulgou"]
    assert loop.codes("orientation", "persons") == ["P9MK6DYD"]
    (persons,) = [one for one in done["lists"] if one["name"] == "persons.csv"]
    assert (persons["rows"], persons["left_out"]) == (1, 1)
    assert " 1 " in loop.done("publish", "orientation").out


def test_two_installations_do_not_fight(reviewed, tmp_path, database_url, migrated_template):
    """A copy of the folder on another laptop would take every case off the tablets the next night."""
    for second in a_second_installation(reviewed, tmp_path, database_url, migrated_template):
        said = second.retour("publish", "--now")
        assert (said.code, reviewed.codes("committee")) == (3, [PLAN]), said.all
        assert "--take-over" in said.err
        assert second.retour("forms", "deploy").code == 3
        assert "another installation" in second.retour("doctor", "--json").out
        second.publish("--take-over")
        assert reviewed.codes("committee") == []
        reviewed.review()
        reviewed.draft(**{"plan/plan_code": "B69TE3J4"})
        reviewed.run()
        assert reviewed.retour("publish", "--now").code == 3
        reviewed.publish("--take-over")
        assert reviewed.codes("committee") == [PLAN]


def test_a_wrong_token_stops_before_anything_is_sent(reviewed):
    """The message says whose token, and shows none."""
    reviewed.decide()
    reviewed.run()
    said = reviewed.retour("publish", "--now", RETOUR_TEST_TOKEN="w" * 40)
    assert said.code == 4
    assert "w" * 40 not in said.all
    assert reviewed.codes("committee") == [PLAN]
    reviewed.publish()
    assert reviewed.codes("committee") == []


def test_a_server_that_fails_in_the_middle_is_finished_the_next_time(reviewed):
    """Files are there and the deployment is not: tablets still have the old list, and the next run knows it."""
    reviewed.decide()
    reviewed.run()
    reviewed.faults.add(Fault("bad_gateway", "/deployment/", times=0))
    said = reviewed.retour("publish", "committee", "--now", "--json")
    assert said.code == 4
    assert {one["outcome"] for one in said.document} >= {"failed"}
    reviewed.faults.clear()
    assert reviewed.codes("committee") == [PLAN]
    # Without --now: what was cut off does not wait for a window.
    done = {one["deployment"]: one["outcome"] for one in reviewed.done("publish", "--json").document}
    assert (done["committee/boulgou"], reviewed.codes("committee")) == ("sent", [])


def test_a_publishing_killed_between_files_and_deployment_is_resumed(reviewed):
    """The laptop was closed at the wrong moment."""
    reviewed.decide()
    reviewed.run()
    reviewed.faults.add(Fault("bad_gateway", "/deployment/", times=0))
    held = "SELECT md5 FROM sandbox.files WHERE filename = 'plans.csv' ORDER BY number"
    before = reviewed.rows(held)
    process = reviewed.start("publish", "committee", "--now")
    wait_until(lambda: len(after := reviewed.rows(held)) == len(before) and after != before)
    process.kill()
    process.communicate()
    reviewed.faults.clear()
    assert reviewed.codes("committee") == [PLAN]
    reviewed.done("publish", "--json")
    assert reviewed.codes("committee") == []


def test_each_zone_gets_its_own_cases(two_zones, tmp_path):
    """The tablet stolen in one zone says nothing of the other; where places are named, they decide."""
    with a_copy_of(two_zones, tmp_path) as loop:
        loop.register()
        loop.run()
        loop.publish()
        found = [loop.codes("orientation", "persons", zone) for zone in ("boulgou", "kouritenga")]
        assert found == [[PERSON], []]
        before = 'name = "orientation"\n[[stage.deployment]]\nzone = "boulgou"\n'
        loop.change_settings(re.escape(before), before + 'places = ["BF-KOT"]\n')
        done = loop.publish()
        assert loop.codes("orientation", "persons") == []
        assert done["orientation/boulgou"]["out_of_reach"] == 1
        loop.change_settings('"BF-KOT"', '"BF-KOTT"')
        said = loop.retour("publish")
        assert (said.code, "Did you mean 'BF-KOT'?" in said.err) == (3, True)


def test_a_person_without_a_card_keeps_the_code_of_the_list(loop):
    """An id once given out on a tablet stays: what is chosen from the list by day is the same person at night."""
    loop.register(**{"arrival/has_card": "no", "arrival/person_code": None})
    loop.run()
    loop.publish()
    (code,) = loop.codes("orientation", "persons")
    loop.run("--rebuild")
    assert {one["outcome"] for one in loop.publish().values()} == {"unchanged"}
    assert loop.rows(f"SELECT count(*) FROM registry.identity WHERE code = '{code}'") == [(1,)]


def test_a_plan_without_a_card_is_found_again_when_chosen_from_the_list(loop):
    """It is named by its submission; chosen on the committee's tablet it must not become another plan."""
    loop.register()
    loop.draft(**{"plan/plan_code": None, "plan/plan_paper_number": "12"})
    loop.run()
    loop.publish()
    (code,) = loop.codes("procurement_review")
    loop.review(**{"plan_ref/plan_card": None, "plan_ref/plan_on_list": code})
    loop.run()
    loop.publish()
    assert loop.codes("procurement_review") == []
    assert loop.codes("committee") == [code]


def plan_session(loop, number, kind, **changes):
    """A session of today, in Garango."""
    answers = changed(
        told("a_session_and_its_partners", "02"),
        {"plan/session_kind": kind, "plan/session_number": number, "plan/planned_on": TODAY} | changes,
    )
    loop.send("session_plan", answers, f"{TODAY}T06:00")


def test_sessions_that_are_called_off_leave_the_lists(loop):
    """An enumerator chooses the session by its number; one that will not take place is nobody's choice."""
    plan_session(loop, "O-2026-01-GARANGO", "orientation")
    plan_session(loop, "C-2026-01-GARANGO", "committee")
    plan_session(loop, "O-2020-01-GARANGO", "orientation", **{"plan/planned_on": "2020-01-15"})
    loop.publish_again()
    lists = [loop.codes(stage, "sessions") for stage in ("orientation", "committee", "training")]
    assert lists == [["O-2026-01-GARANGO"], ["C-2026-01-GARANGO"], []]
    plan_session(loop, "O-2026-01-GARANGO", "orientation", **{"plan/session_state": "cancelled"})
    loop.publish_again()
    assert loop.codes("orientation", "sessions") == []


def test_a_partner_told_from_the_field_is_on_the_next_list_without_its_contact(loop):
    """The office's own list stands beside it; a name and a phone were given for the office only."""
    office = set(loop.codes("orientation", "partners"))
    loop.send("partner", told("a_session_and_its_partners", "01"), "2018-04-20T10:00")
    loop.publish_again()
    assert set(loop.codes("orientation", "partners")) == office | {"ngo_sample"}
    content = loop.blank("orientation").media["partners.csv"]
    assert b"Une responsable" not in content
    assert b"25123456" not in content


def test_a_group_of_four_goes_through_the_lists(loop):
    """Registered → ticked at the orientation → ticked in the training → chosen as a group when the plan is drafted."""
    story = "group_of_four_in_livestock"
    for number in ("01", "02", "03", "04"):
        loop.send("registration", told(story, number), "2018-05-02T10:00")
    plan_session(loop, "O-2026-01-GARANGO", "orientation")
    plan_session(loop, "F-2026-01-GARANGO", "training")
    loop.publish_again()
    people = loop.codes("orientation", "persons")
    assert (len(people), loop.codes("training", "persons")) == (4, [])
    here = {"session/held_on": TODAY, "content/roster/attendees": people}
    oriented = told(story, "05") | {"content/choices": told(story, "05")["content/choices"][:1] * 4}
    del oriented["content/late"]
    changes = here | {"session/session_on_list": "O-2026-01-GARANGO"}
    loop.send("orientation", changed(oriented, changes), f"{TODAY}T12:00")
    loop.publish_again()
    assert (loop.codes("orientation", "persons"), loop.codes("training", "persons")) == ([], people)
    changes = here | {
        "session/session_on_list": "F-2026-01-GARANGO",
        "content/projects/project/project_holders": people,
    }
    loop.send("training", changed(told(story, "06"), changes), f"{TODAY}T13:00")
    loop.publish_again()
    ((code, shown),) = [(row["name"], row["label"]) for row in loop.listed("business_plan", "groups")]
    assert code == "B69TE3J4"
    assert shown.startswith("Élevage · ")
    assert shown.endswith(" + 3 · Garango")
    # Four of the five days are still missing.
    assert loop.codes("training", "persons") == people


def test_a_project_that_was_archived_stays_archived(reviewed):
    """Somebody closed it in the browser; a redeployment at night would open it on every tablet again."""
    uid = reviewed.uid_of("committee")
    reviewed.ask("PATCH", f"assets/{uid}/deployment/", json={"active": False})
    reviewed.draft(**{"plan/plan_code": "B69TE3J4", "plan/plan_version": 1})
    reviewed.review(**{"plan_ref/plan_card": "B69TE3J4"})
    reviewed.run()
    assert reviewed.publish()["committee/boulgou"]["outcome"] == "archived"
    assert reviewed.ask("GET", f"assets/{uid}/").json()["deployment__active"] is False


def test_rows_typed_into_a_list_of_people_are_refused(loop):
    """They would be lost without a word; and a file with names lies where everybody copies it."""
    (loop.folder / "config/persons.csv").write_text("name,label\nP9MK6DYD,Aminata\n", "utf-8")
    said = loop.retour("publish")
    assert said.code == 3
    assert "config/persons.csv" in said.err
    assert "Aminata" not in said.all


def test_a_restricted_stage_gets_nobody(reviewed):
    """Whoever finds its tablet must not learn from its lists whom it is about."""
    reviewed.change_settings('name = "orientation"', 'name = "orientation"\nrestricted = true')
    reviewed.publish("orientation")
    assert reviewed.codes("orientation", "persons") == []


def test_the_mark_and_the_lists_are_all_that_is_beside_a_form(reviewed):
    """Tablets download whatever lies there."""
    files = reviewed.ask("GET", f"assets/{reviewed.uid_of('committee')}/files/").json()["results"]
    names = sorted(one["metadata"]["filename"] for one in files)
    assert names == ["catalogue.csv", "places.csv", "plans.csv", MARK, "sessions.csv"]


def test_lists_of_an_archive_that_nobody_linked_yet_are_refused(reviewed):
    """On a new laptop everybody is in the archive and nobody in the registry: tablets would lose all their cases."""
    with reviewed.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM registry.link_mark")
    said = reviewed.retour("publish", "--now")
    assert (said.code, "retour build" in said.err) == (3, True)


def test_the_record_of_the_run_holds_counts_and_no_case(reviewed):
    """Analysts and administrators read it."""
    rows = reviewed.rows("SELECT counts::text FROM ops.run WHERE command = 'publish'")
    written = json.dumps(rows) + json.dumps(reviewed.rows("SELECT s::text FROM ops.sent_list s"))
    assert rows
    for secret in (PERSON, PLAN, "Aminata", TOKEN):
        assert secret not in written
