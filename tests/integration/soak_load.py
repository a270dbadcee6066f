"""What the soak sends, who sends it, and what became of every event."""

import array
import datetime
import http.client
import re
import threading
import time

import campaign
from campaign import violation

STAMP = re.compile(rb'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"')
RUN = re.compile(rb'("run_id":"[^"]+)"')
EVENT_ID = re.compile(rb'"event_id":"[^"]+"')
KEY = re.compile(rb'"entity":{"organization":"([^"]+)","project":"([^"]+)","type":"([^"]+)","id":"([^"]+)"')
# An event's id is its number times this odd constant, so it looks random and tells the number again.
SCATTER = 0x9E3779B97F4A7C15F39CC0605CEDC835
GATHER = pow(SCATTER, -1, 1 << 128)


def number_of(event_id):
    """The number of the event with this id, as text without its "evt_"."""
    return int(event_id, 16) * GATHER % (1 << 128)


def template_of(line):
    """`line` with places for an id, the time and the number of the turn: every turn is a new run of the workflow."""
    line = STAMP.sub(b'"%(now)b"', line.replace(b"%", b"%%"))
    line = RUN.sub(rb'\1-%(turn)d"', line)
    return EVENT_ID.sub(b'"event_id":"evt_%(id)b"', line)


class Feed:
    """Numbered events of a bounded number of entities, without end: their workflows begin again when they have ended."""

    def __init__(self, program, folder, chance, entities):
        lines = folder / "lines.ndjson"
        # The demo makes somewhat fewer entities than it is asked for.
        program.run("demo", "--seed", chance.randrange(1 << 30), "--dialect", "faber", "--faults", "none", "--events",
                    entities * 18, "--entities", entities * 3 // 2, "--out", lines).check_returncode()
        read = lines.read_bytes().splitlines()
        lines.unlink()
        self.templates = [template_of(line) for line in read]
        self.keys = sorted({"/".join(part.decode() for part in KEY.search(line).groups()) for line in read})
        self.lock = threading.Lock()
        self.taken = 0

    def take(self, count):
        """(number of the first, lines)"""
        with self.lock:
            first = self.taken
            self.taken += count
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3].encode() + b"Z"
        lines = []
        for number in range(first, first + count):
            turn, place = divmod(number, len(self.templates))
            name = b"%032x" % (number * SCATTER % (1 << 128))
            lines.append(self.templates[place] % {b"id": name, b"now": now, b"turn": turn})
        return first, lines


class Ledger:
    """The seq that each event was acknowledged as, by its number."""

    def __init__(self):
        self.lock = threading.Lock()
        self.seqs = array.array("I")  # 0: not acknowledged.
        self.acknowledged = self.refused = self.repeated = 0
        self.answers = array.array("d")  # Seconds from when a post was due.

    def note(self, first, seqs, seconds):
        with self.lock:
            self.seqs.extend([0] * (first + len(seqs) - len(self.seqs)))
            self.seqs[first : first + len(seqs)] = array.array("I", seqs)
            self.acknowledged += len(seqs)
            self.answers.append(seconds)

    def check(self, program, store):
        """The log is exactly what was acknowledged, each event once and in the place that was told. Gives their number."""
        command = ["events", "--oldest-first", "--limit", 10**9, "--format", "ndjson", "--store", store]
        place = re.compile(rb'\{"seq":(\d+),"event_id":"evt_([0-9a-f]{32})",')
        stored = 0
        with program.start(*command) as reading:
            for line in reading.stdout:
                stored += 1
                found = place.match(line)
                if not found or int(found[1]) != stored:
                    violation(f"GAP: where seq {stored} should come, there is {line[:200]!r}")
                number = number_of(found[2])
                if number >= len(self.seqs) or self.seqs[number] != stored:
                    violation(f"TWICE, or never acknowledged as this: {line[:200]!r}")
        if reading.returncode != 0:
            violation(f"UNREADABLE: events ended with {reading.returncode}")
        # Each has its own seq, so none was seen twice, and as many as were acknowledged are all.
        if stored != self.acknowledged:
            violation(f"LOST: {self.acknowledged - stored:,} of {self.acknowledged:,} acknowledged events")
        return stored


class Client(campaign.Worker):
    """Posts a batch whenever one is due, and catches up when it is late."""

    REPEAT = 20  # Every so many batches one is posted again.

    def __init__(self, port, feed, ledger, size, interval, offset):
        self.port, self.feed, self.ledger, self.size = port, feed, ledger, size
        self.interval, self.due = interval, time.monotonic() + offset
        self.stopping = threading.Event()
        super().__init__(self.post)

    def post(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=campaign.PATIENCE)
        batches = 0
        while not self.stopping.wait(max(0.0, self.due - time.monotonic())):
            first, lines = self.feed.take(self.size)
            seqs, were_there = self.deliver(connection, lines)
            if any(were_there):
                violation(f"NOT TRUE: never acknowledged, yet a duplicate: {lines[0][:200]!r}")
            self.ledger.note(first, seqs, time.monotonic() - self.due)
            batches += 1
            if batches % self.REPEAT == 0:
                self.repeat(connection, lines, seqs)
            self.due += self.interval

    def deliver(self, connection, lines):
        """(seqs, whether each was there before)"""
        while True:
            status, headers, body = campaign.send(connection, lines)
            if status == 200:
                return zip(*campaign.outcomes(body, len(lines)))
            if status not in (429, 503):
                violation(f"answered {status}: {body[:300]!r}")
            self.ledger.refused += len(lines)
            self.stopping.wait(int(headers["Retry-After"]))

    def repeat(self, connection, lines, seqs):
        again, were_there = self.deliver(connection, lines)
        if again != seqs or not all(were_there):
            violation(f"TWICE: acknowledged as {seqs[0]}, and again as {again[0]}: {lines[0][:200]!r}")
        self.ledger.repeated += len(lines)
