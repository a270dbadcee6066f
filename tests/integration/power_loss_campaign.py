#!/usr/bin/env python3
"""Cuts the power of the disk under the real program, at 200 points of several recorded runs: posts one by one and in
batches, imports, rebuilds, kills, checkpoints, syncs that fail. Every change of the store's folder is recorded, and every
answer. For each point the folder is made as a disk may have it afterwards (forgetful_disk.py) and opened with the real
program: every event that had been acknowledged is there, unchanged, once, and what is derived equals a rebuild.

usage: power_loss_campaign.py BINNACLE SHIM [--rounds 200] [--clients 4] [--seed N] [--folder DIR]
"""

import bisect
import collections
import errno
import json
import os
import shutil

import campaign
import disk_shim
import senders
from campaign import violation
from forgetful_disk import Disk, Record, read_journal

# Points of one recorded run, where enough are asked for to have all kinds of runs.
POINTS = 10
# Events after which write-ahead logs are copied into their files beside the writer.
MUCH = 25_000
# So many of the acknowledged events are sent once more; that all are there is seen by reading.
SENT_AGAIN = 1500


def answers_in(stream):
    """Cuts the answers out of what was sent over a connection: their bodies; what is left stays in `stream`."""
    while (end := stream.find(b"\r\n\r\n")) >= 0:
        head = stream[:end].decode().split("\r\n")
        size = next(int(line.split(":")[1]) for line in head if line.lower().startswith("content-length:"))
        if len(stream) < end + 4 + size:
            return
        if head[0].split()[1] == "200":
            yield json.loads(stream[end + 4 : end + 4 + size])
        del stream[: end + 4 + size]


def events_of(answer):
    """(event id, seq or None) of what an answer acknowledges."""
    if "results" in answer:
        return [(item["event_id"], item["seq"]) for item in answer["results"]]
    return [(answer["event_id"], None)] if "event_id" in answer else []


class RememberingOutbox(senders.Outbox):
    """Knows every line that was ever sent."""

    def __init__(self, lines):
        super().__init__(lines)
        self.sent = {}

    def take(self, size):
        lines, may_be_stored = super().take(size)
        self.sent.update((campaign.event_id(line), line) for line in lines)
        return lines, may_be_stored


class Recording:
    """A run of the program whose changes are recorded."""

    def __init__(self, owner, folder):
        self.program, self.chance, self.clients = owner.program, owner.chance, owner.given.clients
        self.outbox = RememberingOutbox(campaign.Lines(owner.program, owner.folder, owner.chance))
        self.outgoing = owner.folder / "import.ndjson"
        self.folder = folder / "disk"
        self.folder.mkdir(parents=True)
        self.store = self.folder / "campaign.store"
        self.journal = folder / "journal"
        self.control = disk_shim.Control(folder / "control")
        self.environment = disk_shim.environment(owner.given.shim, self.folder, self.control, self.journal)
        self.imported = []  # (where the journal ended, event ids)

    def serve(self):
        return campaign.Server(self.program, self.store, self.environment)

    def post(self, server, sizes, events):
        """Lets senders post until about `events` are stored."""
        crowd = senders.Crowd(server.port, self.outbox, sizes)
        crowd.wait_until_acknowledged(events)
        return crowd

    def small(self):
        server = self.serve()
        self.post(server, [1] * self.clients, 600).stop()
        server.stop()

    def large(self):
        """Enough for checkpoints beside the writer."""
        server = self.serve()
        self.post(server, [20] * self.clients, MUCH).stop()
        server.stop()

    def imports(self):
        self.small()
        for events in (500, 12_000):
            lines, _ = self.outbox.take(events)
            self.outgoing.write_bytes(b"\n".join(lines) + b"\n")
            self.program.ask("ingest", "--store", self.store, self.outgoing, environment=self.environment)
            self.imported.append((self.journal.stat().st_size, [campaign.event_id(line) for line in lines]))

    def rebuild(self):
        self.imports()
        self.program.ask("rebuild", "--store", self.store, environment=self.environment)
        self.small()

    def kills(self):
        """Processes that find what others have left, on disk or not."""
        for _ in range(4):
            server = self.serve()
            crowd = self.post(server, [self.chance.choice([1, 20, 300]) for _ in range(self.clients)], 300)
            server.kill()
            crowd.join()
            self.settle()

    def failing_syncs(self):
        """Also right before a kill: the next process finds what is not on disk, although it reads it."""
        for _ in range(4):
            server = self.serve()
            crowd = self.post(server, [self.chance.choice([1, 20, 300]) for _ in range(self.clients)], 100)
            for _ in range(4):
                self.control.fail(disk_shim.Call.SYNC, errno.EIO, skip=self.chance.randrange(20), span=self.chance.choice([1, 1, 3]))
                senders.wait_until("no sync fails", lambda: crowd.check() or self.control.failed() > 0)
                if self.chance.random() < 0.5:
                    crowd.wait_until_served()
            self.control.fail(disk_shim.Call.SYNC, errno.EIO)
            crowd.wait_until_refused()
            server.kill()
            crowd.join()
            self.control.heal()
            self.settle()

    def failing_checkpoints(self):
        server = self.serve()
        crowd = self.post(server, [20] * self.clients, MUCH)
        for _ in range(24):
            file = self.chance.choice(sorted(self.folder.iterdir()))
            self.control.fail(disk_shim.Call.SYNC, errno.EIO, skip=self.chance.randrange(3), span=1, file=file)
            before = crowd.batches()
            senders.wait_until("intake does not go on", lambda: crowd.check() or self.control.failed() > 0
                               or crowd.batches() > before + 40)
        self.control.heal()
        crowd.wait_until_served()
        crowd.stop()
        server.stop()

    def settle(self):
        """After a kill: makes the folder what the journal says, which may lack what was just being done."""
        disk, end = Disk(self.folder, self.chance), 0
        for entry in read_journal(self.journal):
            disk.feed(*entry)
            end = entry[0]
        disk.write_seen(self.folder)
        os.truncate(self.journal, end)

    def entries(self):
        """(where each entry ends, whether it is something sent), (where it was acknowledged, event id, seq)"""
        ends, acknowledged, streams = [], [], collections.defaultdict(bytearray)
        for end, record, handle, _, data in read_journal(self.journal):
            ends.append((end, record == Record.SENT))
            if record == Record.SENT:
                streams[handle] += data
                acknowledged += [(end, *event) for answer in answers_in(streams[handle]) for event in events_of(answer)]
        acknowledged += [(end, name, None) for end, names in self.imported for name in names]
        return ends, sorted(acknowledged, key=lambda noted: noted[0])


KINDS = [Recording.small, Recording.large, Recording.imports, Recording.rebuild, Recording.kills, Recording.failing_syncs,
         Recording.failing_checkpoints]


class Campaign:
    def __init__(self, given, folder, chance):
        self.given, self.folder, self.chance = given, folder, chance
        self.program = campaign.Program(given.binnacle, folder)
        self.points = max(1, min(POINTS, given.rounds // len(KINDS)))
        self.runs = -(-given.rounds // self.points)
        self.counts = collections.Counter()
        self.after = folder / "after"
        self.after.mkdir()

    def cut(self, recording, number, points):
        """Cuts the power of a recorded run at so many points."""
        recording.outbox.returned.clear()  # Each point has a store of its own, in which they may be or not.
        ends, acknowledged = recording.entries()
        sent = [end for end, is_sent in ends if is_sent] or [ends[-1][0]]
        cuts = set()
        while len(cuts) < min(points, len(ends)):
            cuts.add(self.chance.choice(sent) if self.chance.random() < 0.5 else self.chance.choice(ends)[0])
        disk = Disk(recording.folder, self.chance)
        for entry in read_journal(recording.journal):
            disk.feed(*entry)
            if entry[0] in cuts:
                known = acknowledged[: bisect.bisect_right([end for end, _, _ in acknowledged], entry[0])]
                self.check(disk, recording.outbox, known, f"run {number}, power lost at {entry[0]}")
                self.counts["points"] += 1
        if problems := disk.check_seen():
            violation(f"The journal is not complete: {'; '.join(problems)}")

    def check(self, disk, outbox, acknowledged, when):
        disk.write_after_loss(self.after, self.chance)
        store = self.after / "campaign.store"
        names = [name for _, name, _ in acknowledged]
        if store.exists() and self.chance.random() < 0.5:
            # A reader may be the first to come.
            self.program.run("entities", "--store", store)
        server = campaign.Server(self.program, store)
        some = self.chance.sample(acknowledged, min(len(acknowledged), SENT_AGAIN))
        try:
            campaign.account(server.port, [(outbox.sent[name], (seq, True)) for _, name, seq in some], {})
        except campaign.Violation as found:
            violation(f"{found} ({when})")
        # Intake goes on where it was.
        more = senders.Crowd(server.port, outbox, [20])
        more.wait_until_served()
        more.stop()
        server.stop()
        names += [campaign.event_id(line) for line, _ in more.acknowledged()]
        stored = campaign.check_log(self.program, store, outbox.sent, names, when)
        campaign.check_derived(self.program, store, when)
        self.counts["acknowledged"] += len(set(names))
        self.counts["stored"] += stored

    def run(self):
        for number in range(1, self.runs + 1):
            kind = KINDS[(number - 1) % len(KINDS)]
            recording = Recording(self, self.folder / f"run-{number}")
            kind(recording)
            points = min(self.points, self.given.rounds - self.counts["points"])
            self.cut(recording, number, points)
            shutil.rmtree(recording.folder.parent)
            print(f"run {number} ({kind.__name__.replace('_', ' ')}): {points} times without power, 0 lost, 0 twice, equal to a "
                  "rebuild", flush=True)
        print(f"{self.counts['points']} rounds passed in {self.runs} runs: {self.counts['acknowledged']:,} acknowledged, none "
              f"missing, none twice; {self.counts['stored'] - self.counts['acknowledged']:,} more had been stored")


if __name__ == "__main__":
    campaign.main(__doc__, lambda *arguments: Campaign(*arguments).run(), clients=4, needs_shim=True)
