"""What a form computes as a number is a number in the warehouse: exact when large, nothing when blank."""

import re

import pytest

from pipeline.engine.session import FormEngine
from tests.engine.forms import answers_in

from .forms import STAGES, engine_of, form_of, media

NUMBER_NAME = re.compile(r"_(xof|count|total|year|year_known|version_listed)$")
NUMBER_FUNCTION = re.compile(r"(count|count-selected|sum|round|position|number)\(")
TEXT = re.compile(r"'[^']*'")
ARITHMETIC = re.compile(r"(?:\s[+*-]\s|\s(?:div|mod)\s|^\d+$)")
LARGEST = 100_000_000
LINE = "budget_lines/line"
MILL = {"item_code": "other_item", "item_other": "Un moulin", "unit": "piece"}


def gives_a_number(question):
    """By its name, by giving one or nought, by the function around it all, or by arithmetic outside all brackets."""
    expression = TEXT.sub("''", question.calculation.strip())
    if NUMBER_NAME.search(question.name) or expression.endswith(", 1, 0)"):
        return True
    outside = expression
    while "(" in outside and (shorter := re.sub(r"\([^()]*\)", "§", outside)) != outside:
        outside = shorter
    around = NUMBER_FUNCTION.match(expression)
    return bool((around and re.fullmatch(r"[\w-]+§", outside)) or ARITHMETIC.search(outside))


def calculations():
    return [(stage, q) for stage in STAGES for q in form_of(stage).questions if q.calculation]


@pytest.mark.parametrize(
    ("stage", "question"),
    [pytest.param(stage, q, id=f"{stage}-{q.path}") for stage, q in calculations() if gives_a_number(q)],
)
def test_a_computed_number_is_typed_as_one(stage, question):
    """An untyped calculation becomes a text column, and '9' is more than '100000' there."""
    assert question.type in {"integer", "decimal"}, f"{stage}: write int or decimal into bind::type"


@pytest.mark.parametrize("stage", STAGES)
def test_codes_and_labels_stay_text(stage):
    """A number would lose the letters and leading zeros of a code."""
    told = re.compile(r"_(code|id|label|unit|sector|category|place|title|type)$")
    named = [q for q in form_of(stage).questions if q.calculation and told.search(q.name)]
    assert [q.path for q in named if q.type != "calculate"] == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_product_and_a_sum_of_money_are_decimal(stage):
    """JavaRosa writes 2147483647 for every int beyond it: a slip of the finger would look like a sum."""
    money = [q for q in form_of(stage).questions if q.name.endswith("_xof")]
    unbounded = [q for q in money if re.match(r"(round|sum)\(", q.calculation or "")]
    assert [q.path for q in unbounded if q.type != "decimal"] == []


def plan_of(*lines):
    """Totals of a business plan with these (quantity, price) lines, as the tablet writes them."""
    rows = [
        {f"{LINE}/{name}": value for name, value in (MILL | {"quantity": quantity, "unit_price_xof": price}).items()}
        for quantity, price in lines
    ]
    return answers_in(engine_of("business_plan").fill({"budget_lines": rows}))


@pytest.mark.parametrize(
    ("lines", "rounded", "total"),
    [
        ([(1, LARGEST)], ["100000000"], "100000000"),
        ([(100_000, LARGEST)] * 2, ["10000000000000"] * 2, "20000000000000"),
        ([(2.5, 60_000)], ["150000"], "150000"),
        ([(0.5, 4_001), (3, 1_000)], ["2001", "3000"], "5001"),
    ],
)
def test_a_total_is_written_with_all_its_digits(lines, rounded, total):
    """No exponent, no '.0', no ceiling: the plan's budget is what the committee decides on."""
    found = plan_of(*lines)
    assert found[f"{LINE}/line_total_xof"] == rounded
    assert found["totals/total_xof"] == [total]


@pytest.mark.parametrize("stage", STAGES)
def test_a_blank_form_computes_neither_nan_nor_an_invented_zero(stage):
    """A price that nobody knows is not zero; NaN is no number a column takes."""
    found = answers_in(engine_of(stage).fill({}))
    typed = [q for q in form_of(stage).questions if q.calculation and q.type in {"integer", "decimal"}]
    for question in typed:
        # A count of nothing is zero; item_count is the same number always.
        may_be_zero = re.match(r"(count|count-selected|sum)\(|if\(.*, 1, 0\)", question.calculation or "")
        for value in found.get(question.path, []):
            assert value == "" or may_be_zero or value == question.calculation, question.path
            assert re.fullmatch(r"\d*", value), question.path


def test_a_price_that_is_no_number_is_no_price():
    """The catalogue is kept by hand: '12 500 F' in it must not set a whole business plan aside."""
    catalogue = b"name,label,sector,unit,reference_price_xof\nram,B\xc3\xa9lier,livestock,head,12 500 F\n"
    engine = FormEngine(form_of("business_plan").xform, media() | {"catalogue.csv": catalogue})
    row = {f"{LINE}/item_code": "ram", f"{LINE}/quantity": 1, f"{LINE}/unit_price_xof": 10}
    found = answers_in(engine.fill({"plan/sector": "livestock", "budget_lines": [row]}))
    assert found[f"{LINE}/item_code"] == ["ram"]
    assert found[f"{LINE}/catalogue_price_xof"] == [""]
