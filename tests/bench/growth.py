#!/usr/bin/env python3
"""What growth costs: rate, bytes an event, page time and start time of stores of 10,000 to 10,000,000 events, and of an empty
one; prints a table and draws growth.png. Called by run.sh growth.

usage: growth.py --build DIR --window BINNACLE [--sizes N,N...] [--picture FILE]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import STORE_FILES, Bench

try:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from window_start import Screen
except ImportError as missing:
    sys.exit(f"Python's {missing.name} is missing: apt-get install python3-matplotlib, and run this with /usr/bin/python3")

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
TURNS = 5
PAGE_GOAL, START_GOAL = 20, 200  # ms


class Growth:
    def __init__(self, bench, program, folder):
        self.bench, self.program, self.folder = bench, Path(program).resolve(), folder
        self.bench.binnacle = self.program  # The program that users have, with its window.
        settings = folder / "settings.json"
        settings.write_text('{"gateway": {"enabled": false}}')
        self.settings = ["--settings", settings]
        # What a user's own window remembers is none of our business.
        self.environment = dict(os.environ, **{f"XDG_{kind}_HOME": str(folder / kind.lower())
                                               for kind in ("CONFIG", "DATA", "STATE", "CACHE")})
        self.screen = Screen(folder)

    def lines(self, events):
        if events == 10_000_000:
            return self.bench.ten_million_lines()
        return self.bench.input(f"growth-{events}.ndjson", "--dialect", "faber", "--ids", "random", "--events", str(events),
                                "--entities", str(max(1, events // 10)))

    def reading(self, events):
        """All that is measured of a store of so many events."""
        file = self.lines(events)
        rates = []
        # A large store takes long enough to tell by itself.
        for _ in range(TURNS if events <= 100_000 else 3 if events <= 1_000_000 else 1):
            store = self.bench.fresh("growth.store")
            rates.append(self.bench.ingest(file, store)[0])
        size = sum(Path(f"{store}{suffix}").stat().st_size for suffix in STORE_FILES)
        pages = self.bench.json_of(self.bench.tools / "read_store", store, TURNS)
        found = {"events": events, "rate": statistics.median(rates), "bytes_an_event": size / events,
                 "page_p95_ms": pages["entity_page"]["p95_ms"], **self.start(store)}
        self.bench.fresh("growth.store")
        if events != 10_000_000:
            file.unlink()
        return found

    def empty(self):
        nothing = self.folder / "nothing.ndjson"
        nothing.touch()
        store = self.bench.fresh("growth.store")
        subprocess.run([self.program, "ingest", "--quiet", "--store", store, nothing], check=True, stdout=subprocess.DEVNULL)
        found = {"events": 0, **self.start(store)}
        self.bench.fresh("growth.store")
        return found

    def start(self, store):
        """Milliseconds; the first of each is to have the files in memory."""
        commands = [self.command(store) for _ in range(1 + 4 * TURNS)][1:]
        windows = [self.screen.seconds_to_page([self.program, "--store", store, *self.settings], self.environment)
                   for _ in range(1 + TURNS)][1:]
        return {"command_ms": statistics.median(commands) * 1000, "window_ms": statistics.median(windows) * 1000}

    def command(self, store):
        begin = time.monotonic()
        subprocess.run([self.program, "entities", "--limit", "1", "--quiet", "--store", store], check=True,
                       stdout=subprocess.DEVNULL, env=self.environment)
        return time.monotonic() - begin


def draw(readings, picture):
    empty, full = readings[0], readings[1:]
    events = [one["events"] for one in full]
    pyplot.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10,
                            "axes.titlelocation": "left", "axes.grid": True, "grid.color": "#e4e4e4", "grid.linewidth": 0.6})
    figure, ((rate, size), (page, start)) = pyplot.subplots(2, 2, figsize=(9, 6.2), sharex=True, constrained_layout=True)
    blue, orange, grey = "#1f6fb2", "#c8641e", "#777777"

    def line(axes, name, colour=blue, **options):
        axes.plot(events, [one[name] for one in full], "o-", color=colour, markersize=4, linewidth=1.4, **options)

    line(rate, "rate")
    rate.set_title("Ingest, events/s")
    line(size, "bytes_an_event")
    size.set_title("Size of the store, bytes an event")
    line(page, "page_p95_ms")
    page.axhline(PAGE_GOAL, color=grey, linewidth=0.9, linestyle="--")
    page.annotate("goal", (events[0], PAGE_GOAL), xytext=(0, 3), textcoords="offset points", color=grey)
    page.set_title("Page of 200 entities, any filter and order: p95, ms")
    for name, colour, label in (("window_ms", orange, "window, to its first page"), ("command_ms", blue, "entities --limit 1")):
        line(start, name, colour, label=label)
        start.axhline(empty[name], color=colour, linewidth=0.9, linestyle=":")
    start.plot([], [], color=grey, linewidth=0.9, linestyle=":", label="the same on an empty store")
    start.set_title("Start, ms")
    start.legend(frameon=False, loc="center left")
    rate.set_xscale("log")
    for axes in (rate, size):  # They hardly change: from 0 that is what is seen.
        axes.set_ylim(bottom=0)
    for axes in (page, start):
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        axes.set_ylim(low / 1.5, high * 1.5)
        axes.yaxis.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    for axes in (rate, size, page, start):
        axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:,.10g}"))
    for axes in (page, start):
        axes.set_xlabel("events in the store")
    figure.savefig(picture, dpi=120)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", required=True)
    parser.add_argument("--window", required=True, metavar="BINNACLE", help="the program with its window")
    parser.add_argument("--sizes", type=lambda text: [int(float(word)) for word in text.split(",")], default=SIZES)
    parser.add_argument("--picture", default=Path(__file__).with_name("growth.png"))
    given = parser.parse_args()
    bench = Bench(given.build)
    with tempfile.TemporaryDirectory() as folder:
        growth = Growth(bench, given.window, Path(folder))
        readings = [growth.empty()]
        print(f"{'events':>12} {'events/s':>10} {'bytes/event':>12} {'page p95 ms':>12} {'command ms':>11} {'window ms':>10}")
        print(f"{0:12} {'':10} {'':12} {'':12} {readings[0]['command_ms']:11.1f} {readings[0]['window_ms']:10.0f}", flush=True)
        for events in given.sizes:
            one = growth.reading(events)
            readings.append(one)
            print(f"{events:12,} {one['rate']:10,.0f} {one['bytes_an_event']:12.1f} {one['page_p95_ms']:12.2f} "
                  f"{one['command_ms']:11.1f} {one['window_ms']:10.0f}", flush=True)
    (bench.build / "growth.json").write_text(json.dumps(readings, indent=1) + "\n")
    draw(readings, given.picture)
    empty, smallest, largest = readings[0], readings[1], readings[-1]
    for name, what in (("command_ms", "binnacle entities --limit 1"), ("window_ms", "the window's first page")):
        more = largest[name] - empty[name]
        # An empty store has another first page, with less to draw.
        print(f"{what}: {more:+.0f} ms against an empty store (goal: at most {START_GOAL}), "
              f"{'met' if more <= START_GOAL else 'NOT MET'}; {largest[name] - smallest[name]:+.0f} ms against "
              f"{smallest['events']:,} events")


if __name__ == "__main__":
    main()
