"""Names of people and places for the second generator: pools by community, and the forms one name is known by.

Put together by hand for this file alone. The linker's normaliser and alias table share nothing with it: were a
spelling added here because the linker knows it, the test would prove nothing.
"""

from typing import Final


def words(text: str) -> list[str]:
    """The words of a text; a pool is easier to read and to correct as text."""
    return text.split()


# Share of the returnees, then surnames, the commonest first; weights fall as 1 / rank.
COMMUNITIES: Final[dict[str, tuple[float, str]]] = {
    "moose": (
        0.47,
        """
Ouédraogo Sawadogo Kaboré Zongo Compaoré Ilboudo Nikiéma Tapsoba Kafando Kiemdé Zoungrana Bonkoungou
Tiendrébéogo Sankara Nacoulma Yaméogo Rouamba Guigma Bélem Simporé Congo Nana Savadogo Ouangraoua Zabré Tougouma
Kientega Sebgo Nikièma-Zida Zida Bamogo Ganame Kinda Tarnagda Soré Bouda Koudougou Kagambega Pafadnam Balima
Guiguemdé Dabré Wangrawa Yougbaré Zagré Ramdé Minoungou Ouoba-Kaboré Nanema Dipama Kiendrebéogo Bagré Bikienga
Tassembedo Naré Segda Zerbo Badini Dera Gansonré Kaba Nébié-Zongo Sinaré Yoda Birba Tondé Rabo Koala Sorgho Tao
Kologo Sedogo Yabré Zangré Ouermi Bangré Kouanda Derra Gouba Ouattara-Zongo Samandoulgou Tonguin Warma
""",
    ),
    "fulbe": (
        0.12,
        """
Diallo Barry Dicko Sidibé Bah Sangaré Boly Diandé Cissé Hama Tall Bolly Maïga Diakité Boukary Sow
""",
    ),
    "bissa": (
        0.13,
        """
Bambara Bancé Zampaligré Lingani Gampiné Nombré Guengané Gouem Sare Bara Nyingone Zeba Lengané Darga Campaoré
Yabre Samandé Welgo Bandaogo Monné Boussim Galbané Damiba Kéré Sorgo Zouré Bidiga Guébré
""",
    ),
    "gourmantche": (
        0.07,
        """
Lompo Ouoba Thiombiano Onadja Tindano Yonli Combary Tankoano Lankoandé Nadinga Coulidiati Mano Dayamba Sambiéni
Woba Diabouga Kouamba Namoano Yarga Soulama
""",
    ),
    "west": (
        0.13,
        """
Traoré Sanou Coulibaly Konaté Ouattara Millogo Sanogo Dembélé Koné Barro Hien Somé Da Dabiré Palé Kambou Sib
Poda Méda Kam Sansan Youl Farma Héma Soma Karama Sirima Tou Sourabié Bationo-Traoré Dao Drabo Fofana
""",
    ),
    "centre-west": (
        0.08,
        """
Bado Bationo Bazié Nébié Bassolé Kanyili Zio Néya Ziba Yago Bayala Bakouan Nignan Tagnan Idogo Kando Nadié
Bamouni Zoma Kayaba Adouabou Ido Bonzi Toé Paré Ki Zerbo Dayo Ky Sanon Lougué
""",
    ),
}

# A tail of rare surnames is put together from these; at a million people a pool of two hundred alone would be false.
TAIL: Final = (
    words("Ba Bi Bou Da Dia Do Fa Ga Gni Go Ka Ki Kou La Lo Ma Na Nou Pa Sa Si Ta Tan Tou Wo Ya Yo Za Zin"),
    words("ba bila da dou ga gué ki la lé li man mi na né ré sa ta ti wen yi za"),
    words("bré dé do go gou la li ma mba na né ngo nou ré ssi ta té gma nga wa"),
)

MEN: Final = words("""
Adama Issa Moussa Ibrahim Abdoulaye Seydou Salif Ousmane Boukary Amadou Moumouni Souleymane Issouf Idrissa
Mahamadi Karim Hamidou Rasmané Oumarou Yacouba Hamado Saïdou Drissa Mamadou Alassane Lassané Harouna Madi Arouna
Daouda Ousséni Lassina Inoussa Zakaria Boureima Noufou Sayouba Abdoul-Karim Abdoul-Aziz Abdoul-Rahim Abdoul-
Rasmané Abdoul-Kader Abdoul-Fatao Mohamed Aboubacar Bassirou Sibiri Mathieu Jean Paul Pierre Joseph Emmanuel
Jean-Baptiste Jean-Paul Jean-Claude Étienne Michel François Désiré Benjamin Philippe Antoine Éric Alexis Bernard
Martin Thomas Barthélemy Prosper Gaston Achille Tibila Tibiri Noaga Raogo Nobila Yamba Tinga Kouka Windpanga
Wendkuni Wendpouiré Rimwaogdo Rakiswendé Paligwendé Pingdwendé Kiswendsida Sidnoma Wendyam Wendlassida Lamoussa
Koudbi Hassane Fousséni Djibril Bakary Siaka Siriki Bamory Dramane Lamine Sié Ollo Sansan Palé Tiéba Yembi
Yempabou Diapari Lamoudi Hampougouni Yaya Sita Ali Omar Aziz Razack Ismaël Tidiane Cheick Gouro Demba Samba Ardo
""")

WOMEN: Final = words("""
Fatimata Aminata Mariam Salamata Awa Alimata Rasmata Fatoumata Safiatou Adjaratou Habibou Zénabo Assétou Ramata
Rakiéta Kadidiatou Salimata Asséta Bibata Maïmouna Azéta Sanata Limata Adama Haoua Balkissa Abibata Rokiatou
Nafissatou Djénéba Aïssata Mariama Fati Ouassila Zalissa Minata Orokia Korotimi Aïchatou Safi Roukiata Maminata
Alizèta Zara Marie Pauline Rosalie Élisabeth Jeanne Bernadette Clarisse Odile Monique Thérèse Agathe Véronique
Marie-Claire Marie-Thérèse Angèle Delphine Joséphine Christine Édith Brigitte Georgette Honorine Poko Noélie
Tene Tipoko Pogbi Kaltouma Lamoussa Wendpanga Wendkouni Rasmata-Awa Pougbila Pabeyam Sibdou Koumba Penda Diko
Oumou Hadja Nana Sali Yempoaka Tadja Lardia Yabré Possibo Sita Sanou Ini Yeri Dofini Makoura Matou Nassara
Celine Ella Nadège Blandine Estelle
""")

# What one person is called by different people: not spellings but other forms of the name.
FORMS: Final = [
    words(row)
    for row in """
Ibrahim Boureima Ibrahima Brahima Brahim; Issouf Youssouf Yissouf Isouf; Fatimata Fatoumata Fati Fatim Fatou;
Aminata Amina Ami Minata; Salimata Sali Salmata; Alimata Alima Limata Halimatou; Mariam Mariama Mariame Maryam;
Awa Haoua Hawa; Adjaratou Adja Adiaratou Hadjaratou; Aïssata Aïchatou Aïcha Aïssatou; Safiatou Safi Safia;
Djénéba Zénabo Zénabou Djénabou; Rokiatou Roukiata Rakiéta Orokia; Kadidiatou Kadi Kadidia Kadiatou Hadidiatou;
Mohamed Mamadou Mahamadi Mahamadou Mohamadi Amadou; Ousmane Ousmana Osman; Seydou Saïdou Séïdou;
Abdoulaye Abdoul Ablaye Laye; Souleymane Soulémane Soul Soulaïmane; Hamidou Amidou Midou;
Aboubacar Boubacar Boukary Boubakar Bouba; Idrissa Drissa Idriss; Alassane Lassané Lassane Alhassane;
Inoussa Younoussa Younouss; Harouna Arouna Aruna; Ousséni Fousséni Housseini Oussény; Hassane Lassane Assane;
Daouda Daoud Dawda; Zakaria Zakari Zacharie; Moumouni Moumini Mouminou; Emmanuel Manuel Manu;
Jean-Baptiste Jean Baptiste; Élisabeth Élise Babeth; Marie-Claire Marie Claire; Joséphine José Fifi;
Maïmouna Mouna Maïmounata; Nafissatou Nafi Nafissa; Assétou Asséta Séta; Abibata Bibata Habibata Biba;
Rasmata Ramata Ramatou; Rasmané Rahamane Ramané; Abdoul-Karim Karim Karimou; Abdoul-Aziz Aziz;
Abdoul-Rasmané Rasmané Abdou; Abdoul-Rahim Rahim Rahimi; Abdoul-Kader Kader Kadré; Sayouba Ayouba Ayoub;
Wendkuni Wendkouni Wend-Kuuni; Windpanga Wendpanga; Dramane Abdramane Abdrahamane; Yacouba Yakou Jacob;
Siaka Issiaka Isiaka; Michel Michaël; Étienne Tienne; Angèle Angela; Balkissa Balguissa Bilkissou
""".split(";")  # noqa: SIM905
]

# Communes, the largest first (weights fall slowly), and beginnings and ends of their villages' names.
COMMUNES: Final = words("""
Ouagadougou Tenkodogo Garango Bobo-Dioulasso Béguédo Niaogho Bittou Zabré Koudougou Boussouma Komtoèga Bané
Bagré Ouahigouya Kaya Fada Pouytenga Koupéla Manga Pô Réo Yako Ziniaré Banfora Dédougou Gourcy Kombissiri Léo
Houndé Diapaga Dori Djibo Boulsa Nouna Tougan Gaoua Diébougou Orodara Solenzo Kongoussi Titao Sapouy Boromo
Gayéri Pama Sebba Zorgho Toma Lalgaye Dourtenga Dialgaye Tensobentenga Andemtenga Gounghin Zonsé Boulgou-Zoaga
Ouargaye Sangha Comin-Yanga Yargo Tanghin-Dassouri Saaba Koubri Pabré Loumbila Dapélogo Ourgou Guiba Gogo Béré
Bindé Tiébélé Guiaro Zecco Ziou Nobéré
""")
VILLAGES: Final = (
    words(
        "Bas Bour Dam Doul Gan Goul Kam Kon Koul Lag Lor Mog Nag Nim Oue Pag Pis Ram Sam Sig Song Tam Tan Toes Wag Wob Yak Zab"
    ),
    words("a bila go goin gho guen i ma ogo in pèla ré samen séré tenga toega tin wéogo yiri yoko ba dissin"),
)
COUNTRIES: Final = words("NER LBY CIV MLI DZA MAR TUN MRT GAB GNQ TCD GHA")
