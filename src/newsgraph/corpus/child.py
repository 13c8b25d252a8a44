"""Read shards in a process of its own, so that an article that kills it kills nothing else. Nothing but `local.py` talks to it.

It is told how to read, then shards, one at a time; it writes each part to its folder and answers with what is in it. It ends with the pipe.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from newsgraph.corpus.part import Part, Shard, write_part
from newsgraph.corpus.shard import ShardReader
from newsgraph.errors import NewsgraphError
from newsgraph.settings import Settings

__all__ = ["READY", "main", "part_of"]

READY = "ready"


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
    settings, output, formats, folder = _told(pipe.recv())
    try:
        reader = ShardReader.of(settings, output, formats)
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
            answer: Part | NewsgraphError = part_of(reader, shard, folder)
        except NewsgraphError as error:
            answer = error
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return


def _told(message: object) -> tuple[Settings, Path | None, tuple[str, ...], Path]:
    settings, output, formats, folder = message  # type: ignore[misc]  # as `local.Child` sent it
    return settings, output, formats, folder
