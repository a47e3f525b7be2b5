"""A machine that lists folders in any order and allows no network; on ``PYTHONPATH`` of the determinism tests."""

import os
import random
import sys

_shuffle = random.Random(os.environ["ZHIFA_TEST_ORDER"]).shuffle
_scandir, _listdir = os.scandir, os.listdir


class _Scan:
    """What ``os.scandir`` gives, in another order."""

    def __init__(self, path="."):
        with _scandir(path) as entries:
            self._entries = list(entries)
        _shuffle(self._entries)

    def __iter__(self):
        return iter(self._entries)

    def __next__(self):
        if not self._entries:
            raise StopIteration
        return self._entries.pop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._entries = []


def _shuffled(path="."):
    names = _listdir(path)
    _shuffle(names)
    return names


def _no_network(event, args):
    # A socket of the Unix family reaches no network; the process pool of some Python versions talks over them.
    if event.startswith("socket.") and not (event == "socket.__new__" and args[1] == 1):
        os.write(2, f"network: {event}\n".encode())
        os._exit(99)


os.scandir, os.listdir = _Scan, _shuffled
sys.addaudithook(_no_network)
