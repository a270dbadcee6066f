#!/usr/bin/env python3
"""Has the real window receive 5,000 events a second for two hours, while a user works it and other processes read its
store, and looks at what grows: no event may be lost or stored twice, memory stays flat, descriptors stay as many.

The events are of a bounded number of entities whose workflows begin again and again, so what the program keeps in memory
for each entity does not grow. What it keeps for each event does: the filter over all identities takes 13 bits an event
(backend/store/README.md), which is allowed for. Exit code 1: something was lost or has grown.

usage: soak.py BINNACLE [--minutes 120] [--rate 5000] [--entities 10000] [--clients 4] [--seed N] [--folder DIR]
"""

import argparse
import collections
import csv
import dataclasses
import itertools
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import campaign
from campaign import Violation, violation
from soak_load import Client, Feed, Ledger
from soak_window import Display, Sample, User, Window, missing_tools, sample, slope

BATCH = 50
# A run that is shorter is all warming up: its memory says nothing.
SHORTEST_MINUTES = 30
# Bounds of the second half.
MEMORY_AN_HOUR = 10.0  # MB
MEMORY_AN_EVENT = 2.0 / 1e6  # MB: the filter's 13 bits, and the fences of its pages.
DESCRIPTORS = 4

# KEY is any entity's, WORD the beginning of its id.
QUESTIONS = (
    "entities",
    "entity KEY",
    "events",
    "steps",
    "entities status:failed",
    "events KEY",
    "entities --grid",
    "entities WORD --sort retries:desc,id",
    "runs KEY",
    "entity KEY --as-of 1m",
    "steps KEY",
    "entities --grid --as-of 1m",
    "runs",
    "artifacts",
    "quarantine list",
)


class Reader(campaign.Worker):
    """Reads the store from other processes, one after the other, and asks the gateway whether it is ready."""

    def __init__(self, program, window, keys, chance, pause):
        self.program, self.window, self.keys, self.chance, self.pause = program, window, keys, chance, pause
        self.times = collections.defaultdict(list)  # Seconds.
        self.stopping = threading.Event()
        super().__init__(self.read)

    def read(self):
        for question in itertools.cycle(QUESTIONS):
            if self.stopping.wait(self.pause):
                return
            self.ask(question)
            self.ask_gateway()

    def ask(self, question):
        key = self.chance.choice(self.keys)
        word = key.rsplit("/", 1)[1][:8]
        arguments = [{"KEY": key, "WORD": word}.get(part, part) for part in question.split()]
        begin = time.monotonic()
        done = self.program.run(*arguments, "--store", self.window.store, "--format", "json")
        # 4: nothing has come of this entity yet.
        if done.returncode not in (0, 4):
            violation(f"UNREADABLE: {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        self.times[question].append(time.monotonic() - begin)

    def ask_gateway(self):
        begin = time.monotonic()
        urllib.request.urlopen(f"http://127.0.0.1:{self.window.port}/ready", timeout=campaign.PATIENCE).close()
        self.times["GET /ready"].append(time.monotonic() - begin)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def watch(given, window, ledger, workers, file):
    """Samples until the time is over. A worker that ended before has found something."""
    samples = []
    table = csv.DictWriter(file, [field.name for field in dataclasses.fields(Sample)])
    table.writeheader()
    begin = time.monotonic()
    while (seconds := time.monotonic() - begin) < given.minutes * 60:
        for worker in workers:
            if not worker.is_alive():
                worker.join()
        if window.process.poll() is not None:
            violation(f"the window ended with {window.process.returncode}; see {window.log}")
        samples.append(sample(window, seconds, ledger.acknowledged, int(seconds * given.rate)))
        table.writerow(dataclasses.asdict(samples[-1]))
        file.flush()
        if len(samples) % 6 == 1:
            tell_sample(samples[-1])
        workers[0].stopping.wait(given.sample)
    return samples


def tell_sample(now):
    print(f"{now.seconds / 60:5.0f} min: {now.acknowledged:,} acknowledged, {max(0, now.behind):,} behind; resident "
          f"{now.resident:.1f} MB, private {now.private:.1f}; {now.descriptors} descriptors, {now.threads} threads; "
          f"write-ahead logs {now.wal:.1f} MB, store {now.store:,.0f} MB", flush=True)


def tell_times(what, seconds):
    print(f"  {what:40} p50 {percentile(seconds, 0.5) * 1000:7.1f} ms  p95 {percentile(seconds, 0.95) * 1000:7.1f} ms  "
          f"p99 {percentile(seconds, 0.99) * 1000:7.1f} ms  ({len(seconds):,})")


def tell_growth(samples):
    def course(name, digits):
        values = [getattr(one, name) for one in samples]
        return f"first {values[0]:.{digits}f}, last {values[-1]:.{digits}f}, peak {max(values):.{digits}f}"

    print(f"private memory, MB: {course('private', 1)}\nresident, MB: {course('resident', 1)}\n"
          f"descriptors: {course('descriptors', 0)}\nthreads: {course('threads', 0)}\n"
          f"write-ahead logs, MB: peak {max(one.wal for one in samples):.1f}\n"
          f"behind, events: peak {max(one.behind for one in samples):,}")


def check_growth(samples, minutes):
    """Of the second half."""
    half = samples[len(samples) // 2 :]
    tenth = max(1, len(half) // 10)
    before, after = (statistics.median(one.descriptors for one in part) for part in (half[:tenth], half[-tenth:]))
    if after > before + DESCRIPTORS:
        violation(f"GREW: {before:.0f} descriptors have become {after:.0f}")
    if minutes < SHORTEST_MINUTES:
        return
    an_hour = (half[-1].acknowledged - half[0].acknowledged) / (half[-1].seconds - half[0].seconds) * 3600
    bound = MEMORY_AN_HOUR + MEMORY_AN_EVENT * an_hour
    print(f"memory's slope: {slope(half):+.1f} MB an hour; at most {bound:.1f} at {an_hour / 1e6:.1f} million events an hour, of "
          f"which the filter over their identities takes {an_hour * 13 / 8 / 1e6:.1f}")
    if slope(half) > bound:
        violation("GREW: memory is not flat")


def run(given, folder):
    chance = random.Random(given.seed)
    program = campaign.Program(given.binnacle, folder)
    feed, ledger = Feed(program, folder, chance, given.entities), Ledger()
    print(f"{len(feed.keys):,} entities", flush=True)
    store = folder / "soak.store"
    display = Display(folder)
    window = Window(program, store, folder, display)
    interval = BATCH * given.clients / given.rate
    clients = [Client(window.port, feed, ledger, BATCH, interval, number * interval / given.clients)
               for number in range(given.clients)]
    workers = [*clients, User(window, given.pause), reader := Reader(program, window, feed.keys, chance, given.pause)]
    with open(folder / "samples.csv", "w", newline="") as file:
        samples = watch(given, window, ledger, workers, file)
    for worker in workers:
        worker.stopping.set()
    for worker in workers:
        worker.join()
    window.stop()
    display.stop()

    stored = ledger.check(program, store)
    print(f"{ledger.acknowledged:,} events acknowledged, {stored:,} stored: none missing, none twice; {ledger.repeated:,} sent "
          f"again and found to be there; {ledger.refused:,} refused for a time")
    if campaign.check_derived(program, store, "at the end") != stored:
        violation("DRIFTED: a rebuild has another number of events")
    print("What is derived equals a rebuild. Times:")
    tell_times(f"answer to a post of {BATCH}, since it was due", ledger.answers)
    for question, seconds in sorted(reader.times.items()):
        tell_times(question, seconds)
    tell_growth(samples)
    check_growth(samples, given.minutes)
    if window.complaints():
        violation(f"QML complains: {window.complaints()[:5]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("binnacle")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--rate", type=int, default=5000, help="events a second")
    parser.add_argument("--entities", type=int, default=10_000, help="about how many")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--sample", type=float, default=10, help="seconds between two looks at the program")
    parser.add_argument("--pause", type=float, default=2, help="seconds between two acts of the user, and two readings")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", help="kept; a temporary one without it")
    given = parser.parse_args()
    if missing := missing_tools():
        print(f"{' and '.join(missing)} not found: apt-get install xvfb xdotool")
        sys.exit(77)  # ctest: skipped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Asked to stop."))
    print(f"seed {given.seed}", flush=True)
    folder = Path(given.folder or tempfile.mkdtemp(prefix="binnacle-soak-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run(given, folder)
    except Violation as found:
        sys.exit(f"{found}\n(seed {given.seed}; the files are in {folder})")
    if not given.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
