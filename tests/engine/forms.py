"""XLSForms drawn as tables and compiled by pyxform, and what tests ask of an instance document."""

from xml.etree import ElementTree

from pyxform.xls2xform import convert

from pipeline.engine.session import FormEngine

FRENCH, ENGLISH = "Français (fr)", "English (en)"
PLACES = b"name,label,province\nc1,Tenkodogo,boulgou\nc2,Garango,boulgou\nc3,Koudougou,boulkiemde\n"


def xform(table):
    """The XForm of a workbook drawn as a markdown table."""
    return convert(table, validate=False).xform


def engine(table, media=None):
    """A form ready to be filled."""
    return FormEngine(xform(table), media or {})


def answers_in(filled):
    """Path → texts, in document order, of all leaves of an instance."""
    found: dict[str, list[str]] = {}

    def walk(node, path):
        name = node.tag.rpartition("}")[2]
        here = f"{path}/{name}" if path else name
        if len(node) == 0:
            found.setdefault(here, []).append(node.text or "")
        for child in node:
            walk(child, here)

    for child in ElementTree.fromstring(filled.xml):
        walk(child, "")
    return found


HOUSEHOLD = """
| survey | | | | | | | | | |
| | type | name | label::Français (fr) | label::English (en) | relevant | required | constraint | constraint_message::Français (fr) | constraint_message::English (en) | choice_filter | calculation |
| | start | start | | | | | | | | | |
| | end | end | | | | | | | | | |
| | today | today | | | | | | | | | |
| | deviceid | deviceid | | | | | | | | | |
| | begin group | identity | Identité | Identity | | | | | | | |
| | text | surname | Nom | Surname | | yes | | | | | |
| | integer | age | Âge | Age | | | . >= 18 and . < 100 | L'âge va de 18 à 99 ans. | Age goes from 18 to 99. | | |
| | date | returned_on | Retour le | Returned on | | | . <= today() | La date est dans l'avenir. | That day is still to come. | | |
| | end group | | | | | | | | | | |
| | select_one province | province | Province | Province | | | | | | | |
| | select_one_from_file places.csv | commune | Commune | Commune | | | | | | province = ${province} | |
| | select_one yn | has_phone | Téléphone ? | Phone? | | | | | | | |
| | text | phone | Numéro | Number | ${has_phone} = 'yes' | yes | regex(., '^[0-9]{8}$') | Huit chiffres. | Eight digits. | | |
| | select_multiple skill | skills | Savoir-faire | Skills | | | | | | | |
| | begin repeat | members | Membres | Members | | | | | | | |
| | text | member_name | Nom | Name | | | | | | | |
| | integer | share | Part (XOF) | Share (XOF) | | | . >= 0 | | | | |
| | end repeat | | | | | | | | | | |
| | calculate | total_share | | | | | | | | | sum(${share}) |
| | calculate | member_count | | | | | | | | | count(${members}) |
| | note | many | Grand groupe | Large group | ${member_count} > 4 | | | | | | |
| choices | | | |
| | list_name | name | label::Français (fr) | label::English (en) |
| | province | boulgou | Boulgou | Boulgou |
| | province | boulkiemde | Boulkiemdé | Boulkiemde |
| | yn | yes | Oui | Yes |
| | yn | no | Non | No |
| | skill | sewing | Couture | Sewing |
| | skill | welding | Soudure | Welding |
| settings | | | | |
| | form_id | version | default_language | instance_name |
| | household | 2018030101 | Français (fr) | concat(${surname}, ' ', ${age}) |
"""
