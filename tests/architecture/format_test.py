"""Every C++ file is formatted as .clang-format says.

usage: format_test.py ROOT
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tree import files, finish

CHUNK = 25


def problems_in(root, program, paths):
    run = subprocess.run([program, "--dry-run", "-Werror", *paths], cwd=root, capture_output=True, text=True, check=False)
    wrong = sorted({line.split(":", 1)[0] for line in run.stderr.splitlines() if "error:" in line})
    if run.returncode != 0 and not wrong:
        wrong = [run.stderr.strip() or f"{program} ended with {run.returncode}"]
    return [f"{path}: not formatted; run: clang-format -i {path}" for path in wrong]


def main():
    root = sys.argv[1]
    paths = files(root, ".h", ".cpp")
    program = shutil.which("clang-format-14") or shutil.which("clang-format")
    if not program:
        finish(["clang-format is missing; run: bash packaging/require.sh test"], len(paths))
    chunks = [paths[at:at + CHUNK] for at in range(0, len(paths), CHUNK)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda chunk: problems_in(root, program, chunk), chunks)
    finish([problem for some in found for problem in some], len(paths))


main()
