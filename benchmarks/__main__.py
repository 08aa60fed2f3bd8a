"""`python -m benchmarks NAME`: measure, and print what was measured beside what is wanted."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from benchmarks.figures import Figure, machine, table

MEASURED = {
    "handle": "deciding on one event, with one person and with 10,000 known",
    "suggestions": "three suggestions among 10,000 open tasks for one of 100,000 people",
    "knowledge": "the three closest of 50,000 kept answers",
    "claims": "200 people at once for 50 places",
    "escalation": "answers to somebody else while 5,000 questions go on at once",
    "digest": "10,000 messages held back by the gate, and told in digests",
    "introductions": "a round among 20,000 people, and who writes meanwhile",
    "calls": "whom a call may reach among 100,000 people",
    "sending": "answers to somebody else while a call goes out to 500 people",
    "faults": "conversations while everything goes wrong on the way, and the bot is killed",
    "soak": "whether memory grows, and how late the event loop is, while people talk for half an hour",
    "start": "from the start of the process until it can answer",
    "latency": "until the answer is seen, against two plain clients on the same homeserver",
    "crowd": "answers a second to 20 people at once",
    "cost": "memory of the process, and processor time for 1,000 messages",
}
LONG = ("faults", "soak")
"""Not among `all`: they take half an hour each."""
UNDERSTANDING = "understanding"


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0 measured, 1 not understood as it should be, 2 wrong arguments. A missed target is no error."""
    if arguments and arguments[0] == UNDERSTANDING:
        return int(importlib.import_module(f"benchmarks.{UNDERSTANDING}").main(list(arguments[1:])) or 0)
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description=__doc__, epilog="How each is measured: docs/benchmarks.md"
    )
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in MEASURED}
    for name, about in MEASURED.items():
        modules[name].add_arguments(names.add_parser(name, help=about, description=modules[name].__doc__))
    names.add_parser("all", help=f"all of these but {' and '.join(LONG)}, one after the other")
    names.add_parser(UNDERSTANDING, help="how much is understood of the sentences in a file")
    given = parser.parse_args(arguments)
    print(f"on {machine()}", flush=True)
    figures: list[Figure] = []
    for name in [n for n in MEASURED if n not in LONG] if given.name == "all" else [given.name]:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += modules[name].main(parser.parse_args([name]) if given.name == "all" else given)
    print(table(figures))
    print(f"afterwards {machine().partition(', ')[2].partition(';')[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
