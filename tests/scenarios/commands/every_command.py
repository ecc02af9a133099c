"""Run commands one after another in one process, each in a folder of its own, and keep what they print.

Started as ``python every_command.py WHERE`` with a JSON list of pairs on standard input: a name, and the words
of the command. What a command prints becomes the file `printed.txt` of its folder.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from dizao.scenarios.commands.main import execute

PRINTED = "printed.txt"


def main() -> None:
    where, given = Path(sys.argv[1]).resolve(), json.load(sys.stdin)
    for name, words in given:
        folder, text = where / name, io.StringIO()
        folder.mkdir(parents=True)
        os.chdir(folder)
        sys.argv[1:] = words
        with contextlib.redirect_stdout(text):
            code = execute(words)
        if code:
            sys.exit(f"{name}: ended with {code}")
        (folder / PRINTED).write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
