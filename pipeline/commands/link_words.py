"""What the review says, in French and English; every other command speaks English."""

from typing import Any

WORDS: dict[str, tuple[str, str]] = {
    "who": ("Qui décide (votre nom reste avec chaque décision)", "Who decides (it is kept with every decision)"),
    "ask": (
        "[m] même personne · [d] personnes différentes · [p] plus tard · [q] quitter",
        "[s] same person · [d] different people · [l] later · [q] quit",
    ),
    "ask_whose": (
        "À qui est la carte ? {numbers} · [p] plus tard · [q] quitter",
        "Whose is the card? {numbers} · [l] later · [q] quit",
    ),
    "why": ("Pourquoi, en quelques mots, sans nom", "Why, in a few words, without a name"),
    "on_screen": ("comparé à l'écran", "compared on the screen"),
    "open": ("Encore à décider : {count}", "Still to decide: {count}"),
    "nothing": ("Rien n'est à décider.", "Nothing is to be decided."),
    "later": ("Laissé pour plus tard : {count}.", "Left for later: {count}."),
    "done": ("Décidé : {count}. Chaque décision est enregistrée.", "Decided: {count}. Every decision is recorded."),
    "score": ("Est-ce la même personne ?", "Is this the same person?"),
    "card": (
        "La carte {card} sert à deux fiches dont les noms ne vont pas ensemble. Est-ce la même personne ?",
        "Card {card} stands in two registrations whose names do not go together. Is this the same person?",
    ),
    "number": (
        "Même numéro d'un autre système, mais les noms ne vont pas ensemble. Est-ce la même personne ?",
        "One number of another system, but the names do not go together. Is this the same person?",
    ),
    "whose": (
        "Plusieurs personnes ont la carte {card}. Fiches venues avec la carte seule : {waiting}. À qui sont-elles ?",
        "Several people use card {card}; submissions that came with the card alone: {waiting}. Whose are they?",
    ),
    "person": ("Personne {letter}", "Person {letter}"),
    "weight": ("Au total : {bits} ({word}).", "All in all: {bits} ({word})."),
    "unclear": ("on ne peut pas le dire sans vous", "nobody can tell without you"),
    "rather_not": ("plutôt deux personnes", "rather two people"),
    "rather": ("plutôt la même personne", "rather one person"),
    "no_score": ("Les deux fiches n'ont presque rien en commun.", "The two records have almost nothing in common."),
    "contradictions": (
        "{count} décisions se contredisent : retour link contradictions",
        "{count} decisions contradict others: retour link contradictions",
    ),
    "became_one": ("{a} : une seule personne à présent.", "{a}: one person now."),
    "alias": (" Mènent aussi à elle : {aliases}.", " These lead there too: {aliases}."),
    "became_two": ("{a} et {b} : deux personnes à présent.", "{a} and {b}: two people now."),
    "stayed_one": ("{a} reste une seule personne.", "{a} stays one person."),
    "stayed_two": ("{a} et {b} restent deux personnes.", "{a} and {b} stay two people."),
    "known": ("C'était déjà décidé ainsi ; rien n'a été écrit.", "That was decided already; nothing was written."),
    "excludes": (
        "Attention : cela contredit une décision plus ancienne, qui ne compte plus : retour link contradictions",
        "Careful: this contradicts an older decision, which no longer counts: retour link contradictions",
    ),
}  # fmt: skip
SAME, DIFFERENT, LATER, QUIT = frozenset("ms"), frozenset("d"), frozenset("pl"), frozenset("q")


def say(language: str, what: str, **values: object) -> str:
    """The sentence in that language, ``fr`` or ``en``."""
    return WORDS[what][0 if language == "fr" else 1].format(**values)


def tell_outcome(language: str, outcome: Any) -> list[str]:
    """What a decision did, in one to three sentences; codes only."""
    if not outcome.is_new:
        return [say(language, "known")]
    a, b = (code or "?" for code in outcome.codes)
    if outcome.are_one:
        told = say(language, "stayed_one" if outcome.were_one else "became_one", a=a)
        if outcome.aliases:
            told += say(language, "alias", aliases=", ".join(outcome.aliases))
    else:
        told = say(language, "became_two" if outcome.were_one else "stayed_two", a=a, b=b)
    return [told, *([say(language, "excludes")] if outcome.contradictions else [])]


def in_words(language: str, weight: float) -> str:
    """What the sum of all evidence says, as far as it goes."""
    word = "rather" if weight >= 3 else "rather_not" if weight < 1 else "unclear"
    bits = f"{weight:+.1f}".replace("-", "−")
    if language == "fr":
        bits = bits.replace(".", ",")
    return say(language, "weight", bits=bits, word=say(language, word))
