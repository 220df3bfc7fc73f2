"""Forms about one person: the visit after arrival, counselling, satisfaction and sustainability interviews."""

from ...model.answers import Answers
from ...model.steps import Counselling, ImmediateFollowUp, Need, Survey
from .asked import Asked
from .said import Said
from .who import WHO, person_met

FOLLOW_UP = (WHO, "visit/: visited_on outcome", "action/: follow_up_continues", "next_visit/: visit_again_on")
COUNSELLING = (
    WHO,
    "talk/: counselled_on outcome early_reason",
    "counsel/wishes/: wish",
    "counsel/know_how/: has_skill",
    "counsel/skills/skill_one/: skill",
    "counsel/idea/: idea_sector",
    "counsel/partners_needed/need/: needed_expert needed_sector",
    "counsel/next_step/: invited_session",
)
SATISFACTION = (WHO, "interview/: asked_on outcome", "satisfaction/complaint/: complaint_state")
SUSTAINABILITY = (WHO, "interview/: asked_on rss_wave outcome")


def read_follow_up(answers: Answers) -> Said:
    """A visit to somebody flagged at arrival."""
    asked = Asked(answers.values)
    on = asked.day("visited_on")
    mention = person_met(answers, "followed_up", on)
    noun = ImmediateFollowUp(
        answers.origin,
        mention.mention_id if mention else "",
        on,
        asked.text("outcome"),
        asked.flag("follow_up_continues") is True,
        asked.day("visit_again_on"),
    )
    return Said((mention,) if mention else (), (noun,))


def read_counselling(answers: Answers) -> Said:
    """An individual talk."""
    asked = Asked(answers.values)
    on = asked.day("counselled_on")
    mention = person_met(answers, "counselled", on)
    rows = [Asked(row.values) for row in answers.repeats.get("counsel/partners_needed", ())]
    skills = [Asked(row.values).text("skill") for row in answers.repeats.get("counsel/skills", ())]
    noun = Counselling(
        answers.origin,
        mention.mention_id if mention else "",
        on,
        asked.text("outcome"),
        asked.text("wish"),
        asked.flag("has_skill"),
        tuple(skill for skill in skills if skill),
        asked.text("idea_sector"),
        tuple(Need(row.text("needed_expert"), row.text("needed_sector")) for row in rows),
        bool(asked.text("early_reason")),
        asked.text("invited_session"),
    )
    return Said((mention,) if mention else (), (noun,))


def read_satisfaction(answers: Answers) -> Said:
    """A satisfaction interview."""
    asked = Asked(answers.values)
    on = asked.day("asked_on")
    mention = person_met(answers, "asked_satisfaction", on)
    noun = Survey(
        answers.origin,
        mention.mention_id if mention else "",
        "satisfaction",
        on,
        asked.text("outcome"),
        "",
        asked.text("complaint_state"),
    )
    return Said((mention,) if mention else (), (noun,))


def read_sustainability(answers: Answers) -> Said:
    """A sustainability interview."""
    asked = Asked(answers.values)
    on = asked.day("asked_on")
    mention = person_met(answers, "asked_sustainability", on)
    found = mention.mention_id if mention else ""
    wave = asked.text("rss_wave")
    noun = Survey(answers.origin, found, "sustainability", on, asked.text("outcome"), wave)
    return Said((mention,) if mention else (), (noun,))
