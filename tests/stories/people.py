"""Forms about people on their way, in few words; a story changes what it is about."""

from .sent import AWA, Sent, sent


def arrived(who: str = AWA, on: str = "2019-06-04", flight: str = "2019-06-02", *, flagged: bool = False) -> Sent:
    """Somebody back from Libya is registered on the day of return to the commune."""
    worries = {"person/situation/vulnerabilities": ["single_parent"] if flagged else ["none"]}
    return sent("registration", "shop_survives_a_year/01_registration", on, {
        "arrival/person_code": who, "arrival/returned_on": flight, "arrival/returned_to_commune_on": on,
        "person/identity/given_names": f"Prénom {who[1:3]}", **worries,
    }, tablet=who)  # fmt: skip


def followed_up(on: str, who: str = AWA) -> Sent:
    """A visit soon after arrival."""
    return sent("immediate_follow_up", "single_mother/03_immediate_follow_up", on, {
        "who/person_card": who, "who/person_confirmed": "yes", "visit/visited_on": on, "next_visit/visit_again_on": None,
    })  # fmt: skip


def counselled(on: str = "2019-06-15", who: str = AWA, wish: str = "own_business") -> Sent:
    """An individual talk: the person can trade, wants to, and asks for the livestock service."""
    need = "counsel/partners_needed/need"
    return sent("counselling", "shop_survives_a_year/02_counselling", on, {
        "who/person_card": who, "talk/counselled_on": on, "counsel/wishes/wish": wish,
        "counsel/partners_needed": [{f"{need}/needed_expert": "livestock", f"{need}/needed_sector": "livestock"}],
    }, tablet=who)  # fmt: skip


def oriented(on: str = "2019-07-04", *who: str) -> Sent:
    """A session of one day in Garango."""
    people = who or (AWA,)
    choice = {"content/choices/choice/choice_pathway": "own_business", "content/choices/choice/choice_sector": "trade",
              "content/choices/choice/choice_knows_after": "yes"}  # fmt: skip
    row, there = "content/actors/actor", "content/actors/actor_presence"
    expert = {
        f"{row}/actor_organisation": "Service de l'élevage", f"{row}/actor_new_category": "technical_expert",
        f"{row}/actor_new_expert_type": "livestock", f"{row}/actor_sector": "livestock", f"{row}/actor_is_local": "yes",
        f"{there}/actor_invited": "yes", f"{there}/actor_invited_for": "counselling_need",
        f"{there}/actor_attended": "yes",
    }  # fmt: skip
    return sent("orientation", "shop_survives_a_year/03_orientation", on, {
        "session/held_on": on, "session/ended_on": on, "content/roster/attendees": list(people),
        "content/choices": [choice for _ in people], "content/actors": [expert],
    })  # fmt: skip


def trained(day: int, on: str, *who: str) -> Sent:
    """One day of the training."""
    modules = ["bookkeeping", "management", "spirit", "business_plan"]
    return sent("training", "shop_survives_a_year/05_training", on, {
        "session/held_on": on, "session/training_day": str(day), "content/roster/attendees": list(who or (AWA,)),
        "content/lessons/modules": modules,
    })  # fmt: skip
