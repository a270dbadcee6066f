"""What the campaigns have in common: the real program as a process, clients that post to it, and the accounting."""

import argparse
import atexit
import http.client
import json
import os
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
# Nothing here waits for a time to pass; past this, what should have happened will not.
PATIENCE = 60
# What doctor says of the machine, which is none of a campaign's business.
OF_THE_MACHINE = {"settings", "folders", "disk", "gateway", "clock", "time_sync", "display", "qt_plugins", "qml_modules"}


class Violation(Exception):
    pass


def violation(text):
    raise Violation(text)


class Worker(threading.Thread):
    """A thread whose exception comes out of join()."""

    def __init__(self, work, *arguments):
        super().__init__(daemon=True)
        self.work, self.arguments, self.failure = work, arguments, None
        self.start()

    def run(self):
        try:
            self.work(*self.arguments)
        except BaseException as failure:
            self.failure = failure

    def join(self, timeout=None):
        super().join(timeout)
        if self.failure:
            raise self.failure


class Program:
    """The command line, with a home of its own."""

    def __init__(self, binnacle, folder):
        self.binnacle = binnacle
        self.environment = dict(os.environ, **{f"XDG_{kind}_HOME": str(folder / "home" / kind.lower())
                                               for kind in ("CONFIG", "DATA", "STATE", "CACHE")})

    def run(self, *arguments, environment=None):
        return subprocess.run([self.binnacle, *map(str, arguments)], capture_output=True, text=True,
                              env={**self.environment, **(environment or {})})

    def start(self, *arguments):
        """The process, with its answer to be read as bytes."""
        return subprocess.Popen([self.binnacle, *map(str, arguments)], stdout=subprocess.PIPE, env=self.environment)

    def ask(self, *arguments, environment=None):
        """The answer as JSON; a failure is a violation."""
        done = self.run(*arguments, "--format", "json", environment=environment)
        if done.returncode != 0:
            violation(f"FAILED: binnacle {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)


class Server:
    """`binnacle serve`; with `waits` it may not be ready yet."""

    def __init__(self, program, store, environment=None, waits=False):
        self.process = subprocess.Popen([program.binnacle, "serve", "--store", store, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**program.environment, **(environment or {})})
        # A campaign that ends early leaves nothing behind.
        atexit.register(self.process.kill)
        self.port = None
        self.said = ""  # On standard error.
        self.reading = Worker(self.read_notes)
        if not waits:
            self.await_ready()

    def read_notes(self):
        for line in self.process.stderr:
            self.said += line

    def await_ready(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.reading.join()
            violation(f"STUCK: serve does not start: {self.said}")
        self.port = int(json.loads(line)["url"].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait() != 0:
            violation(f"serve ended with {self.process.returncode} when it was asked to stop")

    def get(self, path):
        """(status, headers, JSON) of GET."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, json.loads(text)


class Lines:
    """Hands every line to one client once, and never ends."""

    PART = 20_000

    def __init__(self, program, folder, chance):
        self.program, self.chance = program, random.Random(chance.random())
        self.path = folder / "lines.ndjson"
        self.lock = threading.Lock()
        self.file = self.made()

    def made(self):
        self.program.run("demo", "--seed", self.chance.randrange(1 << 30), "--dialect", "faber", "--faults", "none", "--events",
                         self.PART, "--entities", self.PART // 60, "--out", self.path).check_returncode()
        return open(self.path, "rb")

    def take(self, count):
        lines = []
        with self.lock:
            while len(lines) < count:
                line = self.file.readline()
                if line:
                    lines.append(line.rstrip(b"\n"))
                else:
                    self.file.close()
                    self.file = self.made()
        return lines


def outcomes(body, count):
    """(seq, whether it was there before) of each item of an answer; a single event's answer tells the seq of a
    duplicate only."""
    answer = json.loads(body)
    if count == 1:
        is_duplicate = answer["message"].startswith("Duplicate")
        return [(int(answer["message"].rsplit(" ", 1)[1]) if is_duplicate else None, is_duplicate)]
    return [(item["seq"], item["status"] == "duplicate") for item in answer["results"]]


def send(connection, lines):
    """(status, headers, body) of a post."""
    body = lines[0] if len(lines) == 1 else b"\n".join(lines)
    kind = "application/json" if len(lines) == 1 else "application/x-ndjson"
    connection.request("POST", PATH, body, {"Content-Type": kind})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def post(connection, lines):
    status, _, text = send(connection, lines)
    if status != 200:
        violation(f"answered {status}: {text[:300]!r}")
    return text


def event_id(line):
    return json.loads(line)["event_id"]


def account(port, acknowledged, seqs):
    """Everything acknowledged comes back as a duplicate of the seq it was given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for begin in range(0, len(acknowledged), 500):
        part = acknowledged[begin : begin + 500]
        again = outcomes(post(connection, [line for line, _ in part]), len(part))
        for (line, (seq, _)), (seen, is_duplicate) in zip(part, again):
            if not is_duplicate or seq not in (None, seen):
                violation(f"LOST: acknowledged as {seq}, now {'a duplicate of' if is_duplicate else 'new as'} "
                          f"{seen}: {line[:200]!r}")
            if seqs.setdefault(seen, line) != line:
                violation(f"TWICE: seq {seen} was given to two events")
    connection.close()


def check_derived(program, store, when):
    """The projections are what the log makes of them, and doctor finds nothing. Gives the number of events."""
    rebuilt = program.ask("rebuild", "--compare", "--store", store)
    if not rebuilt["was_equal"]:
        violation(f"DRIFTED: {when} the projections differ from a rebuild")
    doctor = json.loads(program.run("doctor", "--format", "json", "--store", store).stdout)
    for check in doctor["checks"]:
        if check["state"] == "fail" and check["check"] not in OF_THE_MACHINE:
            violation(f"DAMAGED: {when} {check['message']}")
    return rebuilt["events"]


def check_log(program, store, lines_by_id, acknowledged, when):
    """The log holds what was acknowledged, nothing twice, nothing that was not sent, without a gap, byte for byte.
    Gives the number of events."""
    listed = program.run("events", "--oldest-first", "--payload", "--limit", 100_000_000, "--format", "ndjson", "--store", store)
    if listed.returncode != 0:
        violation(f"UNREADABLE: {when} {listed.stderr}")
    seen = set()
    for number, text in enumerate(listed.stdout.splitlines(), 1):
        event = json.loads(text)
        name = event["event_id"]
        if event["seq"] != number:
            violation(f"GAP: {when} seq {event['seq']} comes where {number} should")
        if name in seen:
            violation(f"TWICE: {when} {name} is there twice")
        if lines_by_id.get(name) != event["payload"].encode():
            violation(f"CHANGED: {when} {name} is not what was sent")
        seen.add(name)
    missing = set(acknowledged) - seen
    if missing:
        violation(f"LOST: {when} {len(missing)} of {len(set(acknowledged))} acknowledged events are missing, for example "
                  f"{min(missing)}; {len(seen)} are there")
    return len(seen)


def main(description, run, clients=6, needs_shim=False):
    """Parses the arguments that all campaigns have and runs `run(given, folder, chance)`."""
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("binnacle")
    if needs_shim:
        parser.add_argument("shim", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=clients)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", help="kept; a temporary one without it")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Asked to stop."))
    print(f"seed {given.seed}", flush=True)
    folder = Path(given.folder or tempfile.mkdtemp(prefix="binnacle-campaign-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run(given, folder, random.Random(given.seed))
    except Violation as found:
        sys.exit(f"{found}\n(seed {given.seed}; the files are in {folder})")
    if not given.folder:
        shutil.rmtree(folder)
