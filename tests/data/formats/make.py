"""Write the sample files of every format again: python tests/data/formats/make.py [FOLDER]

All words are our own. The same files come out every time.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parent

TITLE = "Peru and Chile agree on a fishing treaty"
DATELINE = "LIMA, March 4 (Andes Wire) - "
PARAGRAPHS = (
    "Peru and Chile signed a fishing treaty in Lima on Wednesday after six years of talks, the foreign ministry of Peru said.",
    "“Both countries will inspect each other’s ports,” Foreign Minister Rosa Quispe told reporters. She added that Ecuador may join the treaty next year.",
    "Chile’s government said it had not agreed to share the costs of a common radar station. The two navies plan to meet in Arica in May.",
)
ASIDE = "What the treaty says"
ITEMS = ("Peru opens two ports to inspectors from Chile.", "Chile pays for a laboratory in Tacna.")


def html(title: str = TITLE, *, charset: str = "utf-8", day: str = "2020-03-04", path: str = "fishing") -> str:
    body = "\n".join(f"      <p>{each}</p>" for each in (f"{DATELINE}{PARAGRAPHS[0]}", *PARAGRAPHS[1:]))
    items = "".join(f"<li>{each}</li>" for each in ITEMS)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="{charset}">
  <title>{title} | Andes Wire</title>
  <meta property="og:title" content="{title}">
  <meta property="og:site_name" content="Andes Wire">
  <meta name="author" content="Maria Keller">
  <meta property="article:published_time" content="{day}T09:30:00Z">
  <link rel="canonical" href="https://andes.example/2020/{path}">
  <script>var tracking = "The minister of scripts resigned.";</script>
</head>
<body>
  <nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
  <main>
    <article>
      <h1>{title}</h1>
      <figure><img src="port.jpg" alt="boats"><figcaption>Photo: boats in Callao. © Andes Wire</figcaption></figure>
{body}
      <h2>{ASIDE}</h2>
      <ul>{items}</ul>
      <p>Read more: Ecuador counts its boats</p>
    </article>
  </main>
  <aside><h3>Most read</h3><p>Ten tips for your garden this spring</p></aside>
  <footer><p>Copyright 2020 Andes Wire. All rights reserved.</p></footer>
</body>
</html>
"""


def markdown() -> str:
    return f"""---
title: {TITLE}
date: 2020-03-04
author: Maria Keller
url: https://andes.example/2020/fishing-md
---

# {TITLE}

*By Maria Keller*

![boats in Callao](port.jpg)

{PARAGRAPHS[0].replace("fishing treaty", "**fishing treaty**").replace("Lima", "[Lima](https://andes.example/lima)")}

> {PARAGRAPHS[1].partition(" She ")[0]}
> She {PARAGRAPHS[1].partition(" She ")[2]}

## {ASIDE}

- {ITEMS[0]}
- {ITEMS[1].replace("Chile", "_Chile_")}

{PARAGRAPHS[2]}

```python
print("The minister of code resigned.")
```
"""


def feed() -> str:
    content = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
  <title>Andes Wire</title>
  <link>https://andes.example/</link>
  <description>News from the coast</description>
  <item>
    <title>{TITLE}</title>
    <link>https://andes.example/2020/fishing-rss</link>
    <guid isPermaLink="false">andes-1</guid>
    <pubDate>Wed, 04 Mar 2020 09:30:00 GMT</pubDate>
    <dc:creator>Maria Keller</dc:creator>
    <description>A short line.</description>
    <content:encoded><![CDATA[{content}]]></content:encoded>
  </item>
  <item>
    <title>Bolivia recalls its ambassador</title>
    <link>https://andes.example/2020/bolivia</link>
    <pubDate>Thu, 05 Mar 2020 09:30:00 GMT</pubDate>
    <description>Bolivia recalled its ambassador from Santiago on Thursday, an official said. Chile regretted the decision.</description>
  </item>
  <item>
    <title>Pictures of the week</title>
    <link>https://andes.example/2020/pictures</link>
  </item>
</channel>
</rss>
"""


def atom() -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Andes Wire</title>
  <id>urn:andes</id>
  <updated>2020-03-06T00:00:00Z</updated>
  <entry>
    <title>{TITLE}</title>
    <id>urn:andes:2</id>
    <link href="https://andes.example/2020/fishing-atom"/>
    <published>2020-03-04T09:30:00Z</published>
    <updated>2020-03-06T00:00:00Z</updated>
    <author><name>Maria Keller</name></author>
    <content type="html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;&lt;p&gt;{PARAGRAPHS[1]}&lt;/p&gt;</content>
  </entry>
</feed>
"""


def records() -> list[dict[str, object]]:
    return [
        {"headline": TITLE, "body": "\n\n".join(PARAGRAPHS), "published": "2020-03-04T09:30:00Z", "uid": 17, "link": "https://andes.example/2020/17", "authors": ["Maria Keller"]},
        {"headline": "Bolivia recalls its ambassador", "body": "Bolivia recalled its ambassador from Santiago on Thursday.", "published": "2020-03-05", "uid": 18, "link": None, "authors": []},
    ]  # fmt: skip


def csv_text() -> str:
    rows = ["id;day;headline;story"]
    for number, text in enumerate(("\n\n".join(PARAGRAPHS), "Bolivia recalled its ambassador from Santiago on Thursday."), 1):
        quoted = text.replace('"', '""')
        rows.append(f'{number};2020-03-0{3 + number};"{TITLE if number == 1 else "Bolivia recalls its ambassador"}";"{quoted}"')
    return "\r\n".join(rows) + "\r\n"


def pdf(pages: list[list[str]], *, title: str = "") -> bytes:
    """Return a PDF file with lines of text in Helvetica."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = b" ".join(
            b"(" + each.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for each in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 60 780 Td " + shown + b" ET" if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % each for each in kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % each for each in places))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), start))
    return out.getvalue()


def pdf_pages() -> list[list[str]]:
    """Return the article as three pages with running titles, page numbers and words divided at line ends."""
    return [
        ["Andes Wire - March 2020", TITLE, "", "Peru and Chile signed a fishing treaty in Lima on Wednesday after six years", "of talks, the foreign ministry of Peru said. The two govern-",
         "ments will inspect boats that carry more than ten tons, and non-", "resident captains need a paper from both.", "", "“Both countries will inspect each other’s ports,” Foreign Minister Rosa", "1"],
        ["Andes Wire - March 2020", "Quispe told reporters. She added that Ecuador may join the treaty next", "year, and that the first inspections are planned for the summer.", "",
         "Chile’s government said it had not agreed to share the costs of a", "common radar station.", "2"],
        ["Andes Wire - March 2020", "The two navies plan to meet in Arica in May, where officers of both", "countries will discuss how to search boats at night.", "3"],
    ]  # fmt: skip


def docx() -> bytes:
    import docx as word  # not all tests need it

    document = word.Document()
    document.core_properties.title = "minutes-final-2"
    document.core_properties.author = "Maria Keller"
    document.core_properties.created = document.core_properties.modified = datetime(2020, 3, 4)  # noqa: DTZ001
    document.add_heading(TITLE, 0)
    document.add_paragraph("By Maria Keller")
    document.add_paragraph(DATELINE + PARAGRAPHS[0])
    document.add_paragraph(PARAGRAPHS[1])
    document.add_heading(ASIDE, 1)
    for each in ITEMS:
        document.add_paragraph(each, style="List Bullet")
    document.add_paragraph("Boats in Callao", style="Caption")
    document.add_paragraph(PARAGRAPHS[2])
    made = io.BytesIO()
    document.save(made)
    return same_time(made.getvalue())


def same_time(content: bytes) -> bytes:
    """Return a zip file whose parts bear one date, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(zipfile.ZipInfo(each.filename, (2020, 3, 4, 0, 0, 0)), old.read(each), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def warc() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)

    def add(kind: str, address: str, status: str, media: str, content: bytes) -> None:
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1") if kind == "response" else None
        fixed = {"WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{out.tell():012d}>", "WARC-Date": "2020-03-06T00:00:00Z"}
        if kind != "response":
            fixed["Content-Type"] = media
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(content), http_headers=headers, warc_headers_dict=fixed))

    add("response", "https://andes.example/2020/warc-1", "200 OK", "text/html; charset=utf-8", html(path="warc-1").encode())
    add("response", "https://andes.example/port.jpg", "200 OK", "image/jpeg", b"\xff\xd8\xff\0")
    add("response", "https://andes.example/gone", "404 Not Found", "text/html", b"<html><body><p>Not found</p></body></html>")
    add(
        "response",
        "https://andes.example/2020/warc-2",
        "200 OK",
        "text/html",
        html(TITLE + ", again", charset="windows-1252", path="warc-2").encode("cp1252"),
    )
    add("response", "https://andes.example/", "200 OK", "text/html", b"<html><body><ul><li><a href='/a'>World</a></li></ul></body></html>")
    add("conversion", "https://andes.example/2020/warc-6", "", "text/plain", "\n\n".join([TITLE, *PARAGRAPHS]).encode())
    return out.getvalue()


def parquet() -> bytes:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet as pq

    table = pa.table(
        {
            "content": ["\n\n".join(PARAGRAPHS), None, "Bolivia recalled its ambassador from Santiago on Thursday."],
            "publish_date": pa.array([datetime(2020, 3, 4), None, datetime(2020, 3, 5)], pa.timestamp("ms")),  # noqa: DTZ001
            "title": [TITLE, "Nothing", "Bolivia recalls its ambassador"],
            "meta": [{"site": "Andes Wire"}, None, {"site": "Andes Wire"}],
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=2, compression="gzip")
    return out.getvalue()


def files() -> dict[str, bytes]:
    """Return content by name."""
    plain = "\n\n".join([TITLE, "2020-03-04", DATELINE + PARAGRAPHS[0], *PARAGRAPHS[1:]]) + "\n"
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records())
    return {
        "plain.txt": plain.encode(),
        "plain-1252.txt": plain.encode("cp1252"),
        "plain-utf16.txt": plain.encode("utf-16"),
        "packed.txt.gz": gzip.compress(plain.encode(), mtime=0),
        "packed.html.bz2": bz2.compress(html(path="packed").encode()),
        "story.md": markdown().encode(),
        "page.html": html().encode(),
        "page-1252.html": html(charset="windows-1252", path="legacy").encode("cp1252"),
        "feed.xml": feed().encode(),
        "feed.atom": atom().encode(),
        "records.json": json.dumps({"status": "ok", "articles": records()}, ensure_ascii=False, indent=1).encode(),
        "array.json": json.dumps(records(), ensure_ascii=False).encode(),
        "lines.jsonl": lines.encode(),
        "table.csv": csv_text().encode("utf-8-sig"),
        "paper.pdf": pdf(pdf_pages(), title="Andes Wire"),
        "scan.pdf": pdf([[], []]),
        "letter.docx": docx(),
        "crawl.warc": warc(),
        "crawl.warc.gz": gzip.compress(warc(), mtime=0),
        "table.parquet": parquet(),
    }  # fmt: skip


if __name__ == "__main__":
    for name, content in files().items():
        (Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER) / name).write_bytes(content)
        print(name, len(content))
