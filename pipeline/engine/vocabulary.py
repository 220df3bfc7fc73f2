"""Words and numbers that synthetic answers are drawn from: common names and towns of Burkina Faso, nobody's own."""

SURNAMES = (
    "OUÉDRAOGO", "SAWADOGO", "KABORÉ", "ZONGO", "COMPAORÉ", "TRAORÉ", "BARRY", "DIALLO", "SANKARA", "ILBOUDO",
    "NIKIÈMA", "TAPSOBA", "YAMÉOGO", "KONATÉ", "BANCÉ", "ZAMPALIGRÉ", "BAMBARA", "LENGANÉ", "GUIRA", "DABRÉ",
)  # fmt: skip
GIVEN_NAMES = (
    "Aminata", "Issouf", "Fatimata", "Salif", "Mariam", "Adama", "Rasmata", "Boukary", "Awa", "Hamidou", "Zénabo",
    "Moussa", "Alizèta", "Souleymane", "Kadidia", "Idrissa", "Assétou", "Lassané", "Noélie", "Désiré",
)  # fmt: skip
SENTENCES = (
    "Élevage de moutons au village",
    "À revoir avec la famille",
    "Le marché est à 3 km",
    "Petit commerce de céréales",
    "RAS",
    "Déjà commencé avant le départ",
)
PLACES = (
    (12.3714, -1.5197),
    (11.1771, -4.2979),
    (11.7833, -0.3667),
    (11.4667, -0.3833),
    (13.5828, -2.4216),
    (12.06, 0.35),
)
"""Latitude, longitude of Ouagadougou, Bobo-Dioulasso, Tenkodogo, Garango's side, Ouahigouya, Fada N'Gourma."""

HINTS = (
    ("age", 18, 59),
    ("year", 2015, 2019),
    ("annee", 2015, 2019),
    ("amount", 5_000, 400_000),
    ("montant", 5_000, 400_000),
    ("cost", 5_000, 400_000),
    ("price", 500, 150_000),
    ("prix", 500, 150_000),
    ("quantity", 1, 20),
    ("quantite", 1, 20),
    ("percent", 0, 100),
    ("number", 1, 8),
    ("nombre", 1, 8),
    ("days", 0, 5),
)
"""Part of a question's name, smallest and largest whole number; money in XOF."""
