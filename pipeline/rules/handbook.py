"""The rules as a page for people: each in one sentence, its source, its thresholds, and what it decided."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.finding import Outcome
from pipeline.model.finding_words import BY_OUTCOME, OUTCOMES, SEVERITIES, SUBJECTS, Language, counted

from .parts import PARTS
from .policy import Threshold
from .practice import RULES
from .rule import Rule
from .threshold_words import days_words, value_words

Counts = Mapping[str, Mapping[Outcome, int]]
"""By rule, how many of a programme's findings had each outcome."""

TITLE = {"fr": "Les règles du programme", "en": "The programme's rules"}
INTRO = {
    "fr": """\
Chaque règle regarde un cas (une personne, un plan, une réunion, une session, une localité) et donne une réponse :
**respectée**, **non respectée**, **à vérifier** (il manque une information, ou le délai court encore) ou **sans
objet** (elle ne dit rien de ce cas, pas encore, ou n'était pas en vigueur ce jour-là). Une règle *bloquante* non
respectée est à régler avant d'aller plus loin ; un *avertissement* est à regarder ; une *information* est seulement
dite. Aucune règle n'efface une fiche. `retour explain CODE` dit tout d'un cas, `retour rules try` ce qu'un autre
seuil changerait.""",
    "en": """\
Each rule looks at a case (a person, a plan, a meeting, a session, a locality) and answers **met**, **broken**, **to
be checked** (something is missing, or the time is still running) or **not applicable** (it says nothing about this
case, not yet, or was not in force on that day). A *blocking* rule that is broken is to be settled before going on; a
*warning* is to be looked at; an *information* is only told. No rule deletes a row. `retour explain CODE` tells all
about a case, `retour rules try` what another threshold would change.""",
}
ROWS = {
    "fr": """\
Le seuil qui compte est celui du jour de l'événement jugé, jamais celui d'aujourd'hui. Les *lignes* sont celles de la
pratique.""",
    "en": """\
The threshold that counts is the one of the day of the event judged, never today's. The *rows* are those of the
practice.""",
}
HEADS = {
    "fr": ("règle", "ce qu'elle demande", "juge", "gravité", "réponses", "seuils", "source", "lignes"),
    "en": ("rule", "what it asks", "judges", "severity", "outcomes", "thresholds", "source", "rows"),
}
THRESHOLDS = {"fr": "Les seuils", "en": "The thresholds"}
THRESHOLD_HEADS = {
    "fr": ("seuil", "valeur", "en vigueur", "parce que", "source", "lu par"),
    "en": ("threshold", "value", "in force", "because", "source", "read by"),
}
THRESHOLDS_INTRO = {
    "fr": "Ils se règlent dans `config/rules.toml`. **[K]** : personne ne l'a encore fixé, le bureau pays le fait.",
    "en": "They are set in `config/rules.toml`. **[K]**: nobody has set it yet, the country office does.",
}
DECIDED = {"fr": "a décidé", "en": "decided"}
NEVER = {"fr": "aucun cas", "en": "no case"}


def handbook(
    thresholds: Mapping[str, tuple[Threshold, ...]],
    language: Language = "fr",
    counts: Counts | None = None,
    heading: str = "",
) -> str:
    """The whole page as Markdown.

    Args:
        counts: for a programme: a column says how many cases each rule decided; None leaves it out.
        heading: a paragraph under the title: of which programme, on which day.
    """
    lines = [f"# {TITLE[language]}", "", *([heading, ""] if heading else [])]
    lines += [INTRO[language], "", ROWS[language], ""]
    for number, part in enumerate(PARTS, 1):
        lines += [f"## {number}. {part.fr if language == 'fr' else part.en}", ""]
        lines += [*_table(_heads(language, counts), (_row(rule, language, counts) for rule in part.rules)), ""]
    lines += [f"## {THRESHOLDS[language]}", "", THRESHOLDS_INTRO[language], ""]
    lines += _table(THRESHOLD_HEADS[language], _threshold_rows(thresholds, language))
    return "\n".join(lines) + "\n"


def _heads(language: Language, counts: Counts | None) -> tuple[str, ...]:
    return HEADS[language] if counts is None else (*HEADS[language], DECIDED[language])


def _row(rule: Rule, language: Language, counts: Counts | None) -> tuple[str, ...]:
    outcomes = OUTCOMES[language]
    cells = (
        f"`{rule.id}`",
        rule.sentence_fr if language == "fr" else rule.sentence_en,
        SUBJECTS[language][rule.subject],
        SEVERITIES[language][rule.severity],
        ", ".join(outcomes[one] for one in BY_OUTCOME if one in rule.outcomes),
        "<br>".join(f"`{name}`" for name in rule.thresholds) or "—",
        rule.source,
        ", ".join(map(str, sorted(rule.rows))),
    )
    if counts is None:
        return cells
    decided = counts.get(rule.id, {})
    told = (counted(decided[one], one, language) for one in BY_OUTCOME if decided.get(one))
    return (*cells, "<br>".join(told) or NEVER[language])


def _threshold_rows(thresholds: Mapping[str, tuple[Threshold, ...]], language: Language) -> Iterator[tuple[str, ...]]:
    for name, versions in thresholds.items():
        readers = "<br>".join(f"`{rule.id}`" for rule in RULES if name in rule.thresholds)
        for one in versions:
            value = value_words(name, one.value, language)
            yield f"`{name}`", value, days_words(one, language), one.because, one.source, readers


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return lines + [f"| {' | '.join(cell.replace('|', '·') for cell in row)} |" for row in rows]
