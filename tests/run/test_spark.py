"""The linkage model on Spark: the same people as from DuckDB. Outside 'make test': 'make spark'."""

import pytest

from pipeline.records.linking.cluster import cluster
from pipeline.records.linking.freezing import freeze
from pipeline.records.linking.reading import read_model
from pipeline.records.linking.score import score_all
from pipeline.records.linking.spark import score_all_on
from pipeline.run.linking.labelled_file import read_labelled
from pipeline.run.linking.sample import write_sample
from pipeline.run.linking.spark_engine import open_spark, unsuitable
from pipeline.run.telling import Silent
from tests.records.linking.kit import shipped

from .typed import retour

RECORDS = 1000


@pytest.mark.spark
def test_spark_finds_the_people_that_duckdb_finds(tmp_path):
    """An office that grows must not be linked otherwise on the day it moves to a cluster."""
    if why := unsuitable():
        pytest.skip(f"{why}: Spark 4 needs PySpark and Java 17 to 24")
    write_sample(tmp_path / "people.csv", Silent(), people=RECORDS, noise="field", seed=7)
    table = read_labelled(tmp_path / "people.csv", {}).table.slice(0, RECORDS)
    document, aliases = shipped()
    model = read_model(freeze(document, aliases, table, "1"), aliases)
    here = score_all(model, table)
    with open_spark() as spark:
        there = score_all_on(spark, model, table)
    assert len(here) > 100
    assert [pair[:2] for pair in there] == [pair[:2] for pair in here]
    assert [pair.weight for pair in there] == pytest.approx([pair.weight for pair in here])
    assert [[part[:2] for part in pair.parts] for pair in there] == [[part[:2] for part in pair.parts] for pair in here]
    ids = table["record_id"].to_pylist()
    assert cluster(ids, there, (), (), model).groups == cluster(ids, here, (), (), model).groups


def test_without_java_it_says_what_is_missing(tmp_path):
    """The extra is for few; whoever tries it without must learn what it takes, not read a Java trace."""
    write_sample(tmp_path / "people.csv", Silent(), people=20, noise="field", seed=7)
    said = retour("link", "evaluate", tmp_path / "people.csv", "--engine", "spark", JAVA_HOME=str(tmp_path))
    assert said.code == 3
    assert "no Java is found" in said.err
    assert "retour[spark]" in said.err
