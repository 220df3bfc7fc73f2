"""A labelled file is written whole or not at all, over nothing, and says that it is synthetic."""

import csv
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from cli import retour
from pipeline.errors import SetupError
from pipeline.run.linking.sample import BAR_EVERY, write_sample
from pipeline.run.telling import Silent
from pipeline.simulation.labelled import COLUMNS


class Interrupted(Silent):
    """Somebody presses Ctrl-C while the file is being written."""

    @contextmanager
    def step(self, label, total=None):
        def advance(count):
            raise KeyboardInterrupt

        yield advance


def test_the_file_holds_what_the_command_says(tmp_path):
    """Counts of records, people and true pairs are what recall is measured against."""
    file = tmp_path / "sample.csv"
    written = write_sample(file, Silent(), people=300, noise="field", seed=2)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    people = [row["true_id"] for row in rows]
    assert tuple(rows[0]) == COLUMNS
    assert (written.records, written.people) == (len(rows), len(set(people))) == (len(rows), 300)
    assert written.pairs == sum(one == other for i, one in enumerate(people) for other in people[:i])


def test_the_command_says_synthetic_its_seed_and_its_counts(tmp_path):
    """A figure without its seed cannot be measured again, and nobody may take these for people."""
    file = tmp_path / "sample.csv"
    shown = CliRunner().invoke(retour, ["link", "sample", "--people", "50", "--seed", "9", "--out", str(file)])
    assert shown.exit_code == 0
    assert "SYNTHETIC" in shown.output
    assert "seed 9" in shown.output
    assert "50 people" in shown.output


def test_an_existing_file_is_left_as_it_is(tmp_path):
    """It may be the one that last month's figures were measured on."""
    file = tmp_path / "sample.csv"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match=r"sample\.csv: exists already"):
        write_sample(file, Silent(), people=10, noise="none", seed=1)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    """The message says where, what and how to fix."""
    with pytest.raises(SetupError, match=r"sample\.csv: cannot be written .* Choose a folder"):
        write_sample(tmp_path / "nowhere" / "sample.csv", Silent(), people=10, noise="none", seed=1)


def test_an_interrupted_file_does_not_stay(tmp_path):
    """Half a file has half the truth, and would stand in the way of the next attempt."""
    file = tmp_path / "sample.csv"
    with pytest.raises(KeyboardInterrupt):
        write_sample(file, Interrupted(), people=BAR_EVERY, noise="none", seed=1)
    assert not file.exists()


def test_an_unknown_noise_level_is_wrong_usage(tmp_path):
    """The levels are named, so that nobody guesses."""
    file = tmp_path / "sample.csv"
    shown = CliRunner().invoke(retour, ["link", "sample", "--people", "5", "--noise", "wild", "--out", str(file)])
    assert shown.exit_code == 2
    assert "'heavy'" in shown.output
    assert not file.exists()
