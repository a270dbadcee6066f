"""The campaigns' side of disk_shim.cpp: which calls fail, and the environment that preloads it."""

import enum
import mmap
import os
import struct


class Call(enum.IntFlag):
    WRITE = 1
    SYNC = 2
    TRUNCATE = 4


class Half(enum.IntEnum):
    """How much of a write that fails is written."""

    NEVER = 0
    SILENT = 1  # Half, although it is said to have failed.
    TOLD = 2  # Half, and every other one says so instead of failing.


ALWAYS = 1 << 62


class Control:
    """The file that a program under the shim shares: calls, error, half, unused, inode, skip, span, failed."""

    LAYOUT = struct.Struct("=IIIIQqqq")

    def __init__(self, path):
        self.path = path
        path.write_bytes(bytes(self.LAYOUT.size))
        with open(path, "r+b") as file:
            self.shared = mmap.mmap(file.fileno(), self.LAYOUT.size)

    def fail(self, calls, error, half=Half.NEVER, skip=0, span=ALWAYS, file=None):
        """After `skip` more of `calls`, to `file` where one is named, `span` fail with errno `error`."""
        self.heal()
        self.LAYOUT.pack_into(self.shared, 0, 0, error, half, 0, file.stat().st_ino if file else 0, skip, span, 0)
        struct.pack_into("=I", self.shared, 0, calls)

    def heal(self):
        struct.pack_into("=I", self.shared, 0, 0)

    def failed(self):
        return self.LAYOUT.unpack_from(self.shared)[7]


def environment(shim, folder, control=None, journal=None):
    """What a program gets whose files in `folder` lie on our disk."""
    variables = {"LD_PRELOAD": str(shim), "BINNACLE_SHIM_FOLDER": str(folder)}
    if control:
        variables["BINNACLE_SHIM_CONTROL"] = str(control.path)
    if journal:
        variables["BINNACLE_SHIM_JOURNAL"] = str(journal)
    # The sanitizer's library would rather come first; the shim takes nothing from it.
    variables["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return variables
