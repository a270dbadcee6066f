"""What full_disk_campaign and bad_disk_campaign have in common: rounds in which senders are served, the disk gets into
trouble, senders are refused, the trouble ends, and senders are served again."""

import collections

import campaign
import senders
from campaign import violation


def check_reading(program, server, store):
    """Reading goes on, and the gateway answers."""
    program.ask("entities", "--limit", 20, "--store", store)
    program.ask("events", "--limit", 20, "--store", store)
    if server.get("/health")[0] != 200:
        violation("GET /health is not answered with 200")


def is_ready(server):
    """What GET /ready says; where it says no, it says why."""
    status, headers, answer = server.get("/ready")
    if status == 200 and answer == {"status": "ready"}:
        return True
    if status != 503 or not answer["error_code"].isupper() or not answer["message"].endswith(".") or int(headers["Retry-After"]) < 1:
        violation(f"NOT TOLD: GET /ready answers {status}: {answer}")
    return False


class DiskTrouble:
    """A subclass says how trouble begins and ends, and which files there are."""

    def __init__(self, given, folder, chance, disk, environment=None):
        self.given, self.chance, self.environment = given, chance, environment
        self.program = campaign.Program(given.binnacle, folder)
        self.store = disk / "campaign.store"
        self.outbox = senders.Outbox(campaign.Lines(self.program, folder, chance))
        self.counts = collections.Counter()
        self.kinds = collections.Counter()
        self.refusals = collections.Counter()
        self.acknowledged, self.seqs = [], {}  # Of the present store.

    def begin_trouble(self, server, crowd):
        raise NotImplementedError

    def end_trouble(self):
        raise NotImplementedError

    def is_large(self):
        """Whether the store is exchanged for a new one, so that rounds stay short."""
        raise NotImplementedError

    def remove_store(self):
        raise NotImplementedError

    def choices(self):
        """Kinds of rounds: each gets the server and its senders while there is trouble, and gives those of afterwards."""
        return [self.simply, self.while_nobody_sends, self.killed, self.stopped]

    def start(self, waits=False):
        return campaign.Server(self.program, self.store, self.environment, waits)

    def crowd(self, server):
        sizes = [self.chance.choice([1, 1, 20, 300]) for _ in range(self.given.clients)]
        return senders.Crowd(server.port, self.outbox, sizes)

    def note(self, crowd):
        noted = crowd.acknowledged()
        self.acknowledged.extend(noted)
        self.counts["acknowledged"] += len(noted)
        self.refusals += crowd.refusals()
        return noted

    def expect_trouble(self, server, crowd):
        crowd.wait_until_refused()
        senders.wait_until("GET /ready says ready although nothing can be stored", lambda: not is_ready(server))
        check_reading(self.program, server, self.store)

    def expect_recovery(self, server, crowd):
        crowd.wait_until_served()
        senders.wait_until("GET /ready does not say ready although everything works", lambda: is_ready(server))

    def simply(self, server, crowd):
        self.end_trouble()
        return server, crowd

    def while_nobody_sends(self, server, crowd):
        crowd.stop()
        self.note(crowd)
        self.end_trouble()
        senders.wait_until("GET /ready does not say ready by itself", lambda: is_ready(server))
        return server, self.crowd(server)

    def killed(self, server, crowd):
        return self.restarted(server, crowd, campaign.Server.kill)

    def stopped(self, server, crowd):
        return self.restarted(server, crowd, campaign.Server.stop)

    def restarted(self, server, crowd, end):
        end(server)
        crowd.join()
        self.note(crowd)
        self.end_trouble()
        server = self.start()
        return server, self.crowd(server)

    def round(self):
        """Gives what was acknowledged at its end."""
        server = self.start()
        crowd = self.crowd(server)
        crowd.wait_until_served()
        self.begin_trouble(server, crowd)
        kind = self.chance.choice(self.choices())
        self.kinds[kind.__name__.replace("_", " ")] += 1
        server, crowd = kind(server, crowd)
        self.expect_recovery(server, crowd)
        if self.chance.random() < 0.5:
            server.kill()
            crowd.join()
        else:
            crowd.stop()
            server.stop()
        return self.note(crowd)

    def account(self, noted):
        server = self.start()
        campaign.account(server.port, noted, self.seqs)
        server.stop()

    def check(self, when):
        """Everything about the present store."""
        self.account(self.acknowledged)
        stored = campaign.check_derived(self.program, self.store, when)
        print(f"{when}: {self.counts['acknowledged']:,} acknowledged, {self.refusals.total():,} refused, 0 lost, 0 twice; "
              f"{stored:,} events in this store, equal to a rebuild", flush=True)

    def run(self):
        for number in range(1, self.given.rounds + 1):
            self.account(self.round())
            if self.is_large() or number % 10 == 0 or number == self.given.rounds:
                self.check(f"after round {number}")
            if self.is_large():
                self.remove_store()
                self.acknowledged, self.seqs = [], {}
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        reasons = ", ".join(f"{count:,} {code}" for code, count in self.refusals.most_common())
        print(f"{self.given.rounds} rounds passed (it ended {kinds}; {self.counts['other']:,} {self.other}): "
              f"{self.counts['acknowledged']:,} acknowledged, none missing, none twice; refused: {reasons}")
