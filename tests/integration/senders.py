"""Clients of a server whose disk is in trouble: what is refused must be refused in the way that is promised, and is sent
again until it is taken. See disk_trouble.py for what is done with them."""

import collections
import http.client
import json
import threading
import time

import campaign
from campaign import violation


def check_refusal(status, headers, body):
    """503 with a plain reason as JSON, and when to come back. Gives the reason's code."""
    try:
        answer = json.loads(body)
        seconds = int(headers["Retry-After"])
        is_plain = answer["status"] == "error" and answer["error_code"].isupper() and answer["message"].endswith(".")
    except (ValueError, KeyError, TypeError):
        seconds, is_plain = 0, False
    if status != 503 or seconds < 1 or not is_plain:
        violation(f"NOT TOLD: a post was answered {status}, Retry-After {headers['Retry-After']}: {body[:300]!r}")
    return answer["error_code"]


class Outbox:
    """Batches of lines that wait to be sent: those that came back first."""

    def __init__(self, lines):
        self.lines = lines
        self.returned = collections.deque()

    def take(self, size):
        """(lines, whether they may be stored although nobody heard so)"""
        try:
            return self.returned.popleft()
        except IndexError:
            return self.lines.take(size), False

    def give_back(self, lines, may_be_stored):
        self.returned.append((lines, may_be_stored))


class Sender(campaign.Worker):
    """Posts until it is told to stop or the server is gone."""

    def __init__(self, port, outbox, size):
        self.port, self.outbox, self.size = port, outbox, size
        self.acknowledged = []  # (line, (seq, was there before))
        self.batches = 0
        self.refusals = collections.Counter()
        self.stopping = threading.Event()
        super().__init__(self.post)

    def post(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=campaign.PATIENCE)
        while not self.stopping.is_set():
            lines, may_be_stored = self.outbox.take(self.size)
            try:
                self.deliver(connection, lines, may_be_stored)
            except TimeoutError:
                violation("NOT TOLD: a post was not answered at all")
            except (OSError, http.client.HTTPException):
                self.outbox.give_back(lines, True)
                return

    def deliver(self, connection, lines, may_be_stored):
        was_refused = False
        while True:
            status, headers, body = campaign.send(connection, lines)
            if status == 200:
                break
            self.refusals[check_refusal(status, headers, body)] += 1
            was_refused = True
            # Sooner than Retry-After asks for, because a campaign has more to do.
            if self.stopping.wait(0.02):
                self.outbox.give_back(lines, may_be_stored)
                return
        outcomes = campaign.outcomes(body, len(lines))
        if not may_be_stored and any(was_there for _, was_there in outcomes):
            violation(f"NOT TRUE: {'refused with 503' if was_refused else 'never sent before'}, yet stored: {lines[0][:200]!r}")
        self.acknowledged.extend(zip(lines, outcomes))
        self.batches += 1


class Crowd:
    """Several senders to one server."""

    def __init__(self, port, outbox, sizes):
        self.senders = [Sender(port, outbox, size) for size in sizes]

    def stop(self):
        for sender in self.senders:
            sender.stopping.set()
        self.join()

    def join(self):
        for sender in self.senders:
            sender.join()

    def check(self):
        """A sender that ended before its time has found something."""
        for sender in self.senders:
            if not sender.is_alive():
                sender.join()

    def refusals(self):
        return sum((sender.refusals for sender in self.senders), collections.Counter())

    def batches(self):
        return sum(sender.batches for sender in self.senders)

    def acknowledged(self):
        return [pair for sender in self.senders for pair in sender.acknowledged]

    def wait_until_acknowledged(self, events):
        for mark in range(min(events, 1000), events + 1, 1000):
            wait_until("intake does not go on", lambda: self.check() or sum(
                len(sender.acknowledged) for sender in self.senders) >= mark)

    def wait_until_refused(self):
        """Until every sender was refused once more."""
        before = [sender.refusals.total() for sender in self.senders]
        wait_until("a sender is still served although the disk takes nothing", lambda: self.check() or all(
            sender.refusals.total() > count for sender, count in zip(self.senders, before)))

    def wait_until_served(self):
        """Until every sender was acknowledged once more."""
        before = [sender.batches for sender in self.senders]
        wait_until("intake does not go on although the disk takes everything again", lambda: self.check() or all(
            sender.batches > count for sender, count in zip(self.senders, before)))


def wait_until(otherwise, condition):
    deadline = time.monotonic() + campaign.PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            violation(f"STUCK: {otherwise}")
        time.sleep(0.01)
