"""What simulated people deal in: sectors and how likely they are, goods of the catalogue, ideas, experts asked for."""

SECTORS = {
    "livestock": 40, "agriculture": 14, "trade": 18, "crafts": 9, "food_processing": 6,
    "catering": 4, "services": 7, "fishing": 2,
}  # fmt: skip
"""Of plans; at counselling trade leads (``rates.IDEA_IS_TRADE``)."""

ITEMS = {
    "livestock": (("oxen", "head", 225_000), ("ram", "head", 55_000), ("feed_bag", "bag", 12_500)),
    "agriculture": (("motor_pump", "piece", 185_000), ("plough", "piece", 65_000), ("fertiliser_bag", "bag", 21_000)),
    "trade": (("freezer", "piece", 260_000), ("shop_shelves", "set", 60_000), ("shop_stock", "set", 350_000)),
    "crafts": (("sewing_machine", "piece", 95_000), ("welding_set", "piece", 210_000)),
    "food_processing": (("mill", "piece", 480_000), ("shea_press", "piece", 320_000), ("soap_set", "set", 90_000)),
    "catering": (("cooking_set", "set", 130_000), ("improved_stove", "piece", 18_000)),
    "services": (("hair_set", "set", 85_000), ("solar_kit", "set", 140_000), ("phone_repair_set", "set", 110_000)),
    "fishing": (("fishing_net", "piece", 35_000), ("canoe", "piece", 275_000)),
}  # fmt: skip
"""Catalogue code, unit and rough price in XOF."""

IDEAS = {
    "livestock": "Embouche de moutons au village",
    "agriculture": "Maraîchage près du barrage",
    "trade": "Boutique de produits de première nécessité",
    "crafts": "Atelier au marché",
    "food_processing": "Moulin à céréales pour le quartier",
    "catering": "Petit restaurant à la gare routière",
    "services": "Réparation de téléphones",
    "fishing": "Pêche et vente de poisson fumé",
}
SKILLS = {
    "livestock": ("sheep_goats", "cattle", "poultry"),
    "agriculture": ("farming", "market_gardening"),
    "trade": ("selling",),
    "crafts": ("sewing", "welding", "carpentry"),
    "food_processing": ("cooking", "farming"),
    "catering": ("cooking",),
    "services": ("hairdressing", "phones", "driving"),
    "fishing": ("farming", "selling"),
}
EXPERTS = {
    "livestock": ("livestock", "un_agency"),
    "agriculture": ("agriculture",),
    "trade": ("microfinance", "private_provider"),
    "crafts": ("trade_chamber", "anpe"),
    "food_processing": ("social_enterprise", "private_provider"),
    "catering": ("private_provider", "microfinance"),
    "services": ("anpe", "private_provider"),
    "fishing": ("livestock",),
}
"""Experts a person with an idea in that sector would like to meet."""

TOWNS = {"BF48": "centre_est", "BF51": "centre_sud"}
"""Region code to the ending of its partners' codes in partners.csv."""


def partner_for(expert: str, region: str) -> str:
    """The partner of partners.csv who sends such an expert in that region; '' where the list has none."""
    regional = {"livestock": "animal_resources", "agriculture": "agriculture", "anpe": "anpe"}
    anywhere = {
        "un_agency": "fao",
        "private_provider": "maison_entreprise",
        "trade_chamber": "trade_chamber",
        "microfinance": "microfinance_local",
    }
    if expert in regional:
        return f"{regional[expert]}_{TOWNS[region]}"
    return anywhere.get(expert, "")
