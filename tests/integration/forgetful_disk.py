"""A model of a disk that loses its power, fed with the journal of disk_shim.cpp.

What a sync has covered is there afterwards. Of everything written since, each sector (of 512 bytes or 4 KiB) may be
there or not, whatever the order in which it was written, and the length of a file may be any it has had since. A file
that was made, renamed or removed is so for certain only after a sync of the folder.

A sync that fails has an effect, too: the kernel takes what it could not write for written, and no later sync writes it
again. Each sector that it covered is on disk or lost for good, while the program goes on seeing it."""

import enum
import os
import struct


class Record(enum.IntEnum):
    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    SYNC_FAILED = 5
    UNLINK = 6
    RENAME = 7
    MAP = 8
    SENT = 9


HEADER = struct.Struct("=IIQQQ")


def read_journal(path):
    """(where it ends, record, (process, file), offset, data) of each entry. A program that was killed may have left half
    of one at the end of its part."""
    with open(path, "rb") as file:
        end = 0
        while len(header := file.read(HEADER.size)) == HEADER.size:
            record, process, number, offset, size = HEADER.unpack(header)
            data = file.read(size)
            end += HEADER.size + size
            if len(data) < size:
                return
            yield end, Record(record), (process, number), offset, data


class File:
    """What the program sees, what is on disk for certain, and the changes in between."""

    def __init__(self):
        self.seen = bytearray()
        self.kept = bytearray()
        self.pending = []  # (where the journal ended, offset, data), or (..., new size, None)
        self.is_mapped = False

    def change(self, at, offset, data):
        self.pending.append((at, offset, data))
        apply(self.seen, offset, data)

    def sync(self, covered):
        for at, offset, data in self.pending:
            if at <= covered:
                apply(self.kept, offset, data)
        self.pending = [change for change in self.pending if change[0] > covered]

    def fail_sync(self, covered, chance):
        self.kept = self.after_loss(chance, [change for change in self.pending if change[0] <= covered])
        self.pending = [change for change in self.pending if change[0] > covered]

    def after_loss(self, chance, pending=None):
        """The content as a disk may have it."""
        pending = self.pending if pending is None else pending
        content = bytearray(self.kept)
        if not pending:
            return content
        how = chance.choice(["nothing", "everything", "prefix", "sectors", "sectors", "sectors"])
        if how == "nothing":
            return content
        if how in ("everything", "prefix"):
            count = len(pending) if how == "everything" else chance.randrange(len(pending) + 1)
            for _, offset, data in pending[:count]:
                apply(content, offset, data)
            return content
        return scatter(content, pending, chance)


def apply(content, offset, data):
    if data is None:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is not None:
        content[offset : offset + len(data)] = data


def scatter(content, pending, chance):
    """Of each sector any of the versions that it has had, and any length that the file has had."""
    sector = chance.choice([512, 4096])
    odds = chance.choice([0.1, 0.5, 0.9, 0.99])
    lengths, versions = [len(content)], {}
    for index, (_, offset, data) in enumerate(pending):
        end = offset + len(data) if data is not None else max(offset, lengths[-1])
        lengths.append(offset if data is None else max(end, lengths[-1]))
        for number in range(offset // sector, -(-end // sector)):
            versions.setdefault(number, []).append(index)
    content.extend(bytes(max(lengths) - len(content)))
    for number, indexes in versions.items():
        count = len(indexes) if chance.random() < odds else chance.randrange(len(indexes))
        begin, end = number * sector, (number + 1) * sector
        for index in indexes[:count]:
            _, offset, data = pending[index]
            first, last = max(begin, offset), min(end, offset + len(data) if data is not None else len(content))
            content[first:last] = bytes(last - first) if data is None else data[first - offset : last - offset]
    del content[lengths[-1] if chance.random() < 0.5 else chance.choice(lengths) :]
    return content


class Disk:
    def __init__(self, folder, chance):
        self.folder, self.chance = str(folder), chance
        self.names = {}  # As the program sees them.
        self.kept_names = {}
        self.pending_names = []  # (where the journal ended, name, File or None)
        self.open = {}

    def feed(self, at, record, handle, offset, data):
        if record == Record.OPEN:
            self.open_file(at, handle, offset, data.decode())
        elif record == Record.UNLINK:
            self.rename(at, {data.decode(): None})
        elif record == Record.RENAME:
            old, new = data.decode().split("\n")
            self.rename(at, {new: self.names[old], old: None})
        elif record == Record.SYNC and self.open[handle] is None:
            self.keep_names(offset)
        elif record in (Record.SYNC, Record.SYNC_FAILED, Record.WRITE, Record.TRUNCATE, Record.MAP):
            self.feed_file(self.open[handle], at, record, offset, data)

    def feed_file(self, file, at, record, offset, data):
        if file is None:  # A sync of the folder that failed.
            return
        if record == Record.WRITE:
            file.change(at, offset, data)
        elif record == Record.TRUNCATE:
            file.change(at, offset, None)
        elif record == Record.SYNC:
            file.sync(offset)
        elif record == Record.SYNC_FAILED:
            file.fail_sync(offset, self.chance)
        else:
            file.is_mapped = True

    def open_file(self, at, handle, flags, path):
        if path == self.folder:
            self.open[handle] = None
            return
        if path not in self.names:
            self.rename(at, {path: File()})
        self.open[handle] = self.names[path]
        if flags & os.O_TRUNC:
            self.names[path].change(at, 0, None)

    def rename(self, at, changes):
        self.pending_names.append((at, changes))
        change_names(self.names, changes)

    def keep_names(self, covered):
        for at, changes in self.pending_names:
            if at <= covered:
                change_names(self.kept_names, changes)
        self.pending_names = [change for change in self.pending_names if change[0] > covered]

    def write_seen(self, folder):
        """The files as the program sees them: what a process that starts after another was killed finds."""
        write_files(folder, {name: file.seen for name, file in self.names.items()})

    def write_after_loss(self, folder, chance):
        """The files as they may be when the power comes back."""
        names = dict(self.kept_names)
        odds = chance.choice([0, 0.5, 1])
        for _, changes in self.pending_names:
            if chance.random() < odds:
                change_names(names, changes)
        write_files(folder, {name: file.after_loss(chance) for name, file in names.items()})

    def check_seen(self):
        """Problems: files that are not what the journal makes of them, so that something was not recorded."""
        real = {entry.path for entry in os.scandir(self.folder)}
        problems = [f"{name} is there in one only" for name in real ^ set(self.names)]
        for name in real & set(self.names):
            with open(name, "rb") as file:
                if not self.names[name].is_mapped and file.read() != self.names[name].seen:
                    problems.append(f"{name} differs")
        return problems


def change_names(names, changes):
    for name, file in changes.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def write_files(folder, contents):
    for entry in os.scandir(folder):
        os.unlink(entry.path)
    for name, content in contents.items():
        with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
            file.write(content)
