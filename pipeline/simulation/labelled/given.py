"""Given names of synthetic people: Muslim, Christian and local ones, in the spellings that clerks know of."""

import random
from bisect import bisect
from itertools import accumulate

# Most common first; spellings of one name joined by "=".
NAMES = {
    ("muslim", "male"): """
        Boureima=Bourahima=Ibrahim=Ibrahima=Brahima=Bouréma Moussa=Mousa=Mussa Issa=Yissa=Isa Adama=Hadama
        Abdoulaye=Abdoulaï=Abdoulahi=Ablaye=Abdulaye Issouf=Youssouf=Isuf=Issoufou=Yousouf Amadou=Hamadou=Ahmadou=Amado
        Ousmane=Ousmann=Usman=Ousman Souleymane=Souleimane=Soulémane=Sulemane=Souleyman Salif=Salifou=Saliffou
        Seydou=Saïdou=Saydou=Seidou Idrissa=Driss=Idrisa=Drissa Karim=Karime=Carim Lassané=Lassane=Alassane=Lasané
        Hamidou=Amidou=Hamidu Mahamadi=Mamadi=Mahamady=Mouhamadi=Mohamadi Rasmané=Rasmane=Ramané=Rassmané
        Yacouba=Yakouba=Yakuba Harouna=Arouna=Haruna Inoussa=Inousa=Younoussa=Yinoussa Madi=Mady
        Oumarou=Omarou=Umaru=Oumaro
        Saïdou=Seydou=Sahidou Soumaïla=Soumaila=Ismaël=Smaïla=Ismaïla Zakaria=Zakariya=Zacaria Ali=Aly
        Hassane=Assane=Lassane=Hassan Ousséni=Ousseini=Houssein=Fousséni=Hussein Noufou=Nufu=Nouffou Daouda=Dauda=Dawda
        Boukaré=Boukari=Bukaré=Boubacar Aboubacar=Aboubakar=Boubakar=Bakary Mamadou=Mamoudou=Mahamoudou=Mamadu
        Mahamoudou=Mamoudou=Mamoudu Mohamed=Mohamadou=Mouhamed=Mohammed Sidiki=Sidiky=Sédiki Tidiane=Tidjane=Tidiani
        Sibiri=Siribi=Sibri Yaya=Yahaya=Yahya Sayouba=Sayuba=Sahouba Kassoum=Kasoum=Kassum Ismaël=Smaël
        Nouroudine=Noroudine=Nourdine Bassirou=Bachirou=Basiru Ilias=Ilyas=Illiasse Rachid=Rachide=Rasid
        Moumouni=Mumuni=Moumini=Moumoni Mathieu=Matieu Alidou=Alidu=Halidou Razak=Razack=Rasak Issiaka=Isiaka=Sihaka""",
    ("muslim", "female"): """
        Fatimata=Fatoumata=Fatimatou=Fati=Fatouma=Fatmata Mariam=Mariame=Maryam=Mariama=Meriem Awa=Hawa=Haoua=Hawwa
        Alimata=Alimatou=Limata=Halimata=Alima=Halima Salimata=Salimatou=Salmata=Salimatu
        Aminata=Aminatou=Minata=Amina=Mineta
        Rasmata=Ramata=Ramatou=Rahamata=Ramatoulaye Zénabo=Zénabou=Zeinabou=Zénab=Zeynab Habibou=Abibou=Habiba=Abibata
        Safiatou=Safiata=Safi=Sofiata Djénéba=Djénabou=Djénaba=Jénéba=Diénéba Kadidia=Kadiatou=Khadija=Kadidja=Cadi
        Assétou=Assiatou=Asséta=Assietou Rakiéta=Rokia=Rakiatou=Roukiatou=Rokiatou Azéta=Azèta=Hazéta=Azata
        Oumou=Umu=Houmou Sanata=Sanatou=Sanath Bibata=Bibatou=Bibatta Adjaratou=Adjara=Hadjaratou=Hajara
        Balkissa=Balkisa=Balguissa Nafissatou=Nafissa=Nafi=Nafisatou Mamounata=Maimounata=Maïmouna=Mamouna
        Salamata=Salamatou=Salama Kadi=Kady Noufissa=Nufisa Aïssata=Aïcha=Aïssatou=Aissa=Aychata Zalissa=Zalisa=Zarissa
        Rabi=Rabiatou=Rabia Téné=Ténin Barkissou=Barkisa=Barkissa Samira=Samirah Zourata=Zurata=Zouératou
        Mouniratou=Munira=Mounira Orokia=Rokya Abiba=Abibatou Sarata=Saratou=Sarratou Lizèta=Lizéta=Liseta""",
    ("christian", "male"): """
        Jean=Jan Paul=Pol Pierre=Piere Joseph=Josef=Zozef Emmanuel=Emanuel=Manuel Moïse=Moyise=Moise David=Davide
        Daniel=Danielle=Daniele Étienne=Etienne=Estienne Michel=Missel Martin=Martain Antoine=Antwane
        Philippe=Filipe=Philipe
        François=Francois=Fransoi Georges=Jorges=George Mathieu=Matthieu=Matieu Thomas=Toma Simon=Siméon=Simo
        Luc=Luk Marc=Mark
        Augustin=Ogustin Alexis=Aleksi Bernard=Berna Blaise=Blèse Désiré=Dézire Dieudonné=Dieudoné Gilbert=Jilbert
        Isaac=Issac=Isaak Jacques=Zaque=Jack Jérémie=Jeremi Lazare=Lazard Noël=Nowel Pascal=Paskal Prosper=Prospère
        Théophile=Téofile Victor=Vikto Vincent=Vinsan Hyacinthe=Yacinthe Lambert=Lanbert Norbert=Norber Abel=Habel
        Salomon=Salomo Samuel=Samuelle=Samwel Evariste=Évariste Fulgence=Fuljance Rodrigue=Rodrigues""",
    ("christian", "female"): """
        Marie=Mari=Marry Élisabeth=Elisabeth=Elizabet=Lizabeth Thérèse=Thérèz=Terese Rosalie=Rosali Pauline=Poline
        Esther=Ester Rachel=Rachelle=Racel Sarah=Sara Rébecca=Rebeca=Rébéka Christine=Kristine=Cristine
        Catherine=Katrine=Catrine
        Bernadette=Bernadete Agnès=Anyès=Agnesse Cécile=Sécile Clarisse=Klarisse=Clarice Delphine=Delfine
        Élise=Elise=Élyse
        Florence=Florance Germaine=Jermaine Hélène=Elène=Helen Jeanne=Jane=Jeane Josephine=Joséphine=Josefine
        Juliette=Juliète Lydie=Lidi=Lydia Madeleine=Madelaine Marguerite=Margérite Monique=Monik Odile=Odil
        Philomène=Filomène Sabine=Sabin Solange=Solanje Suzanne=Suzane=Suzan Véronique=Veronik
        Victorine=Viktorine Ruth=Rut""",
    ("local", "male"): """
        Raogo=Rawogo=Rago Sibiri=Sibri=Siribi Noaga=Nowaga=Noagha Wendkuni=Wendkouni=Windkouni=Wend-Kuni
        Wendpanga=Windpanga=Wend-Panga Tibo=Tiibo Yamba=Yanba Pousga=Pusga Tampoko=Tanpoko Hado=Ado Tiraogo=Tirawogo
        Goama=Gowama Nobila=Nonbila Kouka=Kuka Rimwaya=Rimwaaya Bila=Billa Zakaré Patindé=Patinde Koudbi=Koudoubi=Kudbi
        Tanga=Tangha Laarba=Larba Arzouma=Arjouma=Arzuma Tinga=Tingha Bouda Wendyam=Windyam Wendlassida=Windlasida
        Relwendé=Relwindé=Relouendé Yembi=Yenbi Yempabou=Yenpabou Diassibo Lallé=Lalé Boama=Bowama Dabo=Dapo""",
    ("local", "female"): """
        Poko=Pokko=Poco Tené=Téné=Ténin Raogtenga=Raktenga Pogbi=Pougbi=Pogoubi Kouilga=Kuilga=Kwilga
        Nopoko=Nopoco=Noupoko
        Talato=Talatou=Tallato Sibdou=Sibidou Tipoko=Tipoco Wendpouiré=Windpouiré Ouelawendé=Wélawendé
        Lamoussa=Lamousa=Lamussa Katian=Kacian Pougnéré Pingdwendé=Pindwendé=Pingdouindé Yampoko=Yanpoko Habi=Abi
        Tenlébamba=Tenlé Kayaba Rihanata=Rihana=Riyanata Marceline Tampougri=Tampouri Yobi=Yobbi Diénla=Diendla""",
}
BEHIND_ABDOUL = (
    *("Aziz", "Karim", "Rasmané", "Razak", "Rahim", "Fatao", "Salam", "Wahab", "Moumouni", "Latif", "Kader", "Ganiou"),
    *("Hamid", "Nassir", "Gafar", "Raouf", "Majid", "Rachid"),
)
RELIGIONS = {
    "moore": (("muslim", 0.56), ("christian", 0.90), ("local", 1.0)),
    "bissa": (("muslim", 0.78), ("christian", 0.94), ("local", 1.0)),
    "fulfulde": (("muslim", 0.97), ("christian", 0.99), ("local", 1.0)),
    "dioula": (("muslim", 0.88), ("christian", 0.98), ("local", 1.0)),
    "gourmantche": (("muslim", 0.42), ("christian", 0.84), ("local", 1.0)),
    "gourounsi": (("muslim", 0.35), ("christian", 0.85), ("local", 1.0)),
    "dagara": (("muslim", 0.10), ("christian", 0.85), ("local", 1.0)),
}
TWIN_NAMES = {("male", "male"): ("Hassane", "Ousséni"), ("female", "female"): ("Assana", "Ousséna"),
              ("male", "female"): ("Adama", "Awa"), ("female", "male"): ("Awa", "Adama")}  # fmt: skip
MUSLIM_COMPOUND, CHRISTIAN_COMPOUND = 0.16, 0.25
USUAL_SPELLING = 0.7
"""How many of those who bear a name have it in its usual spelling on their own papers."""


def _ranked(text: str) -> tuple[list[tuple[str, ...]], list[float]]:
    families = [tuple(entry.split("=")) for entry in text.split()]
    sums = list(accumulate(1 / (rank + 2.5) for rank in range(len(families))))
    return families, [*(each / sums[-1] for each in sums[:-1]), 1.1]


POOLS = {key: _ranked(text) for key, text in NAMES.items()}


def families() -> list[tuple[str, ...]]:
    """Spellings of one given name each."""
    return [family for pool, _ in POOLS.values() for family in pool if len(family) > 1]


def draw_religion(chance: random.Random, group: str) -> str:
    """``muslim``, ``christian`` or ``local``, as often as in that people."""
    drawn = chance.random()
    return next(religion for religion, share in RELIGIONS[group] if drawn <= share)


def draw_given(chance: random.Random, religion: str, sex: str) -> str:
    """Given names as on somebody's own papers, of one or two words."""
    name = draw_word(chance, religion, sex)
    drawn = chance.random()
    if religion == "muslim" and sex == "male" and drawn < MUSLIM_COMPOUND:
        return f"Abdoul {chance.choice(BEHIND_ABDOUL)}"
    if religion == "christian" and drawn < CHRISTIAN_COMPOUND:
        return f"{name} {draw_word(chance, 'local', sex)}"
    return name


def draw_word(chance: random.Random, religion: str, sex: str) -> str:
    """One given name; common ones often, in its usual spelling mostly."""
    pool, shares = POOLS[religion, sex]
    family = pool[bisect(shares, chance.random())]
    if chance.random() < USUAL_SPELLING:
        return family[0]
    return family[int(chance.random() * len(family))]
