#!/usr/bin/env python3
"""Flips one byte at random places of a store and calls the real program: what is wrong with what is kept of events must
be found by `verify` and by `doctor --deep`, must cost no other events, and nothing may crash.

usage: bit_flip_campaign.py BINNACLE [--flips 1000] [--events 20000] [--seed N] [--folder DIR]
"""

import argparse
import collections
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from store_map import StoreMap

# Columns whose bytes are what is kept of events, and what binds these to their place.
KEPT = ("facts", "payloads", "events")
LINKS = ("hash", "tail_hash", "count")
# A damaged number may cost the numbers of a block, but not more.
MOST_SKIPPED = 600
# Seconds in which every command must end; most take less than one.
PATIENCE = 300
# Nobody has sent it before.
NEW_EVENT = json.dumps({
    "event_type": "entity.created", "event_id": "evt_after_the_flip", "timestamp": "2026-01-10T12:30:00.123Z",
    "source": {"organization": "flips", "project": "after"},
    "entity": {"organization": "flips", "project": "after", "type": "page", "id": "new"}})


class Program:
    def __init__(self, binnacle):
        self.binnacle = binnacle
        self.stderr = ""

    def run(self, *arguments, text=None):
        words = " ".join(map(str, arguments))
        child = subprocess.Popen([self.binnacle, *arguments, "--format", "json"], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            stdout, self.stderr = child.communicate(text, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            stacks = stacks_of(child.pid)
            child.kill()
            raise SystemExit(f"DOES NOT END: {words}\n{stacks}") from None
        if child.returncode < 0 or child.returncode > 5:
            raise SystemExit(f"CRASHED with {child.returncode}: {words}\n{self.stderr[-3000:]}")
        try:
            answer = json.loads(stdout) if stdout else {}
        except json.JSONDecodeError:
            raise SystemExit(f"NO JSON: {words}\n{stdout[-1000:]}") from None
        if not answer and not self.stderr:
            raise SystemExit(f"SILENT with {child.returncode}: {words}")
        return child.returncode, answer


def stacks_of(process):
    """Where its threads are, as far as a debugger is there to tell."""
    if not shutil.which("gdb"):
        return "(install gdb to see where it is)"
    return subprocess.run(["gdb", "-p", str(process), "-batch", "-ex", "thread apply all bt"], capture_output=True,
                          text=True).stdout[-6000:]


def make_store(program, folder, given):
    """Most events in blocks, the newest as rows of the tail, some in quarantine."""
    lines = folder / "lines.ndjson"
    subprocess.run([program.binnacle, "demo", "--seed", str(given.seed), "--events", str(given.events), "--out", lines],
                   check=True, stdout=subprocess.DEVNULL)
    store = folder / "whole.store"
    text = lines.read_text().splitlines(keepends=True)
    rows = 12
    program.run("ingest", "-", "--store", store, text="".join(text[: -3 * rows]))
    for i in range(rows):
        program.run("ingest", "-", "--store", store, text="".join(text[len(text) - 3 * (rows - i) :][:3]))
    code, proof = program.run("verify", "--store", store)
    if code != 0:
        raise SystemExit(f"the store is damaged before anything was flipped: {proof}")
    return store, proof


def touches(ranges, events):
    """Whether one of the answer's ranges has some of the events."""
    first, last = events
    return any(each["first_seq"] <= last and (each["last_seq"] is None or each["last_seq"] >= first) for each in ranges)


def within(ranges, events):
    first, last = events
    return all(each["first_seq"] >= first and each["last_seq"] is not None and each["last_seq"] <= last for each in ranges)


def check_kept(program, store, column, events, where):
    """A flip in what is kept of `events`."""
    code, proof = program.run("verify", "--store", store)
    if code != 1 or not touches(proof["breaks"], events):
        raise SystemExit(f"verify did NOT see {where}: exit code {code}, {proof}")
    code, report = program.run("doctor", "--deep", "--store", store)
    findings = [each for each in report["checks"] if each["check"] == "integrity"]
    if code != 1 or not any(touches(each["events"], events) for each in findings):
        raise SystemExit(f"doctor did NOT see {where}: exit code {code}, {findings}")
    if column not in KEPT:
        return
    code, listed = program.run("events", "--limit", "1000000", "--payload", "--store", store)
    if not within(listed["damaged"], events):
        raise SystemExit(f"{where} costs other events: {listed['damaged']}")
    lost = events[1] - events[0] + 1
    # A flip of bits that mean nothing to the compression changes no event.
    readable = sum(1 for each in listed["items"] if each["payload"] is not None)
    if readable not in (listed["total"], listed["total"] - lost) or code != (0 if readable == listed["total"] else 3):
        raise SystemExit(f"{where}: {readable} of {listed['total']} events listed, exit code {code}")


def check_other(program, store):
    """A flip anywhere else: whether anything saw it."""
    seen = False
    for arguments in (("verify",), ("doctor", "--deep"), ("events", "--limit", "1000000", "--payload"),
                      ("entities", "--limit", "100000")):
        code, answer = program.run(*arguments, "--store", store)
        if arguments[0] == "doctor":
            seen |= any(each["state"] == "fail" for each in answer["checks"]
                        if each["check"] in ("integrity", "store", "left_out"))
        else:
            seen |= code != 0
    return seen


def check_mended(program, store, where):
    """What is derived from the log is made from it again, whatever was wrong with it."""
    code, _ = program.run("rebuild", "--store", store)
    if code != 0:
        raise SystemExit(f"{where}: rebuild ended with {code}\n{program.stderr.strip()}")
    _, report = program.run("doctor", "--deep", "--store", store)
    left = [each for each in report["checks"] if each["check"] == "integrity" and each["state"] != "ok"]
    if left:
        raise SystemExit(f"{where} is still there after a rebuild: {left}")


def check_writer(program, store, last, where):
    """It must come up, or say why it does not, and take events in where the log ends. Gives what became of it."""
    for command, text, good in (("rebuild",), None, (0, 3)), (("ingest", "-"), NEW_EVENT, (0,)):
        code, taken = program.run(*command, "--store", store, text=text)
        if code not in good:
            print(f"{where}: {command[0]} ended with {code}\n{program.stderr.strip()}", flush=True)
            return f"{command[0]} ended with {code}"
    if taken["accepted"] != 1 or not last < taken["first_seq"] <= last + MOST_SKIPPED:
        raise SystemExit(f"{where}: behind event {last}, a new one got {taken}")
    code, listed = program.run("events", "--limit", "1", "--payload", "--store", store)
    if code != 0 or listed["items"][0]["event_id"] != "evt_after_the_flip":
        raise SystemExit(f"{where}: the new event cannot be read: {code}, {listed}")
    return "writer goes on"


def flip(file, place, bits):
    with open(file, "r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ bits]))


def campaign(program, folder, given):
    chance = random.Random(given.seed)
    whole, proof = make_store(program, folder, given)
    place_of = StoreMap(whole)
    derived = whole.with_name(whole.name + ".projections")
    ways = set(place_of.ways)
    print(f"{proof['events']:,} events; log {place_of.size:,} bytes, {len(ways):,} of them on the way to rows; "
          f"projections {derived.stat().st_size:,}", flush=True)
    store = folder / "flipped.store"
    counts = collections.Counter()
    for number in range(1, given.flips + 1):
        for path in folder.glob("flipped.store*"):
            path.unlink()
        shutil.copy(whole, store)
        shutil.copy(derived, f"{store}.projections")
        bits = chance.randrange(1, 256)
        if number % 5 == 0:
            place = chance.randrange(derived.stat().st_size)
            where = f"byte {place} (xor {bits:#x}) of the projections"
            flip(f"{store}.projections", place, bits)
            counts["of the projections " + ("seen" if check_other(program, store) else "without effect")] += 1
            check_mended(program, store, where)
        else:
            # Few bytes lead to the rows, and much depends on them.
            place = chance.choice(place_of.ways) if number % 10 == 1 else chance.randrange(place_of.size)
            column, events = place_of.at(place) or (None, None)
            flip(store, place, bits)
            what = f"{column} of events {events}" if column else "the log, on the way to rows" if place in ways else "the log"
            where = f"byte {place} (xor {bits:#x}) of {what}"
            if column in KEPT + LINKS:
                check_kept(program, store, column, events, where)
                counts[f"in {column}, all found"] += 1
            else:
                region = "on the way to rows" if place in ways else "elsewhere in the log"
                counts[f"{region} " + ("seen" if check_other(program, store) else "without effect")] += 1
        counts[f"afterwards: {check_writer(program, store, proof['last_seq'], where)}"] += 1
        if number % 100 == 0:
            print(f"{number} flips", flush=True)
    print(f"{given.flips} flips, no crash:")
    for what, count in sorted(counts.items()):
        print(f"  {count:5}  {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("binnacle")
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--events", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", help="kept; a temporary one without it")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    folder = Path(given.folder or tempfile.mkdtemp(prefix="binnacle-flips-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        campaign(Program(given.binnacle), folder, given)
    finally:
        if not given.folder and sys.exc_info()[0] is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
