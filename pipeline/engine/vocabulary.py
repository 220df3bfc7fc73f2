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
PLACES = ((12.371, -1.520), (11.177, -4.298), (11.780, -0.370), (11.800, -0.551), (13.583, -2.422), (12.062, 0.358))
"""Latitude, longitude of Ouagadougou, Bobo-Dioulasso, Tenkodogo, Garango, Ouahigouya and Fada N'Gourma, roughly."""

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
