"""What a batch costs while it runs: memory and CPU of this process and its workers, letter by letter."""

import time
from statistics import mean, median

import psutil

from pipeline.batch.outcome import Progress

_AFTER = 500  # letters, before memory counts
_LOOK_EVERY = 10  # letters between two looks at the processes: each reads the whole of /proc
_YARD_EVERY = 50  # letters between two measurements of the yardstick
_YARD_LOOPS = 60_000


class Meter:
    """Called with each Progress.

    Other programs on the machine slow every instruction down (shared caches, hyperthreads). So a fixed piece
    of work is timed along the way, and CPU can be given in units of it.
    """

    def __init__(self) -> None:
        self.me = psutil.Process()
        self.memory: list[int] = []
        self.cpu: list[float] = []
        self.wall: list[float] = []
        self.yard: list[float] = []
        self._gone = 0.0
        self._mine = 0.0  # seconds that measuring itself took
        self._last: dict[int, float] = {}

    def __call__(self, step: Progress) -> None:
        if step.last is None:
            return
        self.wall.append(time.perf_counter())
        if len(self.memory) % _LOOK_EVERY:
            self.memory.append(self.memory[-1])
            self.cpu.append(self.cpu[-1])
            return
        begun = time.thread_time()
        if len(self.memory) % _YARD_EVERY == 0:
            self.yard.append(yardstick())
        memory, used = 0, {}
        for process in (self.me, *self.me.children(recursive=True)):
            try:
                memory += process.memory_info().rss
                times = process.cpu_times()
                used[process.pid] = times.user + times.system
            except psutil.NoSuchProcess:
                continue
        self._gone += sum(value for pid, value in self._last.items() if pid not in used)
        self._last = used
        self.memory.append(memory)
        self.cpu.append(self._gone + sum(used.values()) - self._mine)
        self._mine += time.thread_time() - begun

    def growth(self) -> float:
        """Memory of the last tenth over that of as many after the first 500 letters."""
        count = len(self.memory)
        start, tenth = min(_AFTER, count // 10), max(count // 10, 1)
        return mean(self.memory[-tenth:]) / mean(self.memory[start : start + tenth])

    def span(self) -> int:
        """Letters in the first and the last part that are compared: a thousand, or a tenth of fewer."""
        return max(min(1000, len(self.cpu) // 10), 2)

    def first_and_last(self, values: list[float]) -> tuple[float, float]:
        """Seconds a letter in the first part and in the last."""
        span = self.span()
        return (values[span] - values[0]) / span, (values[-1] - values[-1 - span]) / span

    def slower(self) -> float:
        """How much slower the machine itself was in the last part than in the first."""
        part = max(self.span() // _YARD_EVERY, 3)
        return median(self.yard[-part:]) / median(self.yard[:part])


def yardstick() -> float:
    """Seconds of CPU for a fixed piece of work: dictionaries, strings and numbers, as in ours."""
    begun = time.thread_time()
    held: dict[str, int] = {}
    for n in range(_YARD_LOOPS):
        held[str(n % 5000)] = n
    return time.thread_time() - begun


def tell(meter: Meter) -> None:
    """Print the ratios."""
    first, last = meter.first_and_last(meter.cpu)
    slower = meter.slower()
    wall_first, wall_last = meter.first_and_last(meter.wall)
    megabytes = meter.memory[-1] / 2**20
    print(
        f"  memory, last tenth / after the first {_AFTER}   {meter.growth():.3f}   ({megabytes:.0f} MB in all)"
    )
    print(
        f"  CPU a letter, last / first {meter.span():<4}          {last / first:.3f}   "
        f"({1000 * last:.1f} / {1000 * first:.1f} ms)"
    )
    print(
        f"  the same in units of a fixed work         {last / first / slower:.3f}   (machine {slower:.3f} slower)"
    )
    print(
        f"  wall a letter, last / first               {wall_last / wall_first:.3f}   (others work here too)"
    )
