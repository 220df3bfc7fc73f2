"""A project belongs to one installation: claimed before lists or statuses on the server are changed."""

from collections.abc import Iterable

from ...programme import Deployment
from ..session import Session


def claim(session: Session, deployments: Iterable[Deployment], *, take_over: bool = False) -> list[Deployment]:
    """These deployments' projects carry this programme's id; returns those that were marked only now.

    All are looked at before the first is marked: of two installations the wrong one leaves no trace.

    Args:
        session: holding the lock.
        deployments: with a uid.
        take_over: projects of another installation become this one's, which refuses the other from now on.

    Raises:
        SetupError: another installation keeps one of them up; nothing was changed.
        SourceError: a server failed, or the account may not leave a mark.
    """
    programme_id = session.settings.programme_id
    found = [(one, session.deployer(session.settings.servers[one.server])) for one in deployments]
    free = [pair for pair in found if not pair[1].is_marked(pair[0].uid, programme_id, take_over=take_over)]
    for one, deployer in free:
        deployer.claim(one.uid, programme_id, take_over=take_over)
    return [one for one, _ in free]
