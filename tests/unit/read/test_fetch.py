"""Pages are fetched from a real server on this machine, and only when, where and as much as is allowed."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read import Context, ReadOptions, read_items
from newsgraph.read.fetch import Fetcher, is_public
from newsgraph.read.robots import allows

FORMATS = Path(__file__).parents[2] / "data" / "formats"
TITLE = "Peru and Chile agree on a fishing treaty"
ANYTHING = ReadOptions(fetch=True, allow_private=True)
PAGE = (FORMATS / "page.html").read_bytes()


class Site(ThreadingHTTPServer):
    """A site whose answers a test sets: path to (status, headers, content); remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str, str]] = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:  # the name that http.server calls
        self.server.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        status, headers, content = self.server.answers.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            if headers.get("X-Slow"):
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.2)
            else:
                self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask their own server, which needs no rest."""
    monkeypatch.setattr("newsgraph.read.fetch.PAUSE_S", 0.0)


def read(*sources: str, options: ReadOptions = ANYTHING) -> tuple[list[Article], list[str]]:
    items = list(read_items(sources, Context(options=options)))
    return [each for each in items if isinstance(each, Article)], [str(each) for each in items if isinstance(each, InputError)]


def error_of(source: str, options: ReadOptions = ANYTHING) -> str:
    articles, (error,) = read(source, options=options)
    assert articles == []
    assert "\n" not in error
    return error


def test_page_is_fetched_and_read(site: Site) -> None:
    site.answers["/a/story"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
    (found,), errors = read(f"{site.address}/a/story#top")
    assert (found.title, found.stem, errors) == (TITLE, "story", [])
    assert found.identifier == "https://andes.example/2020/fishing"
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a/story"]
    assert site.asked[1][1] == site.address.removeprefix("http://")
    assert site.asked[1][2].startswith("newsgraph/")


@pytest.mark.parametrize(
    ("name", "media_type", "n"),
    [("feed.xml", "application/rss+xml", 2), ("paper.pdf", "application/pdf", 1), ("lines.jsonl", "application/octet-stream", 2), ("packed.txt.gz", "application/gzip", 1),
     ("story.md", "text/plain", 1), ("letter.docx", "application/octet-stream", 1), ("table.csv", "text/csv; charset=utf-8", 2)],
)  # fmt: skip
def test_every_format_may_stand_at_an_address(site: Site, name: str, media_type: str, n: int) -> None:
    site.answers[f"/{name}"] = (200, {"Content-Type": media_type}, (FORMATS / name).read_bytes())
    articles, _ = read(f"{site.address}/{name}")
    assert len(articles) == n
    assert articles[0].title == TITLE


def test_charset_of_the_server_is_believed(site: Site) -> None:
    content = PAGE.decode().replace('<meta charset="utf-8">', "").encode("cp1252")
    site.answers["/"] = (200, {"Content-Type": "text/html; charset=iso-8859-1"}, content)
    (found,), _ = read(f"{site.address}/")
    assert found.encoding == "windows-1252"
    assert "“Both countries" in found.text


def test_nothing_is_fetched_without_being_asked_to(site: Site) -> None:
    assert error_of(f"{site.address}/a", ReadOptions()).endswith("nothing is fetched without being asked to; say --fetch")
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])  # noqa: S104  # refused
def test_this_machine_is_refused_however_it_is_spelt(site: Site, host: str) -> None:
    error = error_of(f"http://{host}:{site.server_port}/a", ReadOptions(fetch=True))
    assert "is an address of this machine or a private network; say --allow-private if it is meant" in error or "there is no host" in error
    assert site.asked == []


PUBLIC = {
    "93.184.216.34": True, "2606:2800:220:1::1": True, "127.0.0.1": False, "10.1.2.3": False, "172.16.0.1": False, "192.168.1.1": False, "169.254.169.254": False,
    "100.64.0.1": False, "0.0.0.0": False, "224.0.0.1": False, "255.255.255.255": False, "::1": False, "::": False, "fe80::1%eth0": False, "fc00::1": False,  # noqa: S104
    "::ffff:10.0.0.1": False, "64:ff9b::7f00:1": False, "2002:7f00:1::": False, "ff02::1": False, "198.18.0.1": False, "192.0.2.1": False,
}  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_told_from_others(address: str) -> None:
    assert is_public(address) is PUBLIC[address]


def test_redirects_are_followed_and_each_is_checked(site: Site) -> None:
    site.answers["/a"] = (301, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": f"{site.address}/c"}, b"")
    site.answers["/c"] = (200, {"Content-Type": "text/html"}, PAGE)
    assert [each.title for each in read(f"{site.address}/a")[0]] == [TITLE]
    site.answers["/c"] = (302, {"Location": "/a"}, b"")
    assert "redirects more than 5 times" in error_of(f"{site.address}/a")
    site.answers["/c"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert "an address begins with http:// or https://" in error_of(f"{site.address}/a")


def asking(site: Site, resolve: dict[str, list[list[str]]], *, allow_private: bool) -> Fetcher:
    """Return a fetcher for which each name has the given addresses, one list for each time it is asked."""
    answers = {name: iter(lists) for name, lists in resolve.items()}
    assert site.server_port
    return Fetcher(ReadOptions(fetch=True, allow_private=allow_private), resolve=lambda host, _: next(answers[host]), pause_s=0)


def test_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """The first name is let through as if it were public; the second is this machine."""
    site.answers["/a"] = (302, {"Location": f"http://inside.example:{site.server_port}/secret"}, b"")
    site.answers["/secret"] = (200, {"Content-Type": "text/html"}, PAGE)
    fetcher = asking(site, {"inside.example": [["10.0.0.5"]]}, allow_private=False)
    with pytest.raises(InputError, match=r"inside\.example is an address of this machine or a private network"):
        fetcher._followed(f"http://inside.example:{site.server_port}/secret", is_page=False)
    assert site.asked == []


def test_name_that_changes_its_meaning_is_connected_to_as_it_was_checked(site: Site) -> None:
    """DNS rebinding: what the name means the next time does not matter, because it is asked once for each request."""
    site.answers["/a"] = (200, {"Content-Type": "text/html"}, PAGE)
    fetcher = asking(site, {"news.example": [["127.0.0.1"]] * 3 + [["203.0.113.9"]] * 9}, allow_private=True)
    origin = fetcher.origin(f"http://news.example:{site.server_port}/a")
    assert origin.stream.read() == PAGE
    assert {host for _, host, _ in site.asked} == {f"news.example:{site.server_port}"}


def test_one_private_address_among_several_is_enough_to_refuse(site: Site) -> None:
    fetcher = asking(site, {"news.example": [["93.184.216.34", "127.0.0.1"]]}, allow_private=False)
    with pytest.raises(InputError, match="private network"):
        fetcher.origin(f"http://news.example:{site.server_port}/a")


def test_page_that_is_too_long_or_too_slow_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/long"] = (200, {"Content-Type": "text/html"}, b"x" * 10_000_001)
    assert "is larger than 10 MB, the limit for a page" in error_of(f"{site.address}/long")
    monkeypatch.setattr("newsgraph.read.fetch.TOTAL_S", 0.5)
    site.answers["/slow"] = (200, {"Content-Type": "text/html", "X-Slow": "1"}, b"x" * 50)
    begin = time.monotonic()
    assert "takes longer than" in error_of(f"{site.address}/slow")
    assert time.monotonic() - begin < 3


def test_packed_answer_that_was_not_asked_for_is_bounded(site: Site) -> None:
    site.answers["/a"] = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"a" * 30_000_000))
    assert "is larger than 10 MB" in error_of(f"{site.address}/a")


def test_servers_faults_are_one_line(site: Site) -> None:
    assert "the server answers 404; check the address" in error_of(f"{site.address}/gone")
    port = site.server_port
    for source, message in (
        (f"http://user:secret@127.0.0.1:{port}/", "holds no password"),
        ("http://127.0.0.1:1/", "is not fetched: the robots.txt of http://127.0.0.1:1 cannot be had"),
        ("http://127.0.0.1:99999/", "is no address of a page"),
        ("http:///x", "an address begins with"),
    ):
        assert message in error_of(source)


def test_robots_are_obeyed_and_asked_once(site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n\nUser-agent: newsgraph\nDisallow: /private\nAllow: /private/open\n")
    for path in ("/a", "/private/x", "/private/open"):
        site.answers[path] = (200, {"Content-Type": "text/html"}, PAGE)
    articles, errors = read(*(f"{site.address}{path}" for path in ("/a", "/private/x", "/private/open")))
    assert len(articles) == 2
    assert errors == [f"{site.address}/private/x is not fetched: the robots.txt of {site.address} forbids it; ask the site"]
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a", "/private/open"]


def test_robots_that_cannot_be_had_forbid_all(site: Site) -> None:
    site.answers["/robots.txt"] = (503, {}, b"")
    assert "cannot be had, so nothing is allowed" in error_of(f"{site.address}/a")


def test_list_may_name_addresses(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = (200, {"Content-Type": "text/html"}, PAGE)
    (tmp_path / "list").write_text(f"{site.address}/a\n{site.address}/gone\n")
    articles, errors = read(f"@{tmp_path / 'list'}")
    assert (len(articles), len(errors)) == (1, 1)


ROBOTS = [
    ("", "/x", True),
    ("User-agent: *\nDisallow:", "/x", True),
    ("User-agent: *\nDisallow: /", "/x", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("user-AGENT: NewsGraph # us\ndisallow: /x", "/x/y", False),
    ("User-agent: other\nDisallow: /", "/x", True),
    ("User-agent: other\nUser-agent: newsgraph\nDisallow: /a\n\nUser-agent: newsgraph\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
    ("User-agent: *\nDisallow: /*/private/*/x", "/a/private/b/x", False),
    ("User-agent: *\nDisallow: /a%62c", "/abc", False),
    ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
    ("\ufeffUser-agent: *\rDisallow: /x", "/x", False),
    ("Disallow: /", "/x", True),
    ("User-agent: *\nDisallow: /" + "*a" * 5000 + "$", "/" + "a" * 5000 + "b", True),
]


@pytest.mark.parametrize(("robots", "target", "is_allowed"), ROBOTS)
def test_robots_are_understood(robots: str, target: str, is_allowed: bool) -> None:  # noqa: FBT001  # a table
    assert allows(robots, "newsgraph", target) is is_allowed


def test_tables_are_collected() -> None:
    assert (len(ROBOTS), len(PUBLIC)) == (17, 21)
