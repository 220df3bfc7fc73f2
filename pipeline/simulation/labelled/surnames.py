"""Family names of synthetic people: a few that everybody bears, a long tail, the spellings clerks know of."""

import random
from dataclasses import dataclass
from itertools import accumulate

# Most common first; other spellings of the same name stand behind it, joined by "=".
HEADS = {
    "moore": """
        Ouédraogo=Wédraogo=Ouedrago=Ouadraogo=Ouédrogo=Wédrago=Oueddraogo Sawadogo=Savadogo=Sawodogo=Sawadago=Saouadogo
        Kaboré=Caboré=Kaborré=Kabaoré Compaoré=Kompaoré=Compaouré=Kompawré Zongo=Zango=Zonogo
        Nikiéma=Nikyéma=Nikéma=Nékiéma
        Ilboudo=Ilbudo=Yilboudo=Iliboudo Tapsoba=Tapsooba=Tabsoba Zoungrana=Zungrana=Zoungrane Kafando=Kafondo=Cafando
        Congo=Kongo Yaméogo=Yamiogo=Yaméwogo Bamogo=Bamogho Nana=Nanah Simporé=Sinporé=Simpore Sorgho=Sorogho=Zorgho
        Konaté=Konatè Tiendrébéogo=Tiendrebogo=Tchendrébéogo Rouamba=Ruamba=Rouanba Ouattara=Watara=Ouatara
        Kiemtoré=Kientoré=Kiemtorré Sandwidi=Sanwidi=Sandouidi Kouanda=Kwanda=Kuanda Belem=Bélem=Balem Zida=Zidah
        Dabré=Daberé Nacoulma=Nakoulma=Nacolma Ouoba=Woba Kinda=Kindah Minoungou=Minungu=Minougou Zabré=Zaberé
        Tougma=Tugma Soulama=Sulama Songo=Songho Pafadnam=Pafanam Kaboret Damiba=Damba Bonkoungou=Bonkungou=Bounkoungou
        Guigma=Gigma Tassembédo=Tasembedo Balima=Ballima Bagré=Baguéré Yago=Yagho Zagré=Zagaré Sankara=Sangara
        Kagambèga=Kagambéga=Kaganbega Yanogo=Yanogho Ouangrawa=Wangrawa=Ouangraoua Bikienga=Bikyenga Nabaloum=Nabalum
        Soubeiga=Soubéga=Subeiga Dipama=Dipamma Lingani=Lengani Gansonré=Gansoré=Gansonret Sebgo=Sébogo Yoda=Ioda
        Yougbaré=Yugbaré=Yougbari Kaboro Ganamé=Ganame Porgo=Porogo Zoundi=Zundi Kologo=Kolgo Nébié=Nebié
        Tarnagda=Tarnagueda Ramdé=Randé Dianda=Djanda Kientega=Kyentega Zoma=Zomah Naré=Narré Roamba Kabré""",
    "bissa": """
        Bancé=Bansé=Bance Zampaligré=Zampaligri=Zanpaligré Guem=Gouem=Gwem Bambara=Banbara Dabré=Daberé Nombré=Nonbré
        Kéré=Kerré=Keré Saré=Sarré Lenglengue=Linglingué=Lingling Sana=Sanah Sanou=Sanu Bara=Barra Zaré=Zarré
        Samandoulougou=Samandulugu=Samandougou Guiré=Giré Bandé=Bandet Nombone=Nonbone Yabré=Yaberé Welgo=Ouelgo
        Daboné=Dabonné Garané=Garanet Zéba=Zebba Gambo=Ganbo Boussim=Busim Yaguibou=Yagibu Lengané=Linganné
        Sambaré=Sanbaré Zigani=Ziguani Ganné=Gané Yaogo=Yawogo Darga=Dargah Sorgho=Sorogho Monné=Moné Zinsoné=Zinsonni
        Bayiré=Bahiré Kambiré Gampiné=Ganpiné Léngani Ouaré=Waré Pasgo=Passego Soné=Sonné Tarzagré Koudoubi""",
    "fulfulde": """
        Diallo=Dialo=Jallo=Djallo Barry=Bari=Barri Dicko=Diko=Dikko Sidibé=Sidibet=Cidibé Sangaré=Sankaré=Sangarré
        Bah=Ba Cissé=Sissé=Cicé Tall=Tal Boly=Boli Bandé=Bandet Diao=Djao=Jao Tamboura=Tambura Maïga=Mayga Cissao
        Kane=Kanne
        Sow=So Diaby=Diabi Boukoum=Bukum Hama Amadou Yéro=Yerro Boubacar Nassouri=Nasuri Sadou=Sadu Bocoum=Bokoum""",
    "dioula": """
        Traoré=Trawaré=Tarawore=Traworé Ouattara=Watara=Ouatara=Wattara Coulibaly=Koulibali=Coulibali=Kulibaly
        Konaté=Konatè=Conaté Koné=Conné=Konné Sanogo=Sanogho Touré=Turé=Touret Barro=Baro Cissé=Sissé Diabaté=Jabaté
        Kamagaté=Camagaté Sanou=Sanu Millogo=Milogo Dembélé=Denbélé Berthé=Berté Fofana=Foffana Kéita=Keyta=Keita
        Dao=Daho Drabo=Darabo Sissoko=Cissoko Ky=Ki Paré=Parré Toé=Towé Boni=Bonny Zerbo=Zérebo Séré=Serré Gnanou""",
    "gourmantche": """
        Lompo=Lonpo=Lompoh Thiombiano=Tiombiano=Tchombiano=Thionbiano Ouoba=Woba=Wouoba Yonli=Yonly
        Combary=Kombari=Conbary
        Tankoano=Tankouano=Tancoano Onadja=Onadia=Wonadja Dayamba=Dayanba=Dahamba Kiema=Kyema Natama=Natamma
        Couldiati=Kouldiati
        Diabri=Djabri Namountougou=Namuntugu Coulidiati Lankoandé=Lankouandé=Lancoandé Oubida=Ubida Maldia=Maldja
        Haro=Aro Bourgou=Burgu Ouali=Wali Yarga=Yargah Mano Nadinga=Nadingua Folga Dadjoari=Dadiouari Tindano Soagou""",
    "gourounsi": """
        Nignan=Nigna=Niniane Zio=Zyo Nébié=Nebié=Nébyé Bationo=Bationo=Batyono Bado=Baddo Kando=Kandoh Bayala=Bahala
        Ido=Iddo Kantiono=Kantyono Bassolé=Basolé=Bassolet Zoma Adama Idogo Kanzié Bazié=Bazyé Badolo=Badollo Nama
        Yago Kansolé Bamouni=Bamuni Ouédraogo Zalvé Tiemtoré Awé=Ahoué Nadié Dagano Napon=Nappon Tagnan=Tanian""",
    "dagara": """
        Somé=Sommé=Some Dabiré=Dabirré=Dabire Da=Dah Hien=Hyen=Ien Kambou=Kanbou=Kambu Palé=Pallé Sib=Sibe
        Kambiré=Kanbiré
        Méda=Médah Poda=Podda Somda=Sonda Kpoda=Poda Noufé=Nufé Youl=Yul Bationo Hema=Héma Soma=Souma Ouattara""",
}
FIRST = {
    "moore": 0.335,
    "bissa": 0.10,
    "fulfulde": 0.30,
    "dioula": 0.20,
    "gourmantche": 0.16,
    "gourounsi": 0.09,
    "dagara": 0.18,
}
# Syllables that begin and end the rarer names.
TAILS = {
    "moore": (
        "Zou Kin Yam Bou Sor Roua Ti Kon Dam Zan Nan Wan Sim Gan Tien Sou Bal Dib Yer Pod Kor Zag Lin Nab Rab Ka Ta",
        "ogo gma ba bré da ré inda endé oussi saba nga tinga néma laogo ndi mdé gré smanga yiré wendé",
    ),
    "bissa": (
        "Ban Zam Gou Bam Nom Kér Len Sam Gui Zar Dab Gar Zeb Yab Wel Bou Gan Zin Bay Sor",
        "cé pali né ré go bré gané sim boné dé gou zoré ligo ba naré",
    ),
    "fulfulde": ("Dia Bar Di Sidi San Cis Tam Bo Ya Ham Gal Bel Sam", "llo ry cko bé garé ko oura ly ndé bou ri do"),
    "dioula": (
        "Tra Wa Couli Kona Tou San Bar Dia Kama Mil Dem Ber Fof Sis",
        "oré ra baly té ré ogo baté gaté bélé na koro ni",
    ),
    "gourmantche": (
        "Lom Thiom Ouo Yon Com Tan Ona Da Nata Coul Dia Nam Lan Oubi Mal",
        "po biano ba li bary koano dja mba ma diati bri goua ndé",
    ),
    "gourounsi": ("Ni Zi Né Ba Kan Bay I Bas Zo Yel Tia", "gnan o bié tiono dolo ala do solé ma lé rou pia"),
    "dagara": ("So Da Hi Kam Pa Si Mé Po Kpo Nou You", "mé biré en bou lé da fé l ma ré na"),
}
SHARES = {
    "moore": 0.52,
    "bissa": 0.16,
    "fulfulde": 0.09,
    "dioula": 0.10,
    "gourmantche": 0.06,
    "gourounsi": 0.04,
    "dagara": 0.03,
}
COUNTRY_SIZE = 1400


@dataclass(frozen=True, slots=True)
class Surnames:
    """The names one people bears, the most common first; ``shares`` are running sums, the last above every draw."""

    names: list[str]
    shares: list[float]


def families() -> list[tuple[str, ...]]:
    """Spellings of one surname each."""
    return [tuple(entry.split("=")) for heads in HEADS.values() for entry in heads.split() if "=" in entry]


def surname_pools(people: int) -> dict[str, Surnames]:
    """The surnames of each people; a larger population bears more of them, a country about 1,400.

    The tail is composed of syllables, always the same ones: a country's names do not hang on a seed.
    """
    size = min(2400, round(COUNTRY_SIZE * (people / 100_000) ** 0.2))
    return {group: _pool(group, max(15, round(size * SHARES[group]))) for group in HEADS}


def _pool(group: str, size: int) -> Surnames:
    names = list(dict.fromkeys(entry.split("=")[0] for entry in HEADS[group].split()))[:size]
    begins, ends = (part.split() for part in TAILS[group])
    composed = [begin + end for begin in begins for end in ends]
    composed += [begin + middle + end for begin in begins for middle in ("la", "go", "ri") for end in ends]
    random.Random(group).shuffle(composed)
    names += [name for name in dict.fromkeys(composed) if name not in names][: size - len(names)]
    weights = [1 / (rank + 2) ** 1.2 for rank in range(len(names) - 1)]
    rest = (1 - FIRST[group]) / sum(weights)
    shares = list(accumulate([FIRST[group], *(weight * rest for weight in weights)]))
    return Surnames(names, [*shares[:-1], 1.1])
