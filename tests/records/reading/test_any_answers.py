"""Whatever a submission holds, reading it says something or nothing, and never stops a run."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records.reading.read import PATHS, read

from .said import answers

STAGES = sorted(PATHS)
VALUES = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
    st.booleans(),
    st.tuples(st.text(max_size=8)),
    st.sampled_from(
        ["yes", "no", "P222222P", date(2019, 1, 1), time(9), datetime(2019, 1, 1, tzinfo=UTC), Decimal("1.5")]
    ),
)
REPEATS = ("members", "budget_lines", "contributions", "lines", "decisions", "decisions/amended_lines", "purchases",
           "purchases/quotations", "hand_over/items", "hand_over/got", "content/late", "content/choices", "content/actors",
           "person/phones", "committee_members", "counsel/skills")  # fmt: skip


BELOW = ("decisions/amended_lines", "purchases/quotations")


@st.composite
def odd(draw):
    """Any stage, any of its questions answered with anything, in the submission or in a row of a repeat."""
    stage = draw(st.sampled_from(STAGES))
    told = draw(st.dictionaries(st.sampled_from(sorted(PATHS[stage])), VALUES, max_size=25))
    repeats = {r: [(draw(st.integers(1, 2)) if r in BELOW else 0, {p: v for p, v in told.items() if p.startswith(f"{r}/")})
                   for _ in range(draw(st.integers(0, 2)))] for r in REPEATS}  # fmt: skip
    return answers(stage, told, **{r.replace("/", "__"): rows for r, rows in repeats.items() if rows})


@given(odd())
@settings(max_examples=400, deadline=None)
def test_no_answer_stops_the_reading(said):
    """One odd submission must not keep everybody else's from being linked."""
    found = read(said)
    assert len({mention.mention_id for mention in found.mentions}) == len(found.mentions)
    assert all(
        mention.evidence is None or mention.evidence.record_id == mention.mention_id for mention in found.mentions
    )
