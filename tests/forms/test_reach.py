"""Chance finds every question, and is refused only where the form must refuse."""

import pytest

from .forms import STAGES
from .reach import MOST_FILLS, one_fill, reach_of

MUST_REFUSE = {
    "business_plan": {"members/member/member_code"},  # one member twice
    "committee": {"meeting/ended_at", "decisions/decision_facts/decided_plan_code"},  # before its start; one plan twice
    "orientation": {"session/ended_on"},  # before its first day
    "registration": {"person/phones/phone/phone_number"},  # a fourth number
    "training": {"content/projects/project/project_holders"},  # a group of one, where one person only was there
}
LONGEST = 50


@pytest.mark.parametrize("stage", STAGES)
def test_every_question_is_reached(stage):
    """A question whose condition can't come true looks fine and is never asked."""
    reach = reach_of(stage)
    assert reach.never == ()
    assert reach.fills < MOST_FILLS


@pytest.mark.parametrize("stage", STAGES)
def test_refusals_are_known(stage):
    """A constraint that refuses right answers stops the work of a whole day."""
    assert reach_of(stage).refused <= MUST_REFUSE.get(stage, set())


@pytest.mark.parametrize("stage", STAGES)
def test_paths_stay_short(stage):
    """Different questions on the screens of one fill, whatever the answers; see docs/forms.md."""
    assert reach_of(stage).longest <= LONGEST


@pytest.mark.parametrize("stage", STAGES)
def test_a_form_can_always_be_finished(stage):
    """A required question that cannot be answered keeps the form on the tablet for ever."""
    for seed in range(12):
        assert [p for p in one_fill(stage, seed).unanswered_required if p not in MUST_REFUSE.get(stage, set())] == []
