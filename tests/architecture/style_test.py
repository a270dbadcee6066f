"""Sizes, first lines and endings of files, and the few things that may not stand in any of them.

usage: style_test.py ROOT
"""

import os
import re
import sys

from tree import files, finish, read

# Lines a file may have: the first ending that fits decides; what lies under tests/ may have TEST_LINES.
MAX_LINES = ((".qml", 250), (".h", 250), (".cpp", 400), ("CMakeLists.txt", 60), (".py", 250), (".sh", 120))
TEST_LINES = 500
PRAGMA = "pragma ComponentBehavior: Bound"
FORBIDDEN = (
    (r"setContextProperty", "objects come in as typed properties"),
    (r"(?<![\w.-])/(work|tmp/build)/", "a path of one machine"),
    (r"\b(TODO|FIXME|XXX)\b", "unfinished work belongs in an issue"),
)
LAYER_FOLDERS = ("app", "ui", "models", "backend", "resources", "tests", "packaging", "backend/core", "backend/event",
                 "backend/store", "backend/projection", "backend/intake", "backend/engine")


def size_problem(path, lines):
    limit = next((most for ending, most in MAX_LINES if path.endswith(ending)), None)
    if limit and path.startswith("tests/") and not path.endswith("CMakeLists.txt"):
        limit = TEST_LINES
    return [f"{path}: {lines} lines, at most {limit} are allowed"] if limit and lines > limit else []


def text_problems(path, text):
    problems = []
    if "\r" in text:
        problems.append(f"{path}: has carriage returns")
    if text and not text.endswith("\n"):
        problems.append(f"{path}: does not end with a line break")
    for number, line in enumerate(text.splitlines(), 1):
        if line != line.rstrip():
            problems.append(f"{path}:{number}: spaces at the end of the line")
        for pattern, why in FORBIDDEN:
            if re.search(pattern, line) and not path.startswith("tests/architecture/"):
                problems.append(f"{path}:{number}: {re.search(pattern, line).group(0)}: {why}")
    return problems


def main():
    root = sys.argv[1]
    problems = []
    checked = files(root, ".h", ".cpp", ".qml", ".py", ".sh", "CMakeLists.txt", ".cmake", ".md")
    for path in checked:
        text = read(root, path)
        problems += text_problems(path, text)
        problems += size_problem(path, text.count("\n"))
        if path.endswith(".qml") and PRAGMA not in text.split("\n", 2)[:2 if "pragma Singleton" in text else 1]:
            problems.append(f"{path}: the first line must be: {PRAGMA}")
        if path.endswith(".h") and not text.startswith("#pragma once\n"):
            problems.append(f"{path}: the first line must be: #pragma once")
    for folder in LAYER_FOLDERS:
        if os.path.isdir(os.path.join(root, folder)) and not os.path.isfile(os.path.join(root, folder, "README.md")):
            problems.append(f"{folder}: has no README.md")
    finish(problems, len(checked))


main()
