"""`python leash.py MODULE ARGUMENTS…`: runs a module as `python -m` would, and dies with its parent.

The parent holds the other end of standard input. The kernel closes it whichever way the parent ends, kill -9
included, on every system that has pipes; so no process is ever left behind. A folder named in the environment goes
with it.
"""
from __future__ import annotations

import os
import runpy
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

FILE = str(Path(__file__).absolute())
REMOVES = "LEASH_REMOVES"


def die_with_parent() -> None:
    while os.read(0, 4096):
        pass
    folder = os.environ.get(REMOVES)
    for _ in range(20):
        if not folder or not Path(folder).exists():
            break
        shutil.rmtree(folder, ignore_errors=True)   # others may still be writing into it
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGKILL)  # nobody is left to whom a graceful stop would matter


def main() -> None:
    module, sys.argv = sys.argv[1], sys.argv[1:]
    sys.path.pop(0)  # this folder: its files must not be taken for somebody else's modules
    threading.Thread(target=die_with_parent, daemon=True, name="leash").start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
