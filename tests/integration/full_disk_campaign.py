#!/usr/bin/env python3
"""Lets the disk of the real `binnacle serve` become full while several clients post, again and again: they must be told
so (503, a plain reason, Retry-After), reading must go on, and when there is room intake must go on by itself. In some
rounds the server is killed or stopped while the disk is full, and started on a full disk. Every event that was
acknowledged is accounted for, and what is derived must equal a rebuild.

The disk is a small tmpfs in a mount namespace of its own.

usage: full_disk_campaign.py BINNACLE [--rounds 200] [--clients 4] [--seed N] [--folder DIR]
"""

import errno
import os
import subprocess
import sys

import campaign
import senders
from disk_trouble import DiskTrouble, check_reading

MEBIBYTE = 1 << 20
DISK = 96 * MEBIBYTE
# Bytes of a store that is exchanged for a new one.
LARGEST = 24 * MEBIBYTE
CANNOT = 77  # ctest shows it as skipped


def enter_namespace():
    """Starts this program again where it may mount."""
    if os.environ.get("BINNACLE_CAMPAIGN_MAY_MOUNT"):
        return
    for options in (["-m"], ["-U", "-r", "-m"]):
        if subprocess.run(["unshare", *options, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode == 0:
            os.environ["BINNACLE_CAMPAIGN_MAY_MOUNT"] = "1"
            os.execvp("unshare", ["unshare", *options, sys.executable, *sys.argv])
    print("Skipped: a file system cannot be mounted here. Run this as root, or where unprivileged user namespaces are "
          "allowed (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces) and unshare is installed.")
    sys.exit(CANNOT)


class Disk:
    """A tmpfs and the ballast on it."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", folder], check=True)
        self.ballast = folder / "ballast"

    def free(self):
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize

    def leave(self, size):
        """Takes all but `size` bytes, although others take some meanwhile."""
        with open(self.ballast, "ab") as file:
            while (more := self.free() - size) > 0:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, more)
                except OSError as failure:
                    if failure.errno != errno.ENOSPC:
                        raise

    def make_room(self, size=None):
        """Gives `size` bytes of the ballast back; without it, all."""
        if size is None:
            self.ballast.unlink(missing_ok=True)
        elif self.ballast.exists():
            os.truncate(self.ballast, max(0, self.ballast.stat().st_size - size))

    def unmount(self):
        subprocess.run(["umount", self.folder], check=True)

    def clear(self):
        for file in self.folder.iterdir():
            file.unlink()

    def used(self):
        return sum(file.stat().st_blocks * 512 for file in self.folder.iterdir() if file != self.ballast)


class FullDisk(DiskTrouble):
    other = "starts waited for room"

    def __init__(self, given, folder, chance):
        self.disk = Disk(folder / "disk")
        super().__init__(given, folder, chance, self.disk.folder)

    def run(self):
        super().run()
        self.disk.unmount()

    def begin_trouble(self, server, crowd):
        self.disk.leave(self.chance.choice([0, 0, 16 * 1024, MEBIBYTE, 4 * MEBIBYTE]))
        self.expect_trouble(server, crowd)

    def end_trouble(self):
        self.disk.make_room()

    def is_large(self):
        return self.disk.used() > LARGEST

    def remove_store(self):
        self.disk.clear()

    def choices(self):
        return [*super().choices(), self.by_and_by]

    def by_and_by(self, server, crowd):
        for _ in range(3):
            self.disk.make_room(self.chance.randrange(8 * 1024, 512 * 1024))
            self.expect_trouble(server, crowd)
        return self.simply(server, crowd)

    def restarted(self, server, crowd, end):
        """On a disk that is still full."""
        end(server)
        crowd.join()
        self.note(crowd)
        self.disk.leave(0)
        server = self.start_while_full()
        check_reading(self.program, server, self.store)
        crowd = self.crowd(server)
        if self.disk.ballast.exists():
            self.expect_trouble(server, crowd)
        return self.simply(server, crowd)

    def start_while_full(self):
        """Without room for the files that an open store needs, it waits for some, and says so."""
        server = self.start(waits=True)
        ready = campaign.Worker(server.await_ready)
        senders.wait_until("serve neither starts nor says that it waits for room",
                           lambda: not ready.is_alive() or "Waiting for room" in server.said)
        if ready.is_alive():
            self.counts["other"] += 1
            self.disk.make_room()
        ready.join()
        return server


if __name__ == "__main__":
    enter_namespace()
    campaign.main(__doc__, lambda *arguments: FullDisk(*arguments).run(), clients=4)
