"""The second process of a long load: batches come in on standard input, decoded rows go out on standard output."""

import gc
import pickle
import sys

from ...model.decoded import Encoded
from ...records.decode import Decoder


def main() -> None:
    """Decode until nothing more comes; see ``second_process``, which starts this process and is its only reader."""
    gc.set_threshold(200_000, 50, 50)
    decoders: dict[int, Decoder] = {}
    received, sent = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            number, decoder, items = pickle.load(received)  # noqa: S301 from the process that started us
        except EOFError:
            return
        if decoder is not None:
            decoders[number] = decoder
        done = decoders[number].encode(items)
        answer = tuple(getattr(done, name) for name in Encoded.__slots__)
        pickle.dump(answer, sent, protocol=5)
        sent.flush()


if __name__ == "__main__":
    main()
