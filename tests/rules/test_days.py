"""Time alone changes a finding only on a day that it announced: findings are judged again on that day and not before."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.rules.judge import judge
from pipeline.run.judging.policy import read_ruling
from tests.bench.community import Community
from tests.bench.community_cases import cases_of

ROOT = Path(__file__).parents[2]
# Of the shipped thresholds none begins or ends after it; where one does, everything is judged again anyway.
FIRST = date(2019, 5, 2)
POLICY = read_ruling(ROOT, datetime(2019, 5, 2, 12, tzinfo=UTC)).policy
LAST = date(2022, 1, 1)


def told(found):
    """All that a finding says, by what it is about."""
    return {(one.rule, one.about): one for one in found}


@pytest.mark.parametrize("number", range(3))
def test_a_finding_stands_until_the_day_it_announced(number):
    """Otherwise what is stored would be wrong every morning, and a rebuild would find something else."""
    chance = random.Random(number)
    turned = 0
    for case in cases_of(Community(number, seed=7)):
        day = FIRST
        while day < LAST:
            stands = judge(case, replace(POLICY, today=day))
            announced = min((one.until for one in stands if one.until), default=LAST)
            assert announced > day, f"{[one.rule for one in stands if one.until and one.until <= day]} is due for ever"
            last = announced - timedelta(days=1)
            for later in {last, day + timedelta(days=chance.randrange((announced - day).days))}:
                again = judge(case, replace(POLICY, today=later))
                assert told(again) == told(stands), f"from {day} to {later} without a word"
            day, turned = announced, turned + 1
    assert turned > 100


def test_the_days_announced_are_needed():
    """A deadline that passes must turn something: else this file would prove nothing."""
    case = next(iter(cases_of(Community(0, seed=7))))
    before = told(judge(case, replace(POLICY, today=date(2018, 1, 1))))
    assert before != told(judge(case, replace(POLICY, today=LAST)))
