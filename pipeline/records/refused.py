"""Why one submission is set aside: raised inside this room only, and always caught by the decoder."""

from pipeline.model.decoded import Reason


class Refused(Exception):  # noqa: N818  it is no error: setting aside is normal life
    """A submission that cannot be decoded; carries a reason, the question's path and words, never an answer."""

    def __init__(self, reason: Reason, detail: str, question: str = "") -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.detail = detail
        self.question = question
