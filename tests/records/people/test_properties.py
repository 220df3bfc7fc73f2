"""Always true of who is who, whatever was said, scored, decided and given out."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records.people.identities import wanted
from pipeline.records.people.persons import persons
from pipeline.records.people.unite import components, pairs_to_score, unite

from .said import MODEL, START, decide, mention, pair, who_is_who

IDS = [f"m{n}" for n in range(8)]
CODES = ["", "", "P1", "P2", "P3"]
ROLES = ["registered", "followed_up", "imported"]
ALIASES = {"P3": "P2"}
HISTORIES = settings(max_examples=60, deadline=None)


def mentions_named(name):
    return st.builds(
        mention,
        st.just(name),
        st.sampled_from(ROLES),
        st.sampled_from(CODES),
        st.sampled_from(["Sawadogo", "Sawadogo", "K", ""]),
        st.integers(1, 4),
        external_id=st.sampled_from(["", "", "", "E1"]),
    )


@st.composite
def histories(draw):
    """Mentions, pairs, decisions and the identities given out for some of the mentions earlier."""
    names = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))
    said = [draw(mentions_named(name)) for name in names]
    two = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda ends: ends[0] != ends[1])
    weights = draw(st.dictionaries(two.map(sorted).map(tuple), st.sampled_from([-3.0, 1.0, 6.0, 9.0]), max_size=10))
    ends = st.sampled_from([*IDS, "code:P1", "code:P2"])
    decided = st.builds(
        lambda a, b, verdict, minute, code: decide(a, b, verdict, minute=minute, left_code=code),
        ends,
        ends,
        st.sampled_from(["same", "different"]),
        st.integers(0, 3),
        st.sampled_from(["", "P1"]),
    ).filter(lambda one: one.left != one.right)
    decisions = draw(st.lists(decided, max_size=6))
    earlier = [one for one in said if draw(st.booleans())]
    _, _, identities = who_is_who(earlier, aliases=ALIASES)
    return said, [pair(a, b, weight) for (a, b), weight in weights.items()], decisions, identities


def everybody_in(history):
    said, pairs, decisions, identities = history
    return who_is_who(said, pairs, decisions, identities, ALIASES)


def united_as(said, pairs, decisions, identities):
    return unite(said, pairs, decisions, identities, ALIASES, MODEL)


@HISTORIES
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_everything_is_moot(history, chance):
    """Tablets come online in any order, and the database returns rows in any."""
    shuffled = [chance.sample(list(part), len(part)) for part in history]
    assert united_as(*shuffled) == united_as(*history)
    given_out = everybody_in(history)[2]
    one = persons(united_as(*history), given_out)
    assert persons(united_as(*shuffled), chance.sample(list(given_out), len(given_out))) == one


@HISTORIES
@given(histories())
def test_every_mention_is_somewhere_exactly_once(history):
    """The books: mentions = linked + in review + parked + unidentifiable."""
    _, people, _ = everybody_in(history)
    assert [one.mention_id for one in people.linked] == sorted(one.mention_id for one in history[0])
    in_persons = [mention_id for person in people.persons for mention_id in person.mentions]
    assert sorted(in_persons) == [one.mention_id for one in people.linked if one.state != "unidentifiable"]
    founded = sum(one.how == "founded" for one in people.linked)
    assert founded == sum(person.standing == "registered" for person in people.persons)


@HISTORIES
@given(histories())
def test_no_two_people_share_a_key_or_show_one_code(history):
    """A code on a list leads to one person."""
    _, people, _ = everybody_in(history)
    assert len({person.person_key for person in people.persons}) == len(people.persons)
    assert len({person.code for person in people.persons}) == len(people.persons)


@HISTORIES
@given(histories())
def test_giving_out_ends(history):
    """Once everybody has an identity nothing more is wanted, and no handle is given two."""
    _, people, given_out = everybody_in(history)
    again = united_as(history[0], history[1], history[2], given_out)
    assert wanted(again, given_out) == ()
    handles = [identity.handle for identity in given_out]
    assert len(handles) == len(set(handles))
    assert persons(again, given_out) == people


@HISTORIES
@given(histories())
def test_a_component_alone_gives_what_all_give(history):
    """That is what lets a run look at touched people only."""
    said, pairs, decisions, _ = history
    _, everybody, identities = everybody_in(history)
    by_id = {one.mention_id: one for one in said}
    kept = [one for one in pairs if one.left in by_id and one.right in by_id]
    found: list = []
    for ids in components(said, kept, decisions, identities, ALIASES):
        inside = [one for one in kept if one.left in ids]
        alone = unite([by_id[i] for i in ids], inside, decisions, identities, ALIASES, MODEL)
        found += persons(alone, identities).persons
    assert tuple(sorted(found, key=lambda person: person.person_key)) == everybody.persons


@HISTORIES
@given(histories(), st.data())
def test_undoing_a_decision_restores_what_was(history, data):
    """A merge is undone without loss: the same people, under the same keys."""
    said, pairs, decisions, identities = history
    _, before, given_out = who_is_who(said, pairs, decisions, identities, ALIASES)
    ends = data.draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True))
    new = decide(ends[0], ends[1], data.draw(st.sampled_from(["same", "different"])), minute=9)
    _, _, later = who_is_who(said, pairs, [*decisions, new], given_out, ALIASES)
    _, after, last = who_is_who(said, pairs, [*decisions, replace(new, undone_at=START)], later, ALIASES)
    assert last == later
    assert [(p.person_key, p.mentions) for p in after.persons] == [(p.person_key, p.mentions) for p in before.persons]
    # Whoever is said not to hold their own card shows any other code that still leads to them.
    if not any(one.verdict == "different" and "code:" in one.left for one in decisions):
        assert [p.code for p in after.persons] == [p.code for p in before.persons]


@HISTORIES
@given(histories())
def test_human_decisions_hold_unless_they_are_reported(history):
    """Nobody's decision is dropped in silence."""
    decisions = history[2]
    united, people, _ = everybody_in(history)
    place = {one.mention_id: (one.person_key or one.mention_id) for one in people.linked}
    refused = [one.refused for one in united.contradictions]
    latest: dict = {}
    for one in sorted(decisions, key=lambda d: (d.decided_at, d.verdict == "different")):
        latest[one.left, one.right] = one
    for one in latest.values():
        if one.left in place and one.right in place and one not in refused:
            assert (place[one.left] == place[one.right]) == (one.verdict == "same")


@HISTORIES
@given(histories())
def test_a_contradiction_names_decisions_that_exclude_each_other(history):
    """Left alone, those it names leave no room for the refused one; without any of them there is no contradiction."""
    said, pairs, _, identities = history
    for found in united_as(*history).contradictions:
        those = [found.refused, *found.against]
        assert found.refused in [one.refused for one in united_as(said, pairs, those, identities).contradictions]
        for left_out in found.against:
            rest = [one for one in those if one != left_out]
            assert united_as(said, pairs, rest, identities).contradictions == ()


@HISTORIES
@given(histories())
def test_two_named_registrations_under_one_card_are_always_scored(history):
    """Otherwise two clearly different people and two unscored ones would look the same."""
    said, _, _, identities = history
    asked = set(pairs_to_score(said, identities, ALIASES))
    named = [m for m in said if m.evidence and len(m.evidence.surname) > 1 and m.role in ("registered", "imported")]
    for one in named:
        for other in named:
            cards = {ALIASES.get(m.code, m.code) for m in (one, other)}
            if one.mention_id < other.mention_id and len(cards) == 1 and "" not in cards:
                assert (one.mention_id, other.mention_id) in asked
