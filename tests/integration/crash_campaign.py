#!/usr/bin/env python3
"""Kills the real `binnacle serve` at random moments while several clients post, and accounts for every event that was
acknowledged: none may be missing, none stored twice, and what is derived must equal a rebuild.

usage: crash_campaign.py BINNACLE [--rounds 200] [--clients 6] [--seed N] [--folder DIR]
"""

import argparse
import http.client
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PATH = "/v1/faber/entity-events"


class Server:
    def __init__(self, binnacle, store):
        self.process = subprocess.Popen([binnacle, "serve", "--store", store, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"serve did not start: {self.process.stderr.read()}")
        self.port = int(json.loads(line)["url"].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait() != 0:
            raise SystemExit(f"serve ended with {self.process.returncode} when it was asked to stop")


class Lines:
    """Hands every line to one client once."""

    def __init__(self, file):
        self.file = open(file, "rb")
        self.lock = threading.Lock()

    def take(self, count):
        with self.lock:
            return [line.rstrip(b"\n") for line, _ in zip(self.file, range(count))]


def outcomes(body, count):
    """(seq, whether it was there before) of each item of an answer; a single event's answer does not tell its seq."""
    answer = json.loads(body)
    if count == 1:
        return [(None, None)]
    return [(item["seq"], item["status"] == "duplicate") for item in answer["results"]]


def post(connection, lines):
    body = lines[0] if len(lines) == 1 else b"\n".join(lines)
    kind = "application/json" if len(lines) == 1 else "application/x-ndjson"
    connection.request("POST", PATH, body, {"Content-Type": kind})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"answered {answer.status}: {text[:300]!r}")
    return text


def client(port, lines, size, acknowledged, sent):
    """Posts until the server is gone; notes what was acknowledged as what."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        while True:
            some = lines.take(size)
            if not some:
                return
            sent.extend(some)
            text = post(connection, some)
            acknowledged.extend(zip(some, outcomes(text, len(some))))
    except (OSError, http.client.HTTPException):
        return


def account(port, acknowledged, seqs):
    """Everything acknowledged comes back as a duplicate of the seq it was given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for begin in range(0, len(acknowledged), 500):
        part = acknowledged[begin : begin + 500]
        # Never alone: only the answer to several tells their seqs.
        asked = [line for line, _ in part] + [part[0][0]]
        again = outcomes(post(connection, asked), len(asked))
        for (line, (seq, _)), (seen, is_duplicate) in zip(part, again):
            if not is_duplicate or seq not in (None, seen):
                raise SystemExit(f"LOST: acknowledged as {seq}, now {'a duplicate of' if is_duplicate else 'new as'} "
                                 f"{seen}: {line[:200]!r}")
            if seqs.setdefault(seen, line) != line:
                raise SystemExit(f"TWICE: seq {seen} was given to two events")
    connection.close()


def run(given, folder):
    chance = random.Random(given.seed)
    lines_file = folder / "lines.ndjson"
    subprocess.run([given.binnacle, "demo", "--seed", str(given.seed), "--dialect", "faber", "--faults", "none", "--events",
                    str(given.rounds * 12000), "--entities", str(given.rounds * 200), "--out", lines_file],
                   check=True, stdout=subprocess.DEVNULL)
    lines = Lines(lines_file)
    store = folder / "campaign.store"
    seqs, counts = {}, {"acknowledged": 0, "sent": 0}
    everything = []
    for number in range(1, given.rounds + 1):
        server = Server(given.binnacle, store)
        sent = [[] for _ in range(given.clients)]
        acknowledged = [[] for _ in range(given.clients)]
        threads = [threading.Thread(target=client, args=(server.port, lines, chance.choice([1, 1, 20, 300]),
                                                         acknowledged[i], sent[i])) for i in range(given.clients)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.01, 0.8))
        server.kill()
        for thread in threads:
            thread.join()
        noted = [pair for some in acknowledged for pair in some]
        everything.extend(line for some in sent for line in some)
        counts["acknowledged"] += len(noted)
        counts["sent"] = len(everything)
        server = Server(given.binnacle, store)
        account(server.port, noted, seqs)
        if number % 2:
            server.stop()
        else:
            server.kill()
        if number % 10 == 0 or number == given.rounds:
            rebuilt = json.loads(subprocess.run([given.binnacle, "rebuild", "--compare", "--format", "json", "--store", store],
                                                check=True, capture_output=True, text=True).stdout)
            if not rebuilt["was_equal"]:
                raise SystemExit(f"DRIFTED: after round {number} the projections differ from a rebuild")
            doctor = subprocess.run([given.binnacle, "doctor", "--store", store], capture_output=True, text=True)
            if "FAIL" in doctor.stdout:
                raise SystemExit(f"DAMAGED: after round {number}\n{doctor.stdout}")
            print(f"round {number}: {counts['sent']:,} sent, {counts['acknowledged']:,} acknowledged, 0 lost, 0 twice; "
                  f"{rebuilt['events']:,} events stored, equal to a rebuild", flush=True)
    # What was sent and not acknowledged may be there or not, but not twice.
    (folder / "all.ndjson").write_bytes(b"\n".join(everything) + b"\n")
    again = json.loads(subprocess.run([given.binnacle, "ingest", "--format", "json", "--store", store, folder / "all.ndjson"],
                                      check=True, capture_output=True, text=True).stdout)
    if again["accepted"] + again["duplicate"] != len(everything) or again["duplicate"] != rebuilt["events"]:
        raise SystemExit(f"the store held {rebuilt['events']} events, of {len(everything)} sent: {again}")
    print(f"{given.rounds} rounds passed: {counts['acknowledged']:,} acknowledged, none missing, none twice; of "
          f"{counts['sent'] - counts['acknowledged']:,} that were killed on the way {again['duplicate'] - counts['acknowledged']:,}"
          " had been stored")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("binnacle")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", help="kept; a temporary one without it")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    folder = Path(given.folder or tempfile.mkdtemp(prefix="binnacle-campaign-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run(given, folder)
    finally:
        if not given.folder and sys.exc_info()[0] is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
