#!/usr/bin/env python3
"""Kills the real `binnacle serve` at random moments while several clients post, and accounts for every event that was
acknowledged: none may be missing, none stored twice, and what is derived must equal a rebuild.

usage: crash_campaign.py BINNACLE [--rounds 200] [--clients 6] [--seed N] [--folder DIR]
"""

import http.client
import time

import campaign
from campaign import violation


def client(port, lines, size, acknowledged, sent):
    """Posts until the server is gone; notes what was acknowledged as what."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=campaign.PATIENCE)
    try:
        while True:
            some = lines.take(size)
            sent.extend(some)
            text = campaign.post(connection, some)
            acknowledged.extend(zip(some, campaign.outcomes(text, len(some))))
    except (OSError, http.client.HTTPException):
        return


def run(given, folder, chance):
    program = campaign.Program(given.binnacle, folder)
    lines = campaign.Lines(program, folder, chance)
    store = folder / "campaign.store"
    seqs, counts = {}, {"acknowledged": 0, "sent": 0}
    everything = []
    for number in range(1, given.rounds + 1):
        server = campaign.Server(program, store)
        sent = [[] for _ in range(given.clients)]
        acknowledged = [[] for _ in range(given.clients)]
        workers = [campaign.Worker(client, server.port, lines, chance.choice([1, 1, 20, 300]), acknowledged[i], sent[i])
                   for i in range(given.clients)]
        time.sleep(chance.uniform(0.01, 0.8))
        server.kill()
        for worker in workers:
            worker.join()
        noted = [pair for some in acknowledged for pair in some]
        everything.extend(line for some in sent for line in some)
        counts["acknowledged"] += len(noted)
        counts["sent"] = len(everything)
        server = campaign.Server(program, store)
        campaign.account(server.port, noted, seqs)
        if number % 2:
            server.stop()
        else:
            server.kill()
        if number % 10 == 0 or number == given.rounds:
            stored = campaign.check_derived(program, store, f"after round {number}")
            print(f"round {number}: {counts['sent']:,} sent, {counts['acknowledged']:,} acknowledged, 0 lost, 0 twice; "
                  f"{stored:,} events stored, equal to a rebuild", flush=True)
    # What was sent and not acknowledged may be there or not, but not twice.
    (folder / "all.ndjson").write_bytes(b"\n".join(everything) + b"\n")
    again = program.ask("ingest", "--store", store, folder / "all.ndjson")
    if again["accepted"] + again["duplicate"] != len(everything) or again["duplicate"] != stored:
        violation(f"the store held {stored} events, of {len(everything)} sent: {again}")
    print(f"{given.rounds} rounds passed: {counts['acknowledged']:,} acknowledged, none missing, none twice; of "
          f"{counts['sent'] - counts['acknowledged']:,} that were killed on the way {again['duplicate'] - counts['acknowledged']:,}"
          " had been stored")


if __name__ == "__main__":
    campaign.main(__doc__, run)
