#!/usr/bin/env python3
"""Imports real event logs with the program and compares what it shows with counts taken from the files.

usage: real_logs.py BINNACLE DATA_DIR

Reads the logs with the standard library only and shares nothing with the program. Exit code 77: the logs
are not there.
"""

import collections
import datetime
import gzip
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SKIPPED = 77
# What the standard's lifecycle says of a case whose latest event is this; other words are completed.
STATUS = {
    "schedule": "pending", "assign": "pending", "reassign": "pending",
    "start": "in_progress", "suspend": "in_progress", "resume": "in_progress",
    "withdraw": "failed", "ate_abort": "failed", "pi_abort": "failed",
}

Event = collections.namedtuple("Event", "case activity transition micros")
problems = []


def check(what, actual, expected):
    if actual != expected:
        problems.append(what)
        print(f"FAIL  {what}\n      program: {str(actual)[:600]}\n      file:    {str(expected)[:600]}")


def micros_of(text, assume_utc=False):
    text = text.replace("/", "-").replace("Z", "+00:00")
    at = datetime.datetime.fromisoformat(text)
    if at.tzinfo is None:
        if not assume_utc:
            raise ValueError(text)
        at = at.replace(tzinfo=datetime.timezone.utc)
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000000 + since.microseconds


def local(tag):
    return tag.rsplit("}", 1)[-1]


def read_xes(path, assume_utc=False):
    """The log's name and its events in file order."""
    name, events, depth = None, [], 0
    with gzip.open(path) as stream:
        for kind, element in ElementTree.iterparse(stream, events=("start", "end")):
            if kind == "start":
                depth += 1
                continue
            depth -= 1
            if depth == 1 and element.get("key") == "concept:name":
                name = element.get("value")
            if depth == 1 and local(element.tag) == "trace":
                case = next(a.get("value") for a in element if a.get("key") == "concept:name")
                for event in element:
                    if local(event.tag) == "event":
                        said = {a.get("key"): a.get("value") for a in event}
                        events.append(Event(case, said["concept:name"], said.get("lifecycle:transition"),
                                            micros_of(said["time:timestamp"], assume_utc)))
            if depth == 1:
                element.clear()
    return name, events


def read_faber(path):
    events = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            item = json.loads(line)
            step = item.get("step") or {}
            events.append(Event(item["entity"]["id"], step.get("step_action"), None, micros_of(item["timestamp"])))
    return events


class Program:
    def __init__(self, binary, home):
        self.binary, self.home = binary, home
        self.environment = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)

    def run(self, store, *arguments):
        done = subprocess.run(
            [self.binary, "--store", os.path.join(self.home, store), "--format", "json", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, check=False)
        if not done.stdout:
            print(done.stderr.decode(errors="replace"))
        return done.returncode, json.loads(done.stdout or b"{}")

    def items(self, store, command, *arguments):
        """All pages of a list."""
        found, cursor = [], None
        while True:
            more = ["--cursor", cursor] if cursor else []
            code, page = self.run(store, command, "--limit", "2000", *arguments, *more)
            if code != 0:
                problems.append(f"{command} ended with {code}")
                return found
            found += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return found


def cases_of(events):
    """Events of each case by time; file order between equal times."""
    cases = collections.defaultdict(list)
    for event in events:
        cases[event.case].append(event)
    return {case: sorted(own, key=lambda event: event.micros) for case, own in cases.items()}


def shown_cases(entities):
    return {e["id"]: (e["status"], e["current_step"], e["version"], micros_of(e["created_at"]),
                      micros_of(e["updated_at"])) for e in entities}


def expected_case(own):
    last = own[-1]
    status = STATUS.get((last.transition or "complete").lower(), "completed")
    return status, last.activity, len(own), own[0].micros, last.micros


def compare_facts(label, facts, entities, events):
    """What the program shows against the facts of the data's authors."""
    check(f"{label}: cases", len(entities), facts["cases"])
    check(f"{label}: events", len(events), facts["events"])
    check(f"{label}: events by activity", dict(collections.Counter(e["step_action"] for e in events)),
          facts["activity_counts"])
    times = [micros_of(e["occurred_at"]) for e in events]
    check(f"{label}: first and last", (min(times) // 1000, max(times) // 1000), (facts["first_ms"], facts["last_ms"]))
    by_case = collections.defaultdict(list)
    for event in events:
        by_case[event["entity"]].append(event)
    follows = collections.Counter()
    for own in by_case.values():
        own.sort(key=lambda e: (e["occurred_at"], e["seq"]))
        follows.update((a["step_action"], b["step_action"]) for a, b in zip(own, own[1:]))
    for (pair, count) in facts["top_directly_follows"]:
        check(f"{label}: {pair[0]} -> {pair[1]}", follows[tuple(pair)], count)
    if "last_activity_counts" in facts:
        check(f"{label}: cases by last activity", dict(collections.Counter(e["current_step"] for e in entities)),
              facts["last_activity_counts"])


def import_twice(program, label, path, count, *options):
    store = label + ".db"
    code, first = program.run(store, "ingest", *options, path)
    check(f"{label}: exit code", code, 0)
    check(f"{label}: counts", [first.get(k) for k in ("read", "accepted", "duplicate", "rejected")], [count, count, 0, 0])
    check(f"{label}: seqs", [first.get("first_seq"), first.get("last_seq")], [1, count])
    code, second = program.run(store, "ingest", *options, path)
    check(f"{label}: second import", [code, second.get("accepted"), second.get("duplicate")], [0, 0, count])
    return store


def compare_log(program, directory, label, facts_name):
    path = os.path.join(directory, label + ".xes.gz")
    name, events = read_xes(path)
    store = import_twice(program, label, path, len(events))
    entities = program.items(store, "entities")
    check(f"{label}: each case", shown_cases(entities), {k: expected_case(v) for k, v in cases_of(events).items()})
    check(f"{label}: places", {(e["organization"], e["project"], e["type"]) for e in entities},
          {("imported", name or label, "case")})
    grid = {row["status"]: row["count"] for row in program.run(store, "entities", "--grid")[1]["rows"] if row["count"]}
    check(f"{label}: grid", grid, dict(collections.Counter(expected_case(v)[0] for v in cases_of(events).values())))
    shown = program.items(store, "events")
    check(f"{label}: outcomes", collections.Counter(e["outcome_status"] for e in shown),
          collections.Counter(e.transition for e in events))
    with open(os.path.join(directory, facts_name), encoding="utf-8") as file:
        compare_facts(label, json.load(file), entities, shown)
    print(f"{label}: {len(entities)} cases, {len(events)} events compared")


def compare_faber(program, directory):
    path = os.path.join(directory, "incidents.faber.ndjson.gz")
    events = read_faber(path)
    store = import_twice(program, "incidents.faber", path, len(events))
    entities = program.items(store, "entities")
    shown = program.items(store, "events")
    check("faber: versions", {e["id"]: e["version"] for e in entities}, dict(collections.Counter(e.case for e in events)))
    check("faber: actions", collections.Counter(e["step_action"] for e in shown),
          collections.Counter(e.activity for e in events))
    print(f"incidents.faber: {len(entities)} entities, {len(events)} events compared")


def compare_orders(program, directory):
    path = os.path.join(directory, "orders.xes.gz")
    _, events = read_xes(path, assume_utc=True)
    code, refused = program.run("refused.db", "ingest", path)
    check("orders: refused", [code != 0, refused["accepted"], refused["rejected"]], [True, 0, len(events)])
    first = refused["rejections"][0]
    check("orders: reason", [first["code"], first["field"], "--assume-utc" in first["message"], first["line"]],
          ["INVALID_TIMESTAMP", "/trace[1]/event[1]/time:timestamp", True, 8])
    check("orders: listed", [len(refused["rejections"]), refused["more_rejections"]], [20, len(events) - 20])
    store = import_twice(program, "orders", path, len(events), "--assume-utc", "--organization", "acme", "--type", "order")
    entities = program.items(store, "entities")
    check("orders: each case", shown_cases(entities), {k: expected_case(v) for k, v in cases_of(events).items()})
    check("orders: places", {(e["organization"], e["project"], e["type"]) for e in entities},
          {("acme", "orders", "order")})
    print(f"orders: refused, and {len(events)} events compared with --assume-utc")


def main():
    binary, directory = sys.argv[1:3]
    if not os.path.isfile(os.path.join(directory, "receipt.xes.gz")):
        print(f"Skipped: the event logs are not in {os.path.normpath(directory)}.")
        return SKIPPED
    with tempfile.TemporaryDirectory() as home:
        program = Program(binary, home)
        compare_log(program, directory, "receipt", "receipt.facts.json")
        compare_log(program, directory, "helpdesk", "helpdesk.facts.json")
        compare_log(program, directory, "incidents", "incidents.facts.json")
        compare_faber(program, directory)
        compare_orders(program, directory)
    print("all equal" if not problems else f"{len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
