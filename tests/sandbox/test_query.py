"""`query=` as the real server reads it."""

import pytest

from pipeline.sandbox.mongo_query import QueryError, compile_query

ROW = {
    "_id": 7,
    "age": "25",
    "members": [{"members/called": "A"}, {"members/called": "B"}],
    "_validation_status": {"uid": "validation_status_approved"},
}


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ({}, True),
        ({"age": "25"}, True),
        ({"age": 25}, False),
        ({"_id": {"$gt": 6, "$lte": 7}}, True),
        ({"_id": {"$gt": "6"}}, False),
        ({"age": {"$regex": "^2"}}, True),
        ({"age": {"$in": ["25", "26"]}}, True),
        ({"age": {"$nin": ["25"]}}, False),
        ({"age": {"$not": {"$gt": "3"}}}, True),
        ({"gone": {"$exists": False}}, True),
        ({"$or": [{"_id": 1}, {"age": "25"}]}, True),
        ({"$and": [{"_id": 1}, {"age": "25"}]}, False),
        ({"_validation_status.uid": "validation_status_approved"}, True),
        ({"members": {"$elemMatch": {"members/called": "B"}}}, True),
        ({"$where": "1"}, False),
        ({"age": {"$foo": 1}}, False),
    ],
)
def test_a_query_finds_what_the_real_server_finds(query, matches):
    """Answers are text, numbers compare with numbers, and unknown operators find nothing without a word."""
    assert compile_query(query)(ROW) is matches


@pytest.mark.parametrize("query", [[], {"$or": {}}])
def test_a_query_of_the_wrong_shape_is_a_server_error(query):
    """The real server answers with an HTML 500."""
    with pytest.raises(QueryError):
        compile_query(query)
