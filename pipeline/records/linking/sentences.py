"""The words of an explanation: fields, levels of agreement and strengths, French and English side by side."""

FIELDS: dict[str, tuple[str, str]] = {
    "prior": ("Au départ", "To begin with"),
    "surname": ("Nom de famille", "Surname"),
    "given": ("Prénom", "Given name"),
    "birth": ("Naissance", "Birth"),
    "sex": ("Sexe", "Sex"),
    "phone": ("Téléphone", "Phone"),
    "place": ("Commune et village", "Commune and village"),
    "father": ("Prénom du père", "Father's given name"),
    "mother": ("Prénom de la mère", "Mother's given name"),
    "batch": ("Vol ou convoi", "Flight or convoy"),
    "country": ("Pays de retour", "Country of return"),
    "family": ("Même ménage", "Same household"),
}

_CLOSE = ("presque le même, à une lettre près", "nearly the same, about one letter apart")
_SIMILAR = ("ressemblant", "similar")
_SWAPPED = ("écrit à la place de l'autre nom", "written in place of the other name")
_SWAPPED_CLOSE = (
    "écrit à la place de l'autre nom, à une lettre près",
    "written in place of the other name, about one letter apart",
)
_NAMES: dict[str, tuple[str, str]] = {
    "same_as_parent": ("le même, et aussi celui d'un parent", "the same, and a parent's too"),
    "same": ("le même, aux façons d'écrire près", "the same, ways of writing aside"),
    "variant": ("une autre forme du même prénom", "another form of the same name"),
    "swapped": _SWAPPED,
    "swapped_close": _SWAPPED_CLOSE,
    "part": ("l'un des deux porte un prénom de plus", "one of the two has a further given name"),
    "shared": ("un prénom en commun, un autre non", "one given name in common, another not"),
    "close": _CLOSE,
    "similar": _SIMILAR,
    "initial": ("la même initiale", "the same initial"),
    "different": ("différent", "different"),
}
_BIRTH: dict[str, tuple[str, str]] = {
    "date_same": ("la même date complète", "the same full date"),
    "date_day_month_swapped": ("jour et mois inversés", "day and month exchanged"),
    "date_year_near": ("même jour et mois, un ou deux ans d'écart", "same day and month, a year or two apart"),
    "date_year_mistyped": (
        "même jour et mois, un chiffre de l'année diffère",
        "same day and month, one digit of the year differs",
    ),
    "date_day_or_month": ("même année, le jour ou le mois diffère", "same year, the day or the month differs"),
    "date_other_day": ("même année, autre jour et autre mois", "same year, another day and month"),
    "date_near": ("autre date, à deux ans près", "another date, within two years"),
    "date_far": ("dates éloignées", "dates far apart"),
    "rough_same": ("le même âge, estimé", "the same age, estimated"),
    "rough_near": ("âges estimés à deux ans près", "estimated ages within two years"),
    "rough_five": ("âges estimés à cinq ans près", "estimated ages within five years"),
    "rough_far": ("âges éloignés, même en tenant compte de l'estimation", "ages far apart, even for an estimate"),
    "month_same": ("même mois et même année", "the same month and year"),
    "month_other": ("même année, autre mois", "same year, another month"),
    "year_same": ("la même année", "the same year"),
    "year_one_off": ("un an d'écart", "one year apart"),
    "year_two_off": ("deux ans d'écart", "two years apart"),
    "year_near": ("trois à cinq ans d'écart", "three to five years apart"),
    "year_far": ("plus de cinq ans d'écart", "more than five years apart"),
}
_PLACES: dict[str, tuple[str, str]] = {
    "village": ("le même village", "the same village"),
    "village_close": ("presque le même village, à une lettre près", "nearly the same village, about one letter apart"),
    "commune": ("la même commune", "the same commune"),
    "commune_other_village": ("la même commune, un autre village", "the same commune, another village"),
    "moved": ("une autre commune", "another commune"),
}
_PLAIN = {"same": ("le même", "the same"), "different": ("différent", "different")}

LEVELS: dict[tuple[str, str], tuple[str, str]] = {
    ("prior", "records"): (
        "deux fiches prises au hasard sont rarement la même personne",
        "two records picked at random are rarely the same person",
    ),
    ("phone", "one_digit"): ("à un chiffre près", "all but one digit"),
    ("batch", "same_and_village"): ("le même, du même village", "the same, from the same village"),
    ("family", "relative"): (
        "un parent du même ménage partagerait une partie de ces réponses",
        "a relative of the same household would share some of these answers",
    ),
    **{(field, level): words for field in ("surname", "given") for level, words in _NAMES.items()},
    **{
        (field, level): _NAMES[level]
        for field in ("father", "mother")
        for level in ("same", "close", "similar", "different")
    },
    **{("birth", level): words for level, words in _BIRTH.items()},
    **{("place", level): words for level, words in _PLACES.items()},
    **{(field, level): words for field in ("sex", "phone", "batch", "country") for level, words in _PLAIN.items()},
}

STRENGTHS: dict[str, tuple[tuple[float, tuple[str, str]], ...]] = {
    "for": (
        (8, ("très fort pour", "very strongly for")),
        (4, ("fort pour", "strongly for")),
        (1, ("plutôt pour", "somewhat for")),
        (0, ("ne dit presque rien", "says almost nothing")),
    ),
    "against": (
        (8, ("très fort contre", "very strongly against")),
        (4, ("fort contre", "strongly against")),
        (1, ("plutôt contre", "somewhat against")),
        (0, ("ne dit presque rien", "says almost nothing")),
    ),
}
"""From how many bits on which words are used."""
