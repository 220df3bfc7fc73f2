"""What `make look` has shown once stays mended: no sign alone on a line, no answer cut off in a closed list."""

import re
from xml.etree.ElementTree import fromstring

import pytest

from .forms import FRENCH, STAGES, form_of
from .test_workbooks import rows_of

WIDEST = 44
LOOSE = re.compile(r"[ \xa0][?:;!»]|«[ \xa0]|F CFA")
XFORM = "{http://www.w3.org/2002/xforms}"
each_stage = pytest.mark.parametrize("stage", STAGES)


def shown_in_french(stage):
    """Labels, hints and choices as a tablet gets them, by itext id; messages stand alone and break as they like."""
    for translation in fromstring(form_of(stage).xform).iter(f"{XFORM}translation"):
        for text in translation if translation.get("lang") == FRENCH else ():
            if not text.get("id", "").endswith("Msg"):
                yield text.get("id", ""), "".join(text.itertext())


@each_stage
def test_a_sign_stays_with_its_word(stage):
    """A question mark alone on the second line looks like a question of its own.

    The narrow no-break space U+202F holds it; pyxform makes an ordinary space of the wide one, U+00A0.
    """
    shown = dict(shown_in_french(stage))
    assert len(shown) > 20
    assert [where for where, text in shown.items() if LOOSE.search(text)] == []


@each_stage
def test_an_answer_fits_its_closed_list(stage):
    """A list of appearance minimal shows one line of 412 pixels; what comes after it is cut off."""
    form = form_of(stage)
    closed = {row.path for row in rows_of(stage) if "minimal" in row.cells.get("appearance", "")}
    names = {q.choice_list for q in form.questions if q.path in closed and q.choice_list}
    offered = [choice for name in names for choice in form.lists.get(name, ())]
    assert [choice.name for choice in offered if len(choice.labels[FRENCH]) > WIDEST] == []
