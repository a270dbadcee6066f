#!/usr/bin/env python3
"""Lets writes, syncs and truncations of the real `binnacle serve` fail while several clients post: one, a few, or all of
them for a while, with EIO or ENOSPC, half done or not. Whoever is refused must be told so (503, a plain reason,
Retry-After), reading must go on, and when the disk works again intake must go on by itself. In some rounds the server is
killed or stopped meanwhile. Every event that was acknowledged is accounted for, and what is derived must equal a rebuild.

usage: bad_disk_campaign.py BINNACLE SHIM [--rounds 200] [--clients 4] [--seed N] [--folder DIR]
"""

import errno

import campaign
import disk_shim
import senders
from disk_shim import Call, Half
from disk_trouble import DiskTrouble, check_reading

# Events in a store that is exchanged for a new one.
LARGEST = 80_000
# A fault that has not come up while so many batches were stored will not: some calls and files are rare.
ENOUGH = 200
# Events after which write-ahead logs are copied into their files beside the writer.
MUCH = 40_000


class BadDisk(DiskTrouble):
    other = "calls failed"

    def __init__(self, given, folder, chance):
        self.folder = folder / "disk"
        self.folder.mkdir()
        self.control = disk_shim.Control(folder / "control")
        super().__init__(given, folder, chance, self.folder,
                         disk_shim.environment(given.shim, self.folder, self.control))

    def begin_trouble(self, server, crowd):
        """Calls of one kind or of all, to one file or to all, fail: once, some times, or until the trouble ends."""
        if self.chance.random() < 0.1:
            crowd.wait_until_acknowledged(MUCH)
        calls = self.chance.choice([Call.WRITE, Call.SYNC, Call.TRUNCATE, Call.WRITE | Call.SYNC | Call.TRUNCATE])
        span = self.chance.choice([1, 1, self.chance.randrange(2, 20), disk_shim.ALWAYS])
        skip = self.chance.choice([0, self.chance.randrange(300 if calls & Call.WRITE else 20)])
        file = self.chance.choice([None, None, *sorted(self.folder.iterdir())])
        before = crowd.batches()
        self.control.fail(calls, self.chance.choice([errno.EIO, errno.ENOSPC]), self.chance.choice(list(Half)), skip, span, file)
        if span == disk_shim.ALWAYS and calls != Call.TRUNCATE and not file:
            self.expect_trouble(server, crowd)
            return
        failures = 1 if span == disk_shim.ALWAYS else span
        senders.wait_until("neither does a call fail nor is anything stored", lambda: crowd.check() or
                           self.control.failed() >= failures or crowd.batches() >= before + ENOUGH)
        check_reading(self.program, server, self.store)

    def end_trouble(self):
        self.counts["other"] += self.control.failed()
        self.control.heal()

    def is_large(self):
        return len(self.seqs) > LARGEST

    def remove_store(self):
        for file in self.folder.iterdir():
            file.unlink()


if __name__ == "__main__":
    campaign.main(__doc__, lambda *arguments: BadDisk(*arguments).run(), clients=4, needs_shim=True)
