#!/usr/bin/env python3
"""Runs the benchmarks, each in turn with its baseline, and prints ratios. Called by run.sh."""

import argparse
import contextlib
import functools
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

PAIRS = int(os.environ.get("BENCH_PAIRS", "5"))
# Of every reading of the store of 10 million events.
ROUNDS = max(3, PAIRS)
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
# A store that nobody has open: its log, and what is derived from it.
STORE_FILES = ("", ".projections")


class Bench:
    def __init__(self, build):
        self.build = Path(build).resolve()
        self.binnacle = self.build / "bin/binnacle"
        self.tools = self.build / "bin/bench"
        self.data = self.build / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.scripts = Path(__file__).resolve().parent
        self.readings = []

    # -- what is run ---------------------------------------------------------------------------------------------

    def json_of(self, *command, cwd=None):
        """The last JSON document that the command prints."""
        out = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, cwd=cwd).stdout
        return json.loads(out)

    def input(self, name, *options):
        """A file of demo events, made once."""
        path = self.data / name
        if not path.exists():
            part = path.with_suffix(".part")
            subprocess.run([self.binnacle, "demo", "--seed", "1", "--end", "2026-01-31T00:00:00Z", *options, "--out", part],
                           check=True, stdout=subprocess.DEVNULL)
            part.rename(path)
        return path

    def faber(self):
        return self.input("faber-1m.ndjson", "--dialect", "faber", "--ids", "random", "--events", "1000000", "--entities", "20000")

    def clean(self):
        """Without duplicates and refusals: every line is to be acknowledged."""
        return self.input("clean-1m.ndjson", "--dialect", "faber", "--ids", "random", "--events", "1000000", "--entities", "20000",
                          "--faults", "none")

    def fresh(self, name):
        for path in self.data.glob(name + "*"):
            path.unlink()
        return self.data / name

    def copy_of(self, store, name):
        """Of a store that nobody has open: the log and its projections."""
        copy = self.fresh(name)
        for suffix in STORE_FILES:
            shutil.copy(f"{store}{suffix}", f"{copy}{suffix}")
        # What is measured next must not wait for the disk to take the copy.
        os.sync()
        return copy

    def ingest(self, file, store):
        """Events a second and peak memory in MB."""
        process = subprocess.Popen([self.binnacle, "ingest", "--format", "json", "--store", store, file],
                                   stdout=subprocess.PIPE, text=True)
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # Exit 3: some lines were refused, as the input has it.
        if process.returncode not in (0, 3):
            raise SystemExit(f"ingest ended with {process.returncode}")
        summary = json.loads(out)
        return summary["events_per_second"], usage.ru_maxrss / 1024

    def duckdb(self, act, *given):
        return self.json_of("node", self.scripts / "duckdb.mjs", act, *given, cwd=self.build)

    @contextlib.contextmanager
    def serving(self, command, port):
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            process.stdout.readline()
            with socket.create_connection(("127.0.0.1", port), 5):
                pass
            yield process
        finally:
            process.terminate()
            process.wait()

    def load(self, port, connections, lines, seconds, rate=0):
        return self.json_of(self.tools / "http_load", port, "/v1/faber/entity-events", self.clean(), connections, lines,
                            seconds, *([rate] if rate else []))

    def post(self, connections, lines, seconds, rate=0):
        store = self.fresh("http.store")
        with self.serving([self.binnacle, "serve", "--store", store, "--listen", "127.0.0.1:7490"], 7490):
            return self.load(7490, connections, lines, seconds, rate)

    # -- what is told --------------------------------------------------------------------------------------------

    def tell(self, goal, what, ours, baseline, wanted, pairs=None, met=None, note=""):
        """`pairs`: (ours, baseline) of each turn; their ratio is what is wanted."""
        reading = {"goal": goal, "what": what, "ours": ours, "baseline": baseline, "wanted": wanted, "note": note}
        if pairs:
            ratios = sorted(a / b for a, b in pairs)
            reading["pairs"] = pairs
            reading["ratio"] = [ratios[0], statistics.median(ratios), ratios[-1]]
        reading["met"] = met(reading) if callable(met) else met
        self.readings.append(reading)
        ratio = " - ".join(f"{value:.2f}" for value in reading.get("ratio", [])) or "-"
        verdict = "met" if reading["met"] else "NOT MET"
        print(f"{goal:6} {what:44} {ours:>16} {baseline:>16} {ratio:>20} {wanted:>22} {verdict}  {note}", flush=True)

    @staticmethod
    def at_least(wanted):
        return lambda reading: reading["ratio"][1] >= wanted

    # -- the goals -----------------------------------------------------------------------------------------------

    def p1_p2_p3(self):
        file = self.faber()
        against_duckdb, against_sqlite, sizes, peaks = [], [], [], []
        for _ in range(PAIRS):
            store = self.fresh("p1.store")
            ours, peak = self.ingest(file, store)
            peaks.append(peak)
            sizes.append(sum(path.stat().st_size for path in self.data.glob("p1.store*")) / file.stat().st_size)
            against_duckdb.append((ours, self.duckdb("load", file, self.fresh("p1.duckdb"))["lines_per_second"]))
            plain = self.json_of(self.tools / "plain_sqlite", file, self.fresh("p2.sqlite"))
            against_sqlite.append((ours, plain["lines_per_second"]))
        rate = statistics.median(a for a, _ in against_duckdb)
        self.tell("P1", "ingest, events/s, against DuckDB", f"{rate:,.0f}",
                  f"{statistics.median(b for _, b in against_duckdb):,.0f}", ">= 1.0x", against_duckdb, self.at_least(1),
                  f"peak {max(peaks):.0f} MB")
        self.tell("P2", "ingest, events/s, against plain SQLite", f"{rate:,.0f}",
                  f"{statistics.median(b for _, b in against_sqlite):,.0f}", ">= 4x", against_sqlite, self.at_least(4))
        size = statistics.median(sizes)
        self.tell("P3", "bytes of the store by bytes of the input", f"{size:.3f}", "-", "<= 0.25", met=size <= 0.25)

    def p4(self):
        pairs, p99 = [], []
        for _ in range(PAIRS):
            ours = self.post(64, 1, SECONDS)
            p99.append(ours["p99_ms"])
            with self.serving([self.tools / "http_answer", "7491"], 7491):
                baseline = self.load(7491, 64, 1, SECONDS)
            pairs.append((ours["posts_per_second"], baseline["posts_per_second"]))
        self.tell("P4", "one event a POST, 64 connections, posts/s", f"{statistics.median(a for a, _ in pairs):,.0f}",
                  f"{statistics.median(b for _, b in pairs):,.0f}", ">= 0.4x", pairs, self.at_least(0.4),
                  f"p99 {statistics.median(p99):.1f} ms")

    def p5(self):
        pairs = []
        for _ in range(PAIRS):
            ours = self.post(8, 100, SECONDS)
            baseline, _ = self.ingest(self.faber(), self.fresh("p1.store"))
            pairs.append((ours["posts_per_second"] * 100, baseline))
        self.tell("P5", "100 events a POST, 8 connections, events/s", f"{statistics.median(a for a, _ in pairs):,.0f}",
                  f"{statistics.median(b for _, b in pairs):,.0f}", ">= 0.7x", pairs, self.at_least(0.7))

    def p6(self):
        seconds = 6 * SECONDS
        answers = self.post(64, 1, seconds, 10000)
        # Read again, every line that was answered must be a duplicate.
        part = self.data / "posted.ndjson"
        with open(self.clean()) as source, open(part, "w") as target:
            for _ in range(answers["lines"]):
                target.write(source.readline())
        again = self.json_of(self.binnacle, "ingest", "--format", "json", "--store", self.data / "http.store", part)
        lost = answers["lines"] - again["duplicate"]
        self.tell("P6", f"10,000 events/s for {seconds:.0f} s, p99", f"{answers['p99_ms']:.1f} ms", "-", "<= 25 ms, 0 lost",
                  met=answers["p99_ms"] <= 25 and answers["refused"] == 0 and lost == 0,
                  note=f"{answers['lines']:,} posted, {answers['refused']} refused, {lost} lost")

    def p7(self):
        store = self.ten_million()
        duckdb = self.data / "ten-million.duckdb"
        if not duckdb.exists():
            part = self.fresh("ten-million-part.duckdb")
            entities = self.fresh("ten-million.csv")
            subprocess.run([self.binnacle, "export", "csv", "--quiet", "--store", store, "--out", entities], check=True)
            self.duckdb("load", self.ten_million_lines(), part)
            self.duckdb("prepare", entities, part)
            part.rename(duckdb)
        ours = self.readings_of_ten_million()
        baseline = self.duckdb("read", duckdb, ROUNDS)
        for name, wanted in (("entity_page", 20), ("grid", 5), ("one_entity", 10), ("bottlenecks_7_days", 20)):
            a, b = ours[name], baseline[name]
            faster = b["p95_ms"] / a["p95_ms"]
            self.tell("P7", f"{name}, p95", f"{a['p95_ms']:.2f} ms", f"{b['p95_ms']:.2f} ms", f"<= {wanted} ms, >= 5x faster",
                      met=a["p95_ms"] <= wanted and faster >= 5, note=f"{faster:.1f}x faster; slowest: {a['slowest']}")
        busy = self.copy_of(store, "busy.store")
        more = self.input("more-3m.ndjson", "--seed", "3", "--dialect", "faber", "--ids", "random", "--events", "3000000")
        a = self.json_of(self.tools / "read_store", busy, 3 * SECONDS, "--while-writing", more, 50000)
        self.fresh("busy.store")
        self.tell("P7", f"entity_page at {a['events_per_second']:,.0f} events/s, p95", f"{a['entity_page']['p95_ms']:.2f} ms", "-",
                  "<= 30 ms", met=a["entity_page"]["p95_ms"] <= 30, note=f"resident {a['resident_mb']:.0f} MB")

    def p8(self):
        ours = self.readings_of_ten_million()
        for name, wanted in (("grid_as_of", 100), ("one_entity_as_of", 20)):
            a = ours[name]
            self.tell("P8", f"{name}, p95", f"{a['p95_ms']:.2f} ms", "-", f"<= {wanted} ms", met=a["p95_ms"] <= wanted,
                      note=f"slowest, {a['max_ms']:.2f} ms: {a['slowest']}")

    @functools.cache
    def readings_of_ten_million(self):
        return self.json_of(self.tools / "read_store", self.ten_million(), ROUNDS)

    def p9(self):
        pairs = []
        for _ in range(PAIRS):
            store = self.fresh("p9.store")
            baseline, _ = self.ingest(self.faber(), store)
            done = self.json_of(self.binnacle, "rebuild", "--format", "json", "--store", store)
            pairs.append((done["events"] * 1000 / done["duration_ms"], baseline))
        self.tell("P9", "rebuild, events/s, against the ingest", f"{statistics.median(a for a, _ in pairs):,.0f}",
                  f"{statistics.median(b for _, b in pairs):,.0f}", ">= 2x", pairs, self.at_least(2))

    def p15(self):
        more = self.input("more-300k.ndjson", "--seed", "2", "--dialect", "faber", "--ids", "random", "--events", "300000", "--entities", "30000")
        few = self.input("faber-100k.ndjson", "--dialect", "faber", "--ids", "random", "--events", "100000", "--entities", "10000")
        pairs = []
        for _ in range(PAIRS):
            large = self.copy_of(self.ten_million(), "large.store")
            ours, _ = self.ingest(more, large)
            small = self.fresh("small.store")
            self.ingest(few, small)
            baseline, _ = self.ingest(more, small)
            pairs.append((ours, baseline))
        self.fresh("large.store")
        self.tell("P15", "rate at 10 M stored events, against 100,000", f"{statistics.median(a for a, _ in pairs):,.0f}",
                  f"{statistics.median(b for _, b in pairs):,.0f}", ">= 0.7x", pairs, self.at_least(0.7))

    def ten_million_lines(self):
        return self.input("faber-10m.ndjson", "--dialect", "faber", "--ids", "random", "--events", "10000000", "--entities", "1000000")

    def ten_million(self):
        store = self.data / "ten-million.store"
        if not store.exists():
            part = self.fresh("ten-million-part.store")
            self.ingest(self.ten_million_lines(), part)
            for suffix in STORE_FILES:
                Path(f"{part}{suffix}").rename(f"{store}{suffix}")
        return store

    def save(self):
        result = {
            "date": time.strftime("%Y-%m-%d"),
            "machine": {"processor": processor(), "cores": os.cpu_count(), "kernel": platform.release()},
            "pairs": PAIRS,
            "readings": self.readings,
        }
        (self.build / "results.json").write_text(json.dumps(result, indent=1) + "\n")


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args()
    bench = Bench(given.build)
    goals = {"P1": bench.p1_p2_p3, "P4": bench.p4, "P5": bench.p5, "P6": bench.p6, "P7": bench.p7, "P8": bench.p8, "P9": bench.p9,
             "P15": bench.p15}
    together = {"P2": "P1", "P3": "P1"}
    names = list(dict.fromkeys(together.get(name.upper(), name.upper()) for name in given.names)) or list(goals)
    unknown = [name for name in names if name not in goals]
    if unknown:
        parser.error(f"no benchmark {unknown[0]}; there are {' '.join([*goals, *together])}")
    print(f"{'goal':6} {'work':44} {'ours':>16} {'baseline':>16} {'min - median - max':>20} {'wanted':>22}")
    for name in names:
        goals[name]()
        bench.save()
    sys.exit(0)


if __name__ == "__main__":
    main()
