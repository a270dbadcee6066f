"""The window under a soak: the real program on a virtual display, worked by keys, and what it takes of the machine."""

import atexit
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

import campaign
from campaign import violation

TOOLS = ("Xvfb", "xdotool")
# What a user does, over and over. Each is an argument list of xdotool.
ACTS = (
    ["key", "g", "e"],
    ["key", "Down", "Down", "Down", "Next", "Next", "End"],
    ["key", "slash"],
    ["type", "status:failed"],
    ["key", "Return", "Tab", "Down"],
    ["key", "Return"],  # The entity's page.
    ["key", "Next", "Prior", "F5"],
    ["key", "alt+Left"],
    ["key", "slash", "ctrl+a", "BackSpace", "Return", "Tab", "Tab"],
    ["key", "g", "o"],
    ["key", "ctrl+k"],
    ["type", "en"],
    ["key", "Escape", "Escape"],
    ["key", "g", "q"],
    ["key", "ctrl+shift+l"],
    ["key", "g", "comma"],
    ["key", "g", "o"],
    ["key", "F5"],
)


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Display:
    """A display of its own, which nobody sees."""

    def __init__(self, folder, options=()):
        reading, writing = os.pipe()
        with open(folder / "display.log", "w") as log:
            self.process = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset",
                 *options],
                stdout=log, stderr=log, pass_fds=[writing])
        atexit.register(self.process.kill)
        os.close(writing)
        with open(reading) as answer:
            number = answer.readline().strip()
        if not number:
            violation("STUCK: no display")
        self.environment = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Window:
    """The dashboard, open on `store` and receiving."""

    def __init__(self, program, store, folder, display):
        self.port = free_port()
        settings = folder / "settings.json"
        settings.write_text(json.dumps({"gateway": {"port": self.port}}))
        self.environment = {**program.environment, **display.environment}
        self.log = folder / "window.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([program.binnacle, "--store", store, "--settings", settings],
                                            stdout=log, stderr=log, env=self.environment)
        atexit.register(self.process.kill)
        self.store = store
        self.await_ready()
        self.id = self.xdotool("search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)).split()[0]

    def await_ready(self):
        deadline = time.monotonic() + campaign.PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=campaign.PATIENCE).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        violation(f"STUCK: the window does not receive: {self.log.read_text()[-1000:]}")

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, env=self.environment,
                              timeout=campaign.PATIENCE)
        if done.returncode != 0 and self.process.poll() is None:
            violation(f"STUCK: xdotool {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def act(self, arguments):
        self.xdotool("windowfocus", "--sync", self.id, *arguments)

    def complaints(self):
        """What QML has said that it should not."""
        return [line for line in self.log.read_text().splitlines() if "qrc:" in line or "QML" in line]

    def stop(self):
        self.process.terminate()
        if self.process.wait() != 0:
            violation(f"the window ended with {self.process.returncode} when it was asked to stop; see {self.log}")


class User(campaign.Worker):
    """Works the window's keys, an act at a time."""

    def __init__(self, window, pause):
        self.window, self.pause, self.acts = window, pause, 0
        self.stopping = threading.Event()
        super().__init__(self.work)

    def work(self):
        while not self.stopping.wait(self.pause):
            self.window.act(ACTS[self.acts % len(ACTS)])
            self.acts += 1


@dataclasses.dataclass
class Sample:
    """What the program takes at a moment; megabytes of 10^6 bytes."""

    seconds: float
    resident: float
    private: float  # Memory that is nobody else's and no file's.
    descriptors: int
    threads: int
    wal: float  # Both write-ahead logs.
    store: float  # Log and projections.
    acknowledged: int
    behind: int  # Events that were due and not acknowledged.


def sample(window, seconds, acknowledged, due):
    process = f"/proc/{window.process.pid}"
    with open(f"{process}/status") as file:
        status = dict(line.split(":", 1) for line in file)

    def megabytes(suffixes):
        files = [f"{window.store}{suffix}" for suffix in suffixes]
        return sum(os.stat(file).st_size for file in files if os.path.exists(file)) / 1e6

    def kilobytes(name):
        return int(status[name].split()[0]) * 1024 / 1e6

    return Sample(seconds, kilobytes("VmRSS"), kilobytes("RssAnon"), len(os.listdir(f"{process}/fd")), int(status["Threads"]),
                  megabytes(("-wal", ".projections-wal")), megabytes(("", ".projections")), acknowledged, due - acknowledged)


def slope(samples):
    """Megabytes of private memory an hour, by least squares."""
    times = [one.seconds / 3600 for one in samples]
    middle, mean = sum(times) / len(times), sum(one.private for one in samples) / len(samples)
    spread = sum((time - middle) ** 2 for time in times)
    return sum((time - middle) * (one.private - mean) for time, one in zip(times, samples)) / spread
