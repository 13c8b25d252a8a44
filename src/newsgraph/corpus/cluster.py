"""Read shards on a dask cluster: on other machines, or in processes that dask looks after.

The work is the same pure function as on one machine. A worker sends the part back as bytes, so the machines need no common file system; each
needs newsgraph, its model and the files of the settings, which is checked by their digest before a shard is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.corpus.local import Died, survivors
from newsgraph.corpus.part import ArticleRecord, Failure, Part, Shard, write_part
from newsgraph.corpus.shard import ShardReader
from newsgraph.errors import NewsgraphError, ResourceError
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["DaskEngine", "read_remotely"]

AHEAD = 3
"""Shards under way for each thread of the cluster, so that none waits for the sources."""
CONNECT_S = 30.0

Content = tuple[list[tuple[ArticleRecord, bytes]], list[Failure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaskEngine:
    """Reads shards on a cluster.

    Args:
        settings: What to read with.
        folder: Where parts go, on this machine.
        scheduler: Address of the cluster's scheduler ("tcp://scheduler.example:8786"); "" starts a cluster of processes on this machine.
        jobs: Processes of that cluster.
    """

    settings: Settings
    folder: Path
    scheduler: str = ""
    jobs: int = 1

    def parts(self, shards: Iterable[Shard]) -> Iterator[Part]:
        """Yield what comes of each shard, as it is finished; shards are asked for as they can be read.

        Raises:
            ResourceError: dask is not installed, or there is no scheduler at the address.
            NewsgraphError: No article can be read: settings are broken, or the cluster runs another version.
        """
        client = self._client()
        try:
            yield from self._parts(client, shards)
        finally:
            client.close()
            if client.cluster is not None:
                client.cluster.close()

    def _client(self) -> Client:
        try:
            from distributed import Client, LocalCluster  # noqa: PLC0415  # an extra
        except ImportError as error:
            raise ResourceError("--engine dask needs dask; install it with: pip install 'newsgraph[dask]'") from error
        try:
            if self.scheduler:
                return Client(self.scheduler, timeout=CONNECT_S)
            cluster = LocalCluster(n_workers=self.jobs, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
            return Client(cluster, timeout=CONNECT_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise ResourceError(f"no dask scheduler answers at {self.scheduler or 'this machine'} ({error}); check the address") from error

    def _parts(self, client: Client, shards: Iterable[Shard]) -> Iterator[Part]:
        from distributed import as_completed  # noqa: PLC0415  # as above

        pending = as_completed()
        tasks: dict[str, Shard] = {}
        for shard in shards:
            future = self._submit(client, shard)
            tasks[future.key] = shard
            pending.add(future)
            while len(tasks) >= AHEAD * max(sum(client.nthreads().values()), 1):
                yield from self._finished(client, next(pending), tasks)
        while tasks:
            yield from self._finished(client, next(pending), tasks)

    def _submit(self, client: Client, shard: Shard) -> Future:
        return client.submit(read_remotely, self.settings, shard, key=f"newsgraph-{shard.name}", pure=True)

    def _finished(self, client: Client, future: Future, tasks: dict[str, Shard]) -> Iterator[Part]:
        """Yield what a future gives; if the machines that read its shard died, its articles are read one by one."""
        shard = tasks.pop(future.key)
        try:
            yield self._written(shard, self._outcome(future))
        except Died:
            for single in shard.singles():
                yield from survivors(single, self._reader(client))

    def _reader(self, client: Client) -> Callable[[Shard], Part]:
        def read(shard: Shard) -> Part:
            return self._written(shard, self._outcome(client.submit(read_remotely, self.settings, shard, pure=False)))

        return read

    def _outcome(self, future: Future) -> Content:
        """Return what a worker sent.

        Raises:
            Died: Too many workers died over it.
            NewsgraphError: No article can be read.
        """
        from distributed import KilledWorker  # noqa: PLC0415  # as above

        try:
            found: Content | NewsgraphError = future.result()
        except KilledWorker as error:
            raise Died("the processes that read it died") from error
        finally:
            future.release()
        if isinstance(found, NewsgraphError):
            raise found
        return found

    def _written(self, shard: Shard, content: Content) -> Part:
        blocks, failures = content
        path = write_part(self.folder, shard.name, blocks) if blocks else None
        return Part(path=path, n_bytes=path.stat().st_size if path else 0, articles=tuple(record for record, _ in blocks), failures=tuple(failures))


@cache
def _reader_of(settings: Settings) -> ShardReader:
    """Return the one reader of a process; its model takes a second and 150 MB."""
    return ShardReader.of(settings)


def read_remotely(settings: Settings, shard: Shard) -> Content | NewsgraphError:
    """Read a shard in a worker; what nobody can read is returned, not raised, so that dask does not try it again."""
    try:
        return _reader_of(settings).read(shard)
    except NewsgraphError as error:
        return error
