"""`python -m flaming_horse` is the command `flaming-horse`."""

import os
import sys

# Python looks in the working folder first: what lies in a project would stand in for libraries.
# A `flaming_horse.py` there comes before this file, and only `python -P -m` or the command help.
_HERE = os.getcwd()  # noqa: PTH109 - pathlib would be looked for there as well
if not sys.flags.safe_path and sys.path[:1] in ([""], [_HERE]):
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    if ours != _HERE:
        del sys.path[0]

from flaming_horse.commands.entry import main  # noqa: E402

main()
