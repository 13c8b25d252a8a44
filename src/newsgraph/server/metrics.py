"""Count what the service does, and tell it in the text format of Prometheus.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from newsgraph import __version__
from newsgraph.server.pool import PoolState

__all__ = ["Metrics"]

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counters of one service. Nothing in them comes from a request but the method, the route and the status."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._tasks: Counter[tuple[str, str]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._buckets: dict[str, list[int]] = {}

    def note_request(self, method: str, route: str, status: int) -> None:
        """Count a request; `route` is one of the service's own paths, never what a client wrote."""
        self._requests[method, route, status] += 1

    def note_task(self, task: str, outcome: str, seconds: float) -> None:
        """Count a task and how long it took, waiting included."""
        self._tasks[task, outcome] += 1
        self._seconds[task] += seconds  # type: ignore[assignment]  # a Counter adds up floats just as well
        buckets = self._buckets.setdefault(task, [0] * len(BUCKETS_S))
        for number, bound in enumerate(BUCKETS_S):
            buckets[number] += seconds <= bound

    def text(self, pools: Mapping[str, PoolState]) -> str:
        """Return all counters, sorted."""
        lines = [
            *_family("newsgraph_info", "gauge", "The program that answers.", [(f'{{version="{__version__}"}}', 1)]),
            *_family(
                "newsgraph_requests_total",
                "counter",
                "Requests answered.",
                [(f'{{method="{method}",route="{route}",status="{status}"}}', n) for (method, route, status), n in sorted(self._requests.items())],
            ),
            *_family(
                "newsgraph_tasks_total",
                "counter",
                "Tasks of workers by how they ended.",
                [(f'{{task="{task}",outcome="{outcome}"}}', n) for (task, outcome), n in sorted(self._tasks.items())],
            ),
            *self._histogram(),
        ]
        for name, words in (
            ("up", "Workers that can be asked."),
            ("busy", "Workers that work."),
            ("waiting", "Tasks that wait for a worker."),
        ):
            lines += _family(
                f"newsgraph_workers_{name}", "gauge", words, [(f'{{pool="{pool}"}}', getattr(state, name)) for pool, state in pools.items()]
            )
        for name, words in (("killed", "Workers killed because a task took too long."), ("failed", "Workers that ended by themselves.")):
            samples = [(f'{{pool="{pool}"}}', getattr(state, name)) for pool, state in pools.items()]
            lines += _family(f"newsgraph_workers_{name}_total", "counter", words, samples)
        return "\n".join(lines) + "\n"

    def _histogram(self) -> list[str]:
        name = "newsgraph_task_seconds"
        lines = [f"# HELP {name} Time from asking to the whole answer, waiting included.", f"# TYPE {name} histogram"]
        for task, buckets in sorted(self._buckets.items()):
            total = sum(n for (each, _), n in self._tasks.items() if each == task)
            lines += [f'{name}_bucket{{task="{task}",le="{bound:g}"}} {n}' for bound, n in zip(BUCKETS_S, buckets, strict=True)]
            lines += [
                f'{name}_bucket{{task="{task}",le="+Inf"}} {total}',
                f'{name}_sum{{task="{task}"}} {self._seconds[task]:.6f}',
                f'{name}_count{{task="{task}"}} {total}',
            ]
        return lines


def _family(name: str, kind: str, words: str, samples: Iterable[tuple[str, int]]) -> list[str]:
    return [f"# HELP {name} {words}", f"# TYPE {name} {kind}", *(f"{name}{labels} {value}" for labels, value in samples)]
