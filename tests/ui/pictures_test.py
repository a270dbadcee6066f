"""Opens the real window on a full and on an empty store and has it draw every page into a picture.

usage: pictures_test.py BINNACLE [FOLDER]     (FOLDER may stand in BINNACLE_PICTURES)

So are all pages on damaged stores and without their port, and the windows that stand where a store or the settings cannot
be used.

A page fails when the program ends with an error, when QML says anything on standard error, or when the picture is of
one colour. With FOLDER every page is drawn in both themes and both sizes and the pictures are kept; without, one
picture a page is drawn and thrown away."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import zlib

PAGES = ["overview", "entities", "entities:status:failed", "entity", "quarantine", "settings", "welcome"]
SIZES = ["1440x900", "1100x700"]
THEMES = ["dark", "light"]

# Trees of the store that are damaged, and the pages that then cannot be read, or not wholly.
FIGURES = ["quarantine_by_status"]
DAMAGES = {
    "overview-unread": (["volume", "step_hour", "completed_hour", "quarantine", "block"], "overview"),
    "entities-unread": (["entity"], "entities"),
    "entity-unread": (["entity"], "entity"),
    "entity-events-unread": (["block", "run", "artifact"], "entity"),
    "quarantine-unread": (["quarantine"], "quarantine"),
    "store-unread": (FIGURES, ""),
    **{f"{page}-store-unread": (FIGURES, page) for page in ("overview", "entities", "entity", "quarantine", "settings")},
}


def run(program, arguments, environment):
    return subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, timeout=300)


def colours_in(png):
    """Number of different bytes in the decompressed image data: 1 or 2 means that nothing was drawn."""
    data = png.read_bytes()
    at, pixels = 8, b""
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if data[at + 4:at + 8] == b"IDAT":
            pixels += data[at + 8:at + 8 + length]
        at += 12 + length
    return len(set(zlib.decompress(pixels)))


def damaged(store, trees, copy):
    """A copy of the store in which the first page of each of these trees, of its log or its projections, is noise, and
    every event of a block."""
    for file in ("", ".projections"):
        shutil.copy(store + file, copy + file)
        with contextlib.closing(sqlite3.connect(copy + file)) as database:
            size = database.execute("PRAGMA page_size").fetchone()[0]
            roots = dict(database.execute("SELECT name,rootpage FROM sqlite_master WHERE rootpage>0"))
            # Without the tree of blocks nothing could be appended, so the store would not open at all.
            if "block" in roots.keys() & set(trees):
                database.execute("UPDATE block SET facts=zeroblob(length(facts)),payloads=zeroblob(length(payloads))")
                database.commit()
                del roots["block"]
        with open(copy + file, "r+b") as target:
            for tree in set(trees) & roots.keys():
                target.seek((roots[tree] - 1) * size)
                target.write(b"\xff" * size)
    return copy


def draw_errors(home, full, key, draw, themes, sizes):
    """What a user sees where something cannot be had. Gives the number of good pictures."""
    combinations = [(theme, size) for theme in themes for size in sizes]
    good = 0
    for name, (trees, page) in DAMAGES.items():
        store = damaged(full, trees, f"{home}/{name}.db")
        route = f"entity:{key}" if page == "entity" else page
        good += sum(draw(f"{name}-{theme}-{size}.png", ["--store", store], route, theme, size)
                    for theme, size in combinations)
    noise, wrong, taken = home + "/noise.db", home + "/wrong.json", home + "/taken.json"
    pathlib.Path(noise).write_bytes(b"This is not a store.\n" * 1000)
    pathlib.Path(wrong).write_text('{"gateway": {"port": "http"}}')
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pathlib.Path(taken).write_text(json.dumps({"gateway": {"port": listener.getsockname()[1]}}))
        good += sum(draw(f"{name}-{theme}-{size}.png", ["--settings", taken, "--store", store], page, theme, size)
                    for theme, size in combinations
                    for name, store, page in (("settings-port-taken", full, "settings"),
                                              ("welcome-port-taken", home + "/empty.db", "welcome")))
    return good + sum(draw(f"{name}-{theme}.png", arguments, "", theme, "720x440", 2)
                      for theme in themes
                      for name, arguments in (("start-no-store", ["--store", noise]),
                                              ("start-wrong-settings", ["--settings", wrong, "--store", full])))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("BINNACLE_PICTURES")
    keep = bool(wanted)
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(wanted) if keep else pathlib.Path(home) / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        (pathlib.Path(home) / "runtime").mkdir(mode=0o700)
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data",
                       "XDG_CACHE_HOME": home + "/cache", "XDG_STATE_HOME": home + "/state",
                       "XDG_RUNTIME_DIR": home + "/runtime", "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
        # Any free port: other tests look at the usual one.
        settings = pathlib.Path(home) / "config" / "binnacle" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text('{"gateway": {"port": 0}}')
        lines, full, empty = home + "/demo.ndjson", home + "/full.db", home + "/empty.db"
        problems = []
        for arguments in (["demo", "--events", "6000", "--out", lines], ["ingest", lines, "--store", full, "--quiet"]):
            done = run(program, arguments, environment)
            if done.returncode not in (0, 3):
                sys.exit(f"{arguments[0]} ended with {done.returncode}: {done.stderr}")
        items = run(program, ["entities", "status:failed", "--limit", "1", "--store", full, "--format", "json"], environment)
        first = json.loads(items.stdout)["items"][0]
        key = "/".join(first[part] for part in ("organization", "project", "type", "id"))
        drawn = 0

        def draw(name, arguments, page, theme, size, ends=0):
            """Draws one picture; True where there is nothing to complain about."""
            done = run(program, arguments, {
                **environment, "BINNACLE_PICTURE": str(folder / name), "BINNACLE_PICTURE_PAGE": page,
                "BINNACLE_PICTURE_SIZE": size, "BINNACLE_PICTURE_THEME": theme})
            said = [line for line in done.stderr.splitlines() if "qrc:" in line or "QML" in line]
            if done.returncode != ends:
                problems.append(f"{name}: the program ended with {done.returncode}: {done.stderr[-500:]}")
            elif said:
                problems.append(f"{name}: " + "; ".join(said[:5]))
            elif colours_in(folder / name) < 8:
                problems.append(f"{name}: nothing is drawn")
            else:
                return True
            return False

        for state, store in (("full", full), ("empty", empty)):
            for page in PAGES:
                if page == "entity" and state == "empty":
                    continue
                for theme in THEMES if keep else THEMES[:1]:
                    for size in SIZES if keep else SIZES[1:]:
                        route = f"entity:{key}" if page == "entity" else page
                        name = f"{page.replace(':', '-')}-{state}-{theme}-{size}.png"
                        drawn += draw(name, ["--store", store], route, theme, size)
        drawn += draw_errors(home, full, key, draw, THEMES if keep else THEMES[:1], SIZES if keep else SIZES[1:])
        print(f"{drawn} pictures drawn" + (f" into {folder}" if keep else ""))
        if problems:
            sys.exit("\n".join(problems))


main()
