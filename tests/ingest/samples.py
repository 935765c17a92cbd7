"""Small invented articles for the tests of ingest."""

from __future__ import annotations

from quotidian.ingest.document import Block, Document, Kind
from quotidian.model import Tool

BODY = (
    "The first ferry in two years left the harbour of Tarsk on Monday morning with ninety people on board, the harbour "
    "board said, and a band of nine played on the quay in the rain until it was out of sight.",
    "“We counted them twice,” said Ada Quill, the captain, who told reporters that nobody had slept. “Then we cast "
    "off, because the tide does not wait for a list.”",
)
OTHER_BODY = (
    "A court in Velmora fined the owner of a flour mill on Thursday for letting sparks from its chimney set fire to a "
    "row of parked carts, the third such fire since the spring, and told him to buy a net.",
    "“I have bought three,” said Bo de Witt, whose family has run the mill since the old bridge was built. He did not "
    "say whether he would appeal, but his lawyer shook her head as they left.",
)
HEADLINE = "Ferry line to the islands reopens"


def plain(*paragraphs: str) -> str:
    """A text file."""
    return "\n\n".join(paragraphs) + "\n"


def page(*paragraphs: str, title: str = HEADLINE, head: str = "", charset: str = "utf-8") -> str:
    """A web page."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{title}</title>{head}</head>'
        f"<body><main><article><h1>{title}</h1>\n{body}</article></main></body></html>"
    )


def treebank(
    *blocks: tuple[str, tuple[str, ...]], name: str = "T_news_ferry", meta: dict[str, str] | None = None
) -> str:
    """A treebank of one document: each block is its mark (``p (2 s)``; none for no mark at all) and its sentences."""
    lines = [f"# newdoc id = {name}"] + [f"# meta::{key} = {value}" for key, value in (meta or {}).items()]
    for mark, sentences in blocks:
        if mark:
            lines += ["# newpar", f"# newpar_block = {mark}"]
        for sentence in sentences:
            lines += [f"# text = {sentence}", "1\tThe\tthe\tDET\tDT\t_\t0\troot\t_\t_", ""]
    return "\n".join(lines) + "\n"


_MARKS: dict[str, Kind] = {"# ": "title", "## ": "heading", "- ": "item", "! ": "caption"}


def example(text: str) -> tuple[Document, list[str]]:
    """A rule's example as a document, and the stretches of it that go."""
    blocks: list[Block] = []
    gone: list[str] = []
    for paragraph in text.split("\n\n"):
        bare = paragraph.replace("⟦", "").replace("⟧", "")
        mark = next((mark for mark in _MARKS if bare.startswith(mark)), "")
        blocks.append(Block(_MARKS[mark] if mark else "text", bare.removeprefix(mark)))
        if "⟦" in paragraph:
            gone.append(paragraph[paragraph.index("⟦") + 1 : paragraph.index("⟧")].removeprefix(mark))
    marked = any(block.kind != "text" for block in blocks)
    reader = Tool(name="quotidian-text", version="1")
    return Document(format="html" if marked else "text", name="example", reader=reader, blocks=tuple(blocks)), gone
