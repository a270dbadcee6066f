"""Where in a store's file the bytes of its log lie: SQLite's pages and cells, read by hand (sqlite.org/fileformat2.html)."""

import bisect
import sqlite3


def varint(data, at):
    value = 0
    for i in range(8):
        value = value << 7 | data[at + i] & 0x7F
        if data[at + i] < 0x80:
            return value, at + i + 1
    return value << 8 | data[at + 8], at + 9


def size_of(serial):
    """Bytes of a column of this serial type."""
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[serial] if serial < 12 else (serial - 12) // 2


class Table:
    """Rows of a table: rowid and the file's ranges of each of its columns but the rowid."""

    def __init__(self, data, root):
        self.data = data
        self.page_size = int.from_bytes(data[16:18], "big") or 65536
        self.usable = self.page_size - data[20]
        self.rows = []
        self.ways = []  # ranges of what leads to the rows: pages above them, and what a page says of its cells
        self.walk(root)

    def walk(self, page):
        start = (page - 1) * self.page_size
        head = start + (100 if page == 1 else 0)
        kind = self.data[head]
        cells = int.from_bytes(self.data[head + 3 : head + 5], "big")
        pointers = head + (12 if kind == 5 else 8)
        self.ways.append((head, pointers + 2 * cells))
        for i in range(cells):
            cell = start + int.from_bytes(self.data[pointers + 2 * i : pointers + 2 * i + 2], "big")
            if kind == 5:
                self.ways.append((cell, varint(self.data, cell + 4)[1]))
                self.walk(int.from_bytes(self.data[cell : cell + 4], "big"))
            else:
                self.leaf(cell)
        if kind == 5:
            self.walk(int.from_bytes(self.data[head + 8 : head + 12], "big"))

    def leaf(self, at):
        begin = at
        size, at = varint(self.data, at)
        rowid, at = varint(self.data, at)
        self.ways.append((begin, varint(self.data, at)[0] + at))
        most, least = self.usable - 35, (self.usable - 12) * 32 // 255 - 23
        local = size
        if size > most:
            local = least + (size - least) % (self.usable - 4)
            local = local if local <= most else least
        pieces = [(at, local)]
        left = size - local
        following = int.from_bytes(self.data[at + local : at + local + 4], "big")
        while left > 0:
            page = (following - 1) * self.page_size
            piece = min(left, self.usable - 4)
            pieces.append((page + 4, piece))
            following = int.from_bytes(self.data[page : page + 4], "big")
            left -= piece
        self.rows.append((rowid, self.columns(pieces)))

    def columns(self, pieces):
        head, body = varint(self.data, pieces[0][0])
        at, columns, place = body, [], head
        while at < pieces[0][0] + head:
            serial, at = varint(self.data, at)
            columns.append(cut(pieces, place, size_of(serial)))
            place += size_of(serial)
        return columns


def cut(pieces, begin, size):
    """The file's ranges of `size` bytes from `begin` of what lies in `pieces`."""
    ranges = []
    for start, length in pieces:
        first, last = max(begin, 0), min(begin + size, length)
        if first < last:
            ranges.append((start + first, start + last))
        begin -= length
    return ranges


class StoreMap:
    """Tells of a place in the file whether it lies in what is kept of events, and of which. `ways`: the places that lead
    SQLite to these."""

    def __init__(self, path):
        data = path.read_bytes()
        self.size = len(data)
        connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        roots = dict(connection.execute("SELECT name,rootpage FROM sqlite_schema WHERE type='table'"))
        self.parts = []
        self.ways = []
        # first_seq is the rowid, and its own column is empty.
        for table, names in (("block", ("", "count", "facts", "payloads", "hash", "tail_hash")),
                             ("tail", ("", "count", "events", "hash"))):
            counts = dict(connection.execute(f"SELECT first_seq,count FROM {table}"))
            tree = Table(data, roots[table])
            self.ways += [place for begin, end in tree.ways for place in range(begin, end)]
            for first, columns in tree.rows:
                for name, ranges in zip(names, columns):
                    for begin, end in ranges:
                        self.parts.append((begin, end, name, (first, first + counts[first] - 1)))
        connection.close()
        self.parts.sort()

    def at(self, place):
        """(column, (first_seq, last_seq)), or None."""
        i = bisect.bisect_right(self.parts, place, key=lambda part: part[0]) - 1
        return self.parts[i][2:] if i >= 0 and place < self.parts[i][1] else None
