"""Read shards in a process of its own, so that an article that kills it kills nothing else. Nothing but `local.py` talks to it.

It is told how to read, then shards, one at a time; it writes each part to its folder and answers with what is in it. It ends with the pipe.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from newsgraph.corpus.part import Part, Shard, write_part
from newsgraph.corpus.shard import ShardReader
from newsgraph.errors import NewsgraphError
from newsgraph.settings import Settings

__all__ = ["READY", "Orders", "main", "part_of"]

READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a process is told when it starts: how to read, and where parts and files of articles go."""

    settings: Settings
    folder: Path
    output: Path | None = None
    formats: tuple[str, ...] = ()


def part_of(reader: ShardReader, shard: Shard, folder: Path) -> Part:
    """Read a shard, write its part to a folder, and return what is in it.

    Raises:
        NewsgraphError: No article can be read, or the disk does not take the part.
    """
    blocks, failures = reader.read(shard)
    path = write_part(folder, shard.name, blocks) if blocks else None
    return Part(path=path, n_bytes=path.stat().st_size if path else 0, articles=tuple(record for record, _ in blocks), failures=tuple(failures))


def main() -> None:
    """Serve until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the building process decides when to stop
    pipe: Connection[object, object] = Connection(int(sys.argv[2]))
    orders = pipe.recv()
    if not isinstance(orders, Orders):
        raise TypeError(orders)
    try:
        reader = ShardReader.of(orders.settings, orders.output, orders.formats)
        reader.pipeline.prepare()
    except NewsgraphError as error:
        pipe.send(error)
        return
    pipe.send(READY)
    while True:
        try:
            shard = pipe.recv()
        except EOFError:
            return
        if not isinstance(shard, Shard):
            raise TypeError(shard)
        try:
            answer: Part | NewsgraphError = part_of(reader, shard, orders.folder)
        except NewsgraphError as error:
            answer = error
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
