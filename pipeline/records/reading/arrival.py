"""Registration at arrival: who somebody is, and when they came back."""

from datetime import date

from ...model.answers import Answers
from ...model.linkage import Evidence
from ...model.mention import Mention, Told
from ...model.steps import Registration
from .asked import Asked
from .said import Said
from .who import code_of, phones_of

REGISTRATION = (
    "today",
    "arrival/: person_code person_code_typed arrival_batch returned_on returned_to_commune_on country_of_return"
    " country_of_return_other",
    "arrival_help/: arrival_assistance",
    "consent/: consent_given",
    "person/identity/: surname given_names usual_name sex father_given mother_given",
    "person/birth/: birth_precision birth_date birth_month birth_year age_years birth_year_known",
    "person/phones/phone/: phone_number phone_owner",
    "person/origin/origin_place/: origin_commune origin_commune_name",
    "person/origin/return_place/: returns_to_origin return_commune return_commune_name commune village_on_list village",
    "person/situation/: needs_immediate_follow_up",
    "person/references/: external_case_id",
)
OWN = ("self", "household", "")
"""Whose phones say who somebody is; a neighbour's does not."""

Value = tuple[str, str]
"""What was said and the path of the question."""


def read_registration(answers: Answers) -> Said:
    """One registered person, always a mention: somebody was there, even if nothing tells who."""
    asked = Asked(answers.values)
    mention_id = f"{answers.root_uuid}#who"
    registered_on = asked.day("today")
    code, _ = code_of(asked, "person_code", "person_code_typed", "")
    told = _told(asked, answers)
    mention = Mention(
        mention_id,
        answers.origin,
        "registered",
        code,
        "card" if code else "",
        asked.text("external_case_id"),
        _evidence(mention_id, told),
        registered_on,
        told,
    )
    return Said((mention,), (_registration(asked, answers, mention_id, registered_on),))


def _registration(asked: Asked, answers: Answers, mention_id: str, registered_on: date | None) -> Registration:
    return Registration(
        answers.origin,
        mention_id,
        asked.day("returned_on"),
        asked.day("returned_to_commune_on"),
        asked.text("arrival_batch"),
        _commune(asked)[0],
        asked.flag("consent_given") is True,
        asked.flag("needs_immediate_follow_up") is True,
        asked.chosen("arrival_assistance"),
        registered_on,
    )


def _told(asked: Asked, answers: Answers) -> tuple[Told, ...]:
    """Everything that is said of the person, in the order of the form."""
    found = [Told(name, asked.text(name), asked.path(name)) for name in ("surname", "given_names", "usual_name", "sex")]
    born, asked_at, precision = _birth(asked)
    found += [Told("birth_date", born, asked_at), Told("birth_precision", precision, asked.path("birth_precision"))]
    for row in answers.repeats.get("person/phones", ()):
        phone = Asked(row.values)
        if phone.text("phone_owner") in OWN:
            number = phones_of([phone.text("phone_number")])
            found.append(Told("phone", number, phone.path("phone_number")))
    found += [Told("commune", *_commune(asked)), Told("village", *_first(asked, "village_on_list", "village"))]
    found += [Told(name, asked.text(name), asked.path(name)) for name in ("father_given", "mother_given")]
    found += [Told("arrival_batch", asked.text("arrival_batch"), asked.path("arrival_batch"))]
    found += [Told("country", *_country(asked))]
    days = {"returned_on": "returned_on", "returned_to_commune_on": "returned_to_commune_on"}
    found += [Told(field, asked.day(name), asked.path(name)) for field, name in days.items()]
    found += [Told("external_id", asked.text("external_case_id"), asked.path("external_case_id"))]
    return tuple(one for one in found if one.value)


def _evidence(mention_id: str, told: tuple[Told, ...]) -> Evidence | None:
    """What tells people apart; None where there is not even a letter of a name."""
    said = {one.field: str(one.value) for one in told if one.field in Evidence._fields}
    said["phone"] = " ".join(dict.fromkeys(str(one.value) for one in told if one.field == "phone"))
    if not (said.get("surname") or said.get("given_names")):
        return None
    returned = next((str(one.value) for one in told if one.field == "returned_on"), "")
    born = said.get("birth_date", "")
    # Nobody is born after their return: what was told stays told, and tells nobody apart.
    if returned and born > returned[: len(born)]:
        said |= {"birth_date": "", "birth_precision": ""}
    return Evidence(mention_id, **said)


def _birth(asked: Asked) -> tuple[str, str, str]:
    """ISO as far as known, the question that gave it, and its precision."""
    precision = asked.text("birth_precision")
    if day := asked.day("birth_date"):
        return day.isoformat(), asked.path("birth_date"), precision or "day"
    if month := asked.day("birth_month"):
        return month.isoformat()[:7], asked.path("birth_month"), precision or "month"
    for name, kind in (("birth_year", "year"), ("birth_year_known", "age")):
        if year := asked.whole(name):
            source = "age_years" if kind == "age" and asked.path("age_years") else name
            return str(year), asked.path(source), precision or kind
    return "", "", precision


def _commune(asked: Asked) -> Value:
    """Of return: its code, or its name where the list lacks it."""
    if asked.text("commune"):
        return _first(asked, "commune")
    if asked.flag("returns_to_origin"):
        return _first(asked, "origin_commune", "origin_commune_name")
    return _first(asked, "return_commune", "return_commune_name")


def _country(asked: Asked) -> Value:
    country = asked.text("country_of_return")
    if country == "no_answer":
        return "", ""
    return _first(asked, "country_of_return_other") if country == "other" else _first(asked, "country_of_return")


def _first(asked: Asked, *names: str) -> Value:
    found = next((name for name in names if asked.text(name) not in ("", "other")), "")
    return asked.text(found) if found else "", asked.path(found) if found else ""
