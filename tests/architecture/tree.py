"""The source tree as the checks here see it: every file of ours, found without git."""

import os
import sys

LAYERS = ("app", "backend", "models", "ui", "resources", "tests", "packaging")


def files(root, *endings, layers=LAYERS):
    """Paths below the layers, relative to root with "/", that end in one of `endings`, sorted."""
    found = []
    for layer in layers:
        for folder, folders, names in os.walk(os.path.join(root, layer)):
            folders[:] = [name for name in folders if not name.startswith(".") and name not in ("__pycache__", "pictures", "out")]
            for name in names:
                if name.endswith(endings):
                    found.append(os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/"))
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", newline="") as file:
        return file.read()


def finish(problems, checked):
    """Ends the check: every problem on a line of its own; not a single file checked is a problem, too."""
    if not checked:
        problems.append("nothing was checked: is the path of the source tree right?")
    for problem in problems:
        print(problem)
    print(f"{checked} files checked, {len(problems)} problems")
    sys.exit(1 if problems else 0)
