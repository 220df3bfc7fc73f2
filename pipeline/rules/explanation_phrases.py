"""The fixed phrases of an explanation, in French and English."""

from pipeline.model.finding import SubjectKind
from pipeline.model.finding_words import Language

SAID: dict[Language, dict[str, str]] = {
    "fr": {
        "first": "À régler d'abord", "none": "Rien n'est à régler.", "check": "À vérifier",
        "doubtful": "Personne à confirmer (retour link review) : ces réponses peuvent changer ensuite.",
        "no_check": "Rien n'est à vérifier.", "facts": "Faits lus", "threshold": "Seuil", "mend": "Pour y remédier",
        "since": "Depuis le", "seen": "vu pour la première fois", "before": "avant :",
        "override": "Dérogation (la réponse reste la même)",
        "by": "déclarée par", "until": "valable jusqu'au",
        "folded": "Sans objet", "received": "reçue le",
        "submissions": "Fiches citées", "again": "Peut changer sans nouvelle fiche le",
        "whole": "règle", "many": "règles", "also": "aussi", "history": "Historique", "beside": "Voir aussi",
        "colon": "\u00a0: ", "semi": "\u00a0; ",
    },
    "en": {
        "first": "Settle first", "none": "Nothing is to be settled.", "check": "To be checked",
        "doubtful": "A person to be confirmed (retour link review): these answers may change then.",
        "no_check": "Nothing is to be checked.", "facts": "Facts read", "threshold": "Threshold", "mend": "To mend it",
        "since": "Since", "seen": "seen for the first time", "before": "before:",
        "override": "Override (the answer stays the same)",
        "by": "declared by", "until": "until",
        "folded": "Not applicable", "received": "received on",
        "submissions": "Submissions cited", "again": "May change without a new form on",
        "whole": "rule", "many": "rules", "also": "also", "history": "History", "beside": "See also",
        "colon": ": ", "semi": "; ",
    },
}  # fmt: skip
PLURALS: dict[Language, dict[SubjectKind, str]] = {
    "fr": {"person": "personnes", "plan": "plans", "meeting": "réunions", "session": "sessions",
           "locality": "localités"},
    "en": {"person": "people", "plan": "plans", "meeting": "meetings", "session": "sessions", "locality": "places"},
}  # fmt: skip
