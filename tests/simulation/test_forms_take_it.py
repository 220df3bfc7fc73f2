"""The forms take every simulated answer: what the simulation says is what a tablet would send."""

from functools import cache
from zlib import crc32

import pytest

from pipeline.engine.completing import Completing
from pipeline.engine.session import FormEngine
from pipeline.simulation.plans import Totals
from pipeline.simulation.practice import unfold
from tests.forms.forms import form_of, shipped_lists

STAGES = (
    *("registration", "immediate_follow_up", "counselling", "session_plan", "orientation", "training"),
    *("business_plan", "procurement_review", "committee", "installation", "follow_up"),
    *("satisfaction", "sustainability", "focus_group", "partner"),
)
PER_STAGE = 25


@cache
def events():
    """A programme large enough to have everything in it once."""
    return unfold(Totals((50, 90), (38, 70), (18, 32), 180), 3)


@cache
def engine(stage):
    form, lists = form_of(stage), shipped_lists()
    return FormEngine(form.xform, {name: lists[name].read_bytes() for name in form.media})


@pytest.mark.parametrize("stage", STAGES)
def test_no_synthetic_answer_is_refused_or_never_asked(stage):
    """A refused answer would silently change the story, and with it a total."""
    told = [event for event in events() if event.stage == stage and event.kind == "filled"]
    assert told
    for event in told[:: max(1, len(told) // PER_STAGE)]:
        seed = crc32(event.key.encode())
        filled = engine(stage).fill_with(Completing(event.answers, seed, event.at.date()), now=event.at)
        assert (filled.refused, filled.unanswered_required, filled.unreached) == ((), (), ()), event.key


def test_corrections_are_taken_too():
    """An edit goes through the same constraints."""
    filled = {event.key: event for event in events() if event.kind == "filled"}
    edits = [event for event in events() if event.kind == "edited"][:12]
    assert edits
    for edit in edits:
        event = filled[edit.key]
        completing = Completing(event.answers, 1, event.at.date())
        before = engine(event.stage).fill_with(completing, now=event.at)
        after = engine(event.stage).edit(before.xml, edit.answers, now=edit.at)
        assert (after.refused, after.unreached) == ((), ()), edit.key
