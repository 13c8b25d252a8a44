"""Kill builds at random moments, fill the disk, feed them rubbish; after --resume the store must be the undisturbed one, byte for byte.

    python benchmarks/chaos.py --kills 100 --seed 1 [--mutants 1000]

A build brings a store from one version of an archive to the next: some articles are new, some changed, some gone, some are copies of others.
It is killed with SIGKILL (the building process, or one of its readers) at a moment drawn from its duration, gone
on with, and killed again; then it is let through, and the store's sorted N-Quads are compared with those of a build that nobody disturbed.
With --mutants, damaged files of all formats lie beside the archive. Some cannot be read; then nothing that is gone is taken out, by intention,
and the build ends with code 4.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from newsroom import record

from newsgraph.store import EmbeddedStore

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.mutation import mutants  # noqa: E402  # after the path is set

N_ARTICLES = 90
KILLS_A_STORE = 5
PROGRAM = [sys.executable, "-m", "newsgraph", "build"]
FULL_BYTES = (20_000, 100_000, 400_000, 1_500_000)
"""Sizes at which the disk is full for a file: within ledger, parts, and the tables of the store."""


def archive(path: Path, version: int, n: int) -> Path:
    """Write a version of the archive: of every ten articles one changes, one goes, one comes, one is a copy."""
    lines = []
    for number in range(n):
        kind = number % 10
        row = record(number, 5)
        if kind == 1 and version == 2:
            row = {**row, "text": record(number + 10_000, 5)["text"]}
        if kind == 2:
            row = {**row, "text": record(number - 2, 5)["text"]}
        if (kind == 3 and version == 2) or (kind == 0 and version == 1):
            continue
        lines.append(json.dumps(row))
    path.write_text("\n".join(lines), "utf-8")
    return path


def nquads(store: Path) -> str:
    with EmbeddedStore(store, read_only=True) as opened:
        return sha256("\n".join(sorted(str(quad) for quad in opened)).encode()).hexdigest()


def start(store: Path, *arguments: object, limit: int = 0) -> subprocess.Popen[bytes]:
    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    command = [*PROGRAM, *map(str, arguments), "--store", str(store), "--jobs", "2", "--prune"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=restrict if limit else None, start_new_session=True
    )


def readers(pid: int) -> list[int]:
    try:
        children = [int(each) for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()]
        return [child for child in children if b"newsgraph.corpus.child" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except OSError:
        return []


def through(store: Path, source: Path) -> tuple[int, str]:
    build = start(store, source)
    told = (build.communicate()[1] or b"").decode()
    return build.returncode, told


def killed(store: Path, source: Path, chance: random.Random, seconds: float) -> str:
    """Start a build, kill it or one of its readers at a random moment, and return what was killed."""
    build = start(store, source)
    time.sleep(chance.uniform(0, seconds))
    found = readers(build.pid)
    target = "reader" if found and chance.random() < 0.4 else "builder"
    if build.poll() is not None:
        target = "nothing: it had ended"
    elif target == "reader":
        os.kill(chance.choice(found), signal.SIGKILL)
        time.sleep(chance.uniform(0, 0.5))
    if build.poll() is None:
        build.kill()
    build.communicate()
    return target


def full(store: Path, source: Path, limit: int) -> tuple[int, str]:
    build = start(store, source, limit=limit)
    told = (build.communicate()[1] or b"").decode()
    return build.returncode, told


class Chaos:
    def __init__(self, folder: Path, n: int, n_mutants: int = 0) -> None:
        self.folder = folder
        self.code = 4 if n_mutants else 0
        self.first, self.second = archive(folder / "one.jsonl", 1, n), archive(folder / "two.jsonl", 2, n)
        self.source = folder / "archive"
        self.source.mkdir()
        formats = ROOT / "tests" / "data" / "formats"
        rounds = -(-n_mutants // len(list(formats.iterdir())))
        for number, (_, name, content) in zip(range(n_mutants), mutants(formats, rounds, seed=n_mutants), strict=False):
            (self.source / f"{number:04}-{name}").write_bytes(content)
        # Both versions have one name when they are built, as an archive has.
        shutil.copy(self.first, self.source / "news.jsonl")
        begin = time.monotonic()
        code, told = through(folder / "before", self.source)
        assert code == self.code, told
        self.seconds = time.monotonic() - begin
        shutil.copy(self.second, self.source / "news.jsonl")
        undisturbed = self.copy("undisturbed")
        begin = time.monotonic()
        assert through(undisturbed, self.source)[0] == self.code
        self.update_seconds = time.monotonic() - begin
        self.expected = nquads(undisturbed)
        fresh = folder / "fresh"
        assert through(fresh, self.source)[0] == self.code
        assert n_mutants or nquads(fresh) == self.expected, "an update differs from a fresh build, undisturbed"

    def copy(self, name: str) -> Path:
        """Return a store that holds the first version."""
        for end in ("", ".build"):
            shutil.copytree(self.folder / f"before{end}", self.folder / f"{name}{end}")
        return self.folder / name

    def away(self, store: Path) -> None:
        shutil.rmtree(store)
        shutil.rmtree(store.with_name(store.name + ".build"))

    def check(self, store: Path, what: str) -> bool:
        code, told = through(store, self.source)
        is_same = code == self.code and nquads(store) == self.expected and not list(store.with_name(store.name + ".build").glob("parts/*"))
        print(f"{what}: {'same' if is_same else 'DIFFERENT'}", flush=True)
        if not is_same:
            print(told)
        return is_same

    def kills(self, n: int, chance: random.Random) -> tuple[int, dict[str, int]]:
        n_bad, done, targets = 0, 0, dict.fromkeys(("builder", "reader", "nothing: it had ended"), 0)
        while done < n:
            store = self.copy(f"kill{done}")
            is_fresh = not self.code and chance.random() < 0.3
            if is_fresh:
                self.away(store)  # a fresh build is killed too
            for _ in range(min(KILLS_A_STORE, n - done)):
                target = killed(store, self.source, chance, self.seconds if is_fresh else self.update_seconds)
                targets[target] += 1
                done += target != "nothing: it had ended"
                if target == "nothing: it had ended":
                    break
            n_bad += not self.check(store, f"{done} kills")
            self.away(store)
        return n_bad, targets

    def full_disks(self) -> int:
        n_bad = 0
        for limit in FULL_BYTES:
            store = self.folder / f"full{limit}"
            code, told = full(store, self.source, limit)
            lines = [line for line in told.splitlines() if "jsonl:" not in line]
            print(f"files of at most {limit} bytes: exit {code}: {lines[-1] if lines else ''}"[:220])
            if "Traceback" in told or code == 70:
                n_bad += 1
                print(told)
            n_bad += not self.check(store, f"room again after {limit}")
            self.away(store)
        return n_bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=N_ARTICLES)
    parser.add_argument("--mutants", type=int, default=0, help="so many damaged files lie beside the archive")
    parser.add_argument("--no-disks", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        chaos = Chaos(Path(name), options.articles, options.mutants)
        n_bad, targets = chaos.kills(options.kills, random.Random(options.seed))
        n_full = 0 if options.no_disks else chaos.full_disks()
    print(json.dumps({"kills": targets, "different": n_bad, "full disks that did harm": n_full}))
    return int(bool(n_bad or n_full))


if __name__ == "__main__":
    sys.exit(main())
