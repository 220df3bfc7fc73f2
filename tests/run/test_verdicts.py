"""The stories of the forms and of what is corrected afterwards end in their verdicts, through server and database."""

import csv
import json
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from pipeline.findings.current import read_findings
from pipeline.findings.history import read_history
from pipeline.registry.mentions import people_spoken_of
from pipeline.rules.practice import RULES
from pipeline.sandbox.serve import running
from tests.forms.forms import with_check
from tests.stories.chain import findings_of
from tests.stories.forms import PREFECT, TABLE, decision, drafted, good, installed, met, reviewed
from tests.stories.sent import at

from ..conftest import fresh
from .field import Field
from .ground import ROOT, TOKEN

JOURNEYS = ROOT / "tests/golden/journeys"
JUDGED_ON = "2020-03-01"
HOLDER, FRIEND = "PAZQFTP3", "P54HWPHM"
NEVER_SENT = {"protection"}
"""Recorded by the focal point apart: no rule may know of it."""


def steps_of(story: Path):
    """The forms of a story that the tablets' engine takes, by step, with the root uuid each gets."""
    for path in sorted(story.glob("*.json")):
        step = json.loads(path.read_text(encoding="utf-8"))
        if not step.get("refused") and step["form"] not in NEVER_SENT:
            yield path.stem, step, f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{story.name}/{path.stem}')}"


STORIES = [story for story in sorted(JOURNEYS.iterdir()) if any(steps_of(story))]


@pytest.fixture(scope="module")
def field(tmp_path_factory, database_url, migrated_template):
    """Every story of the forms was sent and linked, and a data manager answered what was asked about the group."""
    for url in fresh(make_url(database_url), migrated_template):
        engine = create_engine(url, pool_pre_ping=True)
        with running(engine, None, token=TOKEN) as server:
            field = Field(tmp_path_factory.mktemp("field") / "programme", engine, server).lay()
            for story in STORIES:
                for _, step, root in steps_of(story):
                    field.say(
                        step["form"], step["answers"], datetime.fromisoformat(step["now"]).replace(tzinfo=UTC), root
                    )
            field.done("run")
            answer_about_the_group(field)
            yield field
        engine.dispose()


def answer_about_the_group(field):
    """Salif has no card yet and got one on the list; Awa Lengané was written down by name three times."""
    root = {step: root for step, _, root in steps_of(JOURNEYS / "group_of_four_in_livestock")}
    awa = (
        ("05_orientation", "content/late/1"),
        ("07_business_plan", "members/4"),
        ("10_installation", "hand_over/got/1"),
    )
    for step, place in awa:
        field.done("link", "decide", f"{root[step]}#{place}", "PY6XD535", "same", "--why", "vue avec sa carte")
    field.done("link", "decide", f"{root['01_registration']}#who", "P2QT47TH", "same", "--why", "vu avec sa carte")


def verdicts(field, story):
    """(rule, outcome, subjects) in the practice's order: every blocking rule that applies, every other that is broken.

    A person is known by the card, or by the step that registered them without one; a plan by its code.
    """
    named = names_of_people(field, story)
    steps = {root: step for step, _, root in steps_of(story)}
    told = json.dumps([step["answers"] for _, step, _ in steps_of(story)])
    found = defaultdict(set)
    for one in field.findings(JUDGED_ON):
        subject = named.get(one.subject, "") if one.subject_kind == "person" else one.subject
        root, row, place = subject.partition("#")
        subject = steps.get(root, root) + row + place
        is_ours = root in steps or one.subject in named or f'"{subject}"' in told
        if is_ours and (one.outcome == "broken" or (one.severity == "blocking" and one.outcome != "not_applicable")):
            found[one.rule, one.outcome].add(subject)
    order = [rule.id for rule in RULES]
    rows = sorted(found, key=lambda pair: (order.index(pair[0]), pair[1]))
    return [(rule, outcome, ", ".join(sorted(found[rule, outcome]))) for rule, outcome in rows]


def names_of_people(field, story):
    """How the story knows each person it speaks of, by person key.

    Whom nobody registered and who has no card is ``sans carte``: how many of them there are is linkage's business.
    """
    steps = {root: step for step, _, root in steps_of(story)}
    with field.engine.connect() as connection:
        spoken_of = people_spoken_of(connection, set(steps))
    known = {key: rest for key, *rest in field.rows("SELECT person_key, code, standing FROM registry.person")}
    named: dict[str, str] = {}
    for mention in sorted(spoken_of, key=lambda m: (steps[m.partition("#")[0]], m)):
        code, standing = known.get(spoken_of[mention], ("", ""))
        nameless = steps[mention.partition("#")[0]] if standing == "registered" else "sans carte"
        named.setdefault(spoken_of[mention], code if code in CARDS else nameless)
    return named


CARDS = {line.split(",")[0] for line in (ROOT / "tests/forms/media/persons.csv").read_text("utf-8").splitlines()}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_of_the_forms_ends_in_its_verdicts(field, story, tmp_path):
    """Filled by the tablets' engine, sent, pulled, decoded, linked, judged: every blocking rule, and whatever is broken."""
    found = tmp_path / "verdicts.csv"
    with found.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "outcome", "subjects"))
        writer.writerows(verdicts(field, story))
    expected = (story / "verdicts.csv").read_text(encoding="utf-8")
    assert found.read_text(encoding="utf-8") == expected, f"if these are right, take them over: {found}"


def stored(field):
    """What the last run wrote, having judged only what changed."""
    with field.engine.connect() as connection:
        return said(read_findings(connection))


def said(findings):
    """What findings say, whatever their order."""
    return sorted((f.subject_kind, f.subject, f.rule, f.outcome, f.reason_fr, str(f.until)) for f in findings)


class Told:
    """A story of a plan of its own, sent to the same programme."""

    def __init__(self, field, signs):
        self.field, self.plan, self.meeting = field, with_check(f"B{signs}"), f"C-2019-08-{signs}"
        self.sent = {}

    def send(self, name, one):
        """A tablet sends it; the story can speak of it by that name."""
        self.sent[name] = (one.form, self.field.say(one.form, one.told, one.opened))

    def drafted(self, *who, **more):
        self.send("drafted", drafted("2019-07-22", *(who or (HOLDER,)), plan=self.plan, **more))

    def met(self, *decisions, name="met", **more):
        rows = decisions or (decision(self.plan),)
        self.send(name, met("2019-08-08", *rows, **({"meeting": self.meeting} | more)))

    def installed(self, **more):
        self.send("installed", installed(plan=self.plan, **({"to": [HOLDER]} | more)))

    def correct(self, name, changes):
        form, filled = self.sent[name]
        self.sent[name] = (form, self.field.correct(form, filled, changes, at("2019-08-25")))

    def delete(self, name):
        form, filled = self.sent[name]
        self.field.delete(filled, form)

    def outcomes(self, *rules):
        """What these rules say of the plan and of its meeting after a run, by rule."""
        self.field.done("run")
        assert stored(self.field) == said(self.field.findings(datetime.now(UTC).date().isoformat()))
        found = defaultdict(set)
        for one in self.field.findings("2019-09-01"):
            if one.subject in (self.plan, self.meeting):
                found[one.rule].add(one.outcome)
        return [found[rule] for rule in rules]


def test_the_small_stories_are_judged_as_the_database_is(field):
    """``tests/stories`` makes its cases without a database; they must be the cases of a run."""
    story = Told(field, "SAMEAS")
    parts = (
        drafted(
            "2019-07-22", HOLDER, plan=story.plan, lines=[good("ram", 3, 55000), good("CHARRETTE", 1, 90000, "piece")]
        ),
        reviewed("2019-08-08", plan=story.plan, opened="2019-08-08 07:00"),
        met("2019-08-08", decision(story.plan, conflict="yes"), meeting=story.meeting),
        installed(plan=story.plan, to=[HOLDER], given=[("ram", 2)]),
    )
    for number, part in enumerate(parts):
        story.send(str(number), part)
    field.done("run")
    by_database, by_hand = (
        sorted((f.rule, f.subject_kind, f.outcome, f.reason_fr, f.on, f.until) for f in found
               if f.subject in (story.plan, story.meeting))
        for found in (field.findings("2019-09-01"), findings_of([one.typed() for one in parts], date(2019, 9, 1)))
    )  # fmt: skip
    assert by_database == by_hand


def test_the_decision_that_was_deleted_on_the_server(field):
    """The goods stay and have no decision any more; sent again from the tablet, they have one again."""
    story = Told(field, "DEKETE")
    story.drafted()
    story.met()
    story.installed()
    assert story.outcomes("installation.after_decision", "decision.once") == [{"met"}, {"met"}]
    story.delete("met")
    assert story.outcomes("installation.after_decision", "installation.certificate") == [{"broken"}, {"met"}]
    story.met()
    assert story.outcomes("installation.after_decision") == [{"met"}]
    with field.engine.connect() as connection:
        changes = read_history(connection, "plan", story.plan)
    turns = [(c.before, c.after) for c in changes if c.rule == "installation.after_decision"]
    assert turns == [("", "met"), ("met", "broken"), ("broken", "met")]


def test_the_decision_that_was_corrected_after_the_goods(field):
    """The minutes said 'rejected'; the tablet is put right in August, and the goods were handed over against it."""
    story = Told(field, "CHANGE")
    story.drafted()
    story.met()
    story.installed()
    assert story.outcomes("installation.after_decision") == [{"met"}]
    verdict = "decisions/verdict"
    story.correct(
        "met", {"decisions": [{f"{verdict}/decision": "rejected", f"{verdict}/refusal_reasons": ["not_viable"]}]}
    )
    assert story.outcomes("installation.after_decision", "decision.reasons") == [{"broken"}, {"met"}]


def test_the_decision_of_two_tablets_of_which_one_is_deleted(field):
    """Two forms of one decision are one too many; the office keeps one."""
    story = Told(field, "TWCE22")
    story.drafted()
    story.met()
    story.met(decision(story.plan, "rejected"), name="again")
    assert story.outcomes("decision.once") == [{"broken"}]
    story.delete("again")
    assert story.outcomes("decision.once", "decision.of_known_version") == [{"met"}, {"met"}]


def test_the_meeting_whose_second_half_arrived_later(field):
    """Monday the tablet with the prefect is online, Tuesday the one with the others: no quorum, then one."""
    story = Told(field, "HAAMF2")
    story.drafted()
    story.met(seats=[PREFECT])
    assert story.outcomes("committee.quorum", "committee.composition") == [{"broken"}, {"broken"}]
    story.met(decision(with_check("B777777")), seats=TABLE[1:], name="half")
    assert story.outcomes("committee.quorum", "committee.composition") == [{"met"}, {"met"}]


def test_the_review_whose_day_was_corrected(field):
    """Written as of the day after the meeting by mistake; corrected on the tablet, it came before."""
    story = Told(field, "DAYDAY")
    story.drafted()
    story.send("reviewed", reviewed("2019-08-09", plan=story.plan, opened="2019-08-09"))
    story.met()
    assert story.outcomes("procurement.before_committee", "order.plan") == [{"broken"}, {"broken"}]
    story.correct("reviewed", {"review/reviewed_on": "2019-08-07"})
    found, order = story.outcomes("procurement.before_committee", "order.plan")
    assert (found, order) == ({"unknown"}, {"met"})


def test_the_member_who_was_taken_out_of_the_plan(field):
    """The draft itself is corrected to one holder: a group of one, and nobody left anything since the decision."""
    story = Told(field, "MEMBER")
    story.drafted(HOLDER, FRIEND)
    story.met()
    story.installed()
    assert story.outcomes("plan.kind", "installation.every_member_received") == [{"met"}, {"broken"}]
    story.correct("drafted", {"members": [{}, None]})
    assert story.outcomes("plan.kind", "installation.every_member_received") == [{"broken"}, {"met"}]


def test_all_of_it_built_again_gives_the_same_verdicts(field):
    """A rebuild from the archive may change nothing that anybody was told."""
    before = field.findings("2019-09-01")
    field.done("build", "--rebuild")
    assert sorted(map(repr, field.findings("2019-09-01"))) == sorted(map(repr, before))
