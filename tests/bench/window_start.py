"""How long the window takes until its first page is on the screen: on a virtual display whose pixels are looked at."""

import mmap
import subprocess
import sys
import time
from pathlib import Path

import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "integration"))
from soak_window import Display  # noqa: E402

# A page that has not changed for so long is drawn; seconds.
QUIET = 1.5
PATIENCE = 60
BETWEEN = 0.004
# Of the pixels that the page has, so many must be there: an age in seconds goes on changing.
SHARE = 0.995


class Screen(Display):
    """A display whose pixels can be read."""

    def __init__(self, folder):
        super().__init__(folder, ["-fbdir", str(folder)])
        with open(folder / "Xvfb_screen0", "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)

    def picture(self):
        return numpy.frombuffer(self.pixels[:], dtype=numpy.uint8)

    def seconds_to_page(self, command, environment):
        """From exec to the moment when the page that is finally there was drawn."""
        before = self.picture()
        pictures = []  # (seconds, picture), where it has changed.
        begin = time.monotonic()
        process = subprocess.Popen(command, env={**environment, **self.environment}, stderr=subprocess.DEVNULL)
        while not pictures or time.monotonic() - begin < pictures[-1][0] + QUIET:
            now, picture = time.monotonic() - begin, self.picture()
            if not numpy.array_equal(picture, pictures[-1][1] if pictures else before):
                pictures.append((now, picture))
            if now > PATIENCE or process.poll() is not None:
                raise SystemExit("the window has drawn nothing that stays")
            time.sleep(BETWEEN)
        process.terminate()
        if process.wait() != 0:
            raise SystemExit(f"the window ended with {process.returncode}")
        drawn = pictures[-1][1] != before
        return next(seconds for seconds, picture in pictures
                    if numpy.count_nonzero((picture == pictures[-1][1])[drawn]) >= SHARE * numpy.count_nonzero(drawn))
