"""Where synthetic people return to: communes, their villages with homonyms, and the families of each village."""

import random
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from .surnames import Surnames, surname_pools

# Region: share of the returns, who lives there, communes with the most returns first.
REGIONS = {
    "Boulgou": (0.30, {"bissa": 0.50, "moore": 0.37, "fulfulde": 0.09, "dioula": 0.02, "gourmantche": 0.02},
        "Garango Béguédo Tenkodogo Niaogho Bittou Zabré Bagré Boussouma Komtoèga Zonsé Zoaga Bané Bissiga"),
    "Kouritenga": (0.10, {"moore": 0.85, "fulfulde": 0.09, "gourmantche": 0.04, "dioula": 0.02},
        "Koupéla Pouytenga Gounghin Andemtenga Dialgaye Kando Baskouré Tensobentenga Yargo"),
    "Koulpélogo": (0.06, {"moore": 0.60, "gourmantche": 0.15, "bissa": 0.15, "fulfulde": 0.10},
        "Ouargaye Sangha Comin-Yanga Soudougui Lalgaye Yargatenga Dourtenga Yondé"),
    "Centre-Sud": (0.13, {"moore": 0.72, "gourounsi": 0.14, "bissa": 0.06, "fulfulde": 0.08},
        "Manga Gomboussougou Kombissiri Pô Saponé Tiébélé Béré Bindé Gogo Guiba Nobéré Toécé Ipelcé Kayao Doulougou"),
    "Centre": (0.10, {"moore": 0.78, "dioula": 0.08, "fulfulde": 0.05, "bissa": 0.04, "gourounsi": 0.05},
        "Ouagadougou Saaba Tanghin-Dassouri Komsilga Koubri Pabré Komki-Ipala"),
    "Nord": (0.06, {"moore": 0.83, "fulfulde": 0.10, "dioula": 0.07},
        "Ouahigouya Yako Gourcy Titao Séguénéga Kossouka Oula Thiou Bokin Arbollé Samba Boussou"),
    "Centre-Nord": (0.06, {"moore": 0.88, "fulfulde": 0.12},
        "Kaya Boulsa Kongoussi Boussouma Korsimoro Pissila Mané Pibaoré Barsalogho Tikaré Sabcé Yalgo"),
    "Centre-Ouest": (0.05, {"moore": 0.55, "gourounsi": 0.38, "fulfulde": 0.07},
        "Koudougou Réo Léo Sabou Nanoro Kokologho Tenado Sapouy Kindi Didyr Cassou Imasgo"),
    "Est": (0.05, {"gourmantche": 0.68, "moore": 0.15, "fulfulde": 0.17},
        "Fada-N'Gourma Diapaga Bogandé Gayéri Pama Diabo Tibga Kantchari Piéla Matiacoali Namounou"),
    "Hauts-Bassins": (0.05, {"dioula": 0.58, "moore": 0.27, "fulfulde": 0.10, "dagara": 0.05},
        "Bobo-Dioulasso Houndé Orodara Bama Toussiana Karangasso Léna Satiri Koumbia Béréba"),
    "Sahel": (0.02, {"fulfulde": 0.80, "moore": 0.15, "gourmantche": 0.05},
        "Dori Djibo Gorom-Gorom Sebba Arbinda Bani Seytenga Tongomayel"),
    "Sud-Ouest": (0.02, {"dagara": 0.80, "moore": 0.12, "fulfulde": 0.08},
        "Gaoua Diébougou Dano Batié Kampti Loropéni Dissin Oronkua"),
}  # fmt: skip
EVERYWHERE = """
    Tanghin Natenga Nabadogo Zangoetin Silmiougou Peulgo Gounghin Yarcé Kossodo Koulba Bangrin Boulma Dassui Tampouy
    Sampéma Nakomtenga Ouidin Samandin Bilbalogo Zogona Ouemtenga Goghin Poessé Kombangré Lergo Zaka Bidiga Sabtenga
    Koama Tigré"""
BEGINS = "Kou Ba Za Nia Tan Si Ga Lo Zi Dou Bou Ya Pi Sa Wa Ko Gan Lan Ti Né Mo Ra Tou Goum Zou Bin"
ENDS = "tenga ghin bila goré ssougou yargo dougou kin ra lgo mnogo bsinga saré tin pélogo gandé nbin koré ma zoaka"
FAMILY_OF_THE_VILLAGE = 0.45
"""How many households bear one of the three names that founded their village."""


@dataclass(frozen=True, slots=True)
class Village:
    """One village; ``founders`` are (people, surname) of its old families."""

    name: str
    founders: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune; ``groups`` with running ``shares``, villages with the most returns first."""

    name: str
    region: str
    groups: tuple[str, ...]
    shares: list[float]
    villages: list[Village]
    village_shares: list[float]


class Country:
    """All there is to return to, for a population of so many; the same for every seed.

    Attributes:
        communes / shares: how often people return there, as running sums.
        flights_per_year: so that those of 100 to 230 people last about six years.
    """

    def __init__(self, people: int) -> None:
        """Args say how many people bear the names: more people, more names."""
        self.surnames = surname_pools(people)
        chance = random.Random("villages")
        self.communes: list[Commune] = []
        weights: list[float] = []
        for region, (share, groups, names) in REGIONS.items():
            ranked = [1 / (rank + 2) for rank in range(len(names.split()))]
            weights += [share * weight / sum(ranked) for weight in ranked]
            self.communes += [_commune(chance, name, region, groups, self.surnames) for name in names.split()]
        self.shares = _running(weights)
        self.flights_per_year = max(8, people // 1000)

    def draw_commune(self, chance: random.Random) -> Commune:
        """A commune, those with many returns more often."""
        return self.communes[bisect(self.shares, chance.random())]

    def draw_village(self, chance: random.Random, commune: Commune) -> Village:
        """A village of the commune."""
        return commune.villages[bisect(commune.village_shares, chance.random())]

    def draw_surname(self, chance: random.Random, commune: Commune, village: Village) -> tuple[str, str]:
        """(people, surname) of a household that lives there."""
        if chance.random() < FAMILY_OF_THE_VILLAGE:
            return village.founders[int(chance.random() * len(village.founders))]
        return _any_surname(chance, commune.groups, commune.shares, self.surnames)


def _commune(
    chance: random.Random, name: str, region: str, groups: dict[str, float], surnames: dict[str, Surnames]
) -> Commune:
    peoples, shares = tuple(groups), _running(list(groups.values()))
    count = chance.randint(12, 45)
    named = [f"Secteur {n}" for n in range(1, chance.choice((3, 5, 7, 9)))]
    named += chance.sample(EVERYWHERE.split(), count // 4)
    composed = [begin + end for begin in BEGINS.split() for end in ENDS.split()]
    named += chance.sample(composed, count - count // 4)
    villages = [
        Village(each, tuple(_any_surname(chance, peoples, shares, surnames) for _ in range(3))) for each in named
    ]
    return Commune(name, region, peoples, shares, villages, _running([1 / (rank + 4) for rank in range(len(villages))]))


def _any_surname(
    chance: random.Random, groups: tuple[str, ...], shares: list[float], surnames: dict[str, Surnames]
) -> tuple[str, str]:
    group = groups[bisect(shares, chance.random())]
    pool = surnames[group]
    return group, pool.names[bisect(pool.shares, chance.random())]


def _running(weights: list[float]) -> list[float]:
    """Sums that end above 1, so that no draw falls behind the last."""
    total = sum(weights)
    sums = [each / total for each in accumulate(weights)]
    return [*sums[:-1], 1.1]
