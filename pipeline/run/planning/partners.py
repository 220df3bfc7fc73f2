"""Who can be invited: the office's list of partners, and what the forms say of them since."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from ...model.partner import Partner
from ...programme import Settings
from ...records.reading.partners import PARTNER, all_partners, listed_partner, read_partner
from ...warehouse.answers import read_answers
from ..wording import read_list

FILE = "config/partners.csv"
STAGE = "partner"
BEGINNING = datetime.min.replace(tzinfo=UTC)


def read_partners(settings: Settings, connection: Connection) -> tuple[Partner, ...]:
    """Every active organisation, by code.

    Raises:
        SetupError: ``config/partners.csv`` is missing or no list.
    """
    listed = [listed_partner(row) for row in read_list(settings.folder, FILE)]
    told = sorted(read_answers(connection, STAGE, PARTNER), key=lambda a: (a.submitted_at or BEGINNING, a.root_uuid))
    return all_partners(listed, [one for answers in told if (one := read_partner(answers))])
