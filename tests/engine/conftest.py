"""One household form, parsed once for the tests of this folder."""

import pytest

from .forms import HOUSEHOLD, PLACES, engine


@pytest.fixture(scope="session")
def household():
    """The household form with its list of communes."""
    return engine(HOUSEHOLD, {"places.csv": PLACES})
