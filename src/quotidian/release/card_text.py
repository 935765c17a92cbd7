"""The text of the card: what a release is, how to use it, where its texts and annotations are from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from quotidian.model import SPLITS, Annotator, CorpusInfo
from quotidian.release.collect import CREDITS_SHOWN, Collected
from quotidian.release.columns import CONFIGS, definition, resolved
from quotidian.release.licenses import license_ids, license_url
from quotidian.release.manifest import Manifest

# What would break a table, a link or an emphasis of Markdown.
_ESCAPES = str.maketrans({mark: f"\\{mark}" for mark in "|[]*<>"})

# What a URL is made of (RFC 3986) stays as it is.
_URL = "%:/?#[]@!$&'()*+,;=~"


def body(info: CorpusInfo, manifest: Manifest, collected: Collected, annotators: list[Annotator]) -> str:
    """The card below its YAML, in Markdown."""
    sections = (
        _introduction(info, manifest),
        _configs(manifest),
        _use(manifest),
        _offsets(manifest),
        _columns(),
        _splits(manifest),
        _annotation(manifest, annotators),
        _sources(info, collected),
        _files(),
    )
    return "\n\n".join(sections) + "\n"


def _introduction(info: CorpusInfo, manifest: Manifest) -> str:
    articles = manifest.articles
    lines = [
        f"# {info.title} {info.version}",
        f"{info.description}",
        f"{_number(articles.gold, 'annotated article')}: {articles.with_text} with their text, "
        f"{articles.standoff} as offsets and hash only (stand-off: config `standoff`). "
        f"{_number(articles.waiting, 'more article')} of the corpus "
        f"{'waits' if articles.waiting == 1 else 'wait'} for annotation and {'is' if articles.waiting == 1 else 'are'} "
        "not in this release.",
    ]
    return "\n\n".join(lines)


def _configs(manifest: Manifest) -> str:
    rows = [
        (
            f"`{config}`",
            _uncapitalized(definition(config)["title"]),
            *(_rows(manifest, config, split) for split in SPLITS),
        )
        for config in CONFIGS
    ]
    return "## Configs\n\n" + _table(("config", "a row is", *SPLITS), rows)


def _rows(manifest: Manifest, config: str, split: str) -> str:
    return f"{manifest.counts[config][split].rows:,}"


def _use(manifest: Manifest) -> str:
    config = next(
        (one for one in ("quotes", "default") if any(c.rows for c in manifest.counts[one].values())), "standoff"
    )
    split = next(split for split in SPLITS if manifest.counts[config][split].rows)
    return f"""## Use

```python
from datasets import load_dataset
rows = load_dataset("PATH_OR_HUB_ID", "{config}", split="{split}")
print(rows[0])
```

Labels are stored as strings, and pyarrow, polars, duckdb and pandas read them so; `datasets` gives their ids
(`rows.features["type"].int2str(0)` is the label). With the package, `quotidian.load("{config}",
version="{manifest.version}")` finds this release, refuses another version or a damaged file, and gives an empty split
where `load_dataset` has none."""


def _offsets(manifest: Manifest) -> str:
    met = manifest.segmentation
    return f"""## Offsets

`start` and `end` are half-open counts of Unicode code points into the article's text (column `text` of `default`), in
every config. Context columns come with their own start: `sentence[start - sentence_start : end - sentence_start]` is
the slice of a span within its sentence, and likewise for `paragraph`.

Of {met.mentions + met.across_sentences:,} mentions in articles with text, {met.across_sentences:,} lie in no single
sentence and are not in `entities` (they are in `default`); {met.widened:,} begin or end inside a token, and their tags
cover all of it."""


def _columns() -> str:
    parts = ["## Columns"]
    for config in CONFIGS:
        rows = [
            (f"`{name}`", _kind(node), resolved(node)[1].get("description", node.get("description", "")))
            for name, node in definition(config)["properties"].items()
        ]
        parts.append(f"### `{config}`\n\n" + _table(("column", "type", "what it holds"), rows))
    return "\n\n".join(parts)


def _kind(node: dict[str, Any]) -> str:
    """The type of a column in short, with the fields of structs."""
    kind, node = resolved(node)
    if kind == "array":
        return f"list of {_kind(node['items'])}"
    if kind == "object":
        return "{" + ", ".join(f"`{name}`" for name in node["properties"]) + "}"
    if "x-labels" in node:
        kind = f"label ({node['x-labels']})"
    return f"{kind}, may be null" if isinstance(node["type"], list) else kind


def _splits(manifest: Manifest) -> str:
    rows = [
        (
            f"`{split}`",
            *(
                f"{number:,}"
                for number in (
                    manifest.counts["default"][split].articles,
                    manifest.counts["standoff"][split].articles,
                    *(
                        getattr(manifest.counts["default"][split] + manifest.counts["standoff"][split], layer)
                        for layer in ("entities", "mentions", "quotes", "events")
                    ),
                )
            ),
        )
        for split in SPLITS
    ]
    head = ("split", "articles with text", "stand-off articles", "entities", "mentions", "quotes", "events")
    return (
        "## Splits\n\nAn article keeps its split for ever; articles on the same event (`story`) share one, as do "
        "near-duplicates.\n\n" + _table(head, rows)
    )


def _annotation(manifest: Manifest, annotators: list[Annotator]) -> str:
    rows = [(f"`{one.id}`", one.kind, _plain(one.description)) for one in annotators]
    known = _table(("annotator", "kind", "description"), rows) if rows else "The corpus does not say who annotated."
    return (
        f"## How it was annotated\n\nLabels follow the ontology {manifest.ontology.name} {manifest.ontology.version} "
        "(`ontology.json`: every label with definition, examples and mappings to other schemes). The config "
        "`annotators` holds each annotator's work before adjudication, a row for each article and annotator, so that "
        "agreement can be measured and disagreement learnt from (Uma et al. 2021, “Learning from Disagreement: A "
        "Survey”, JAIR 72); all others hold the gold annotation.\n\n" + known
    )


def _sources(info: CorpusInfo, collected: Collected) -> str:
    rows = [
        (
            _plain(source.source) + (" (invented)" if source.synthetic else ""),
            _licenses(source.license),
            _plain(source.holder),
            f"{number:,}",
            "text" if source.released else "offsets only",
        )
        for source, number in sorted(collected.sources.items())
    ]
    parts = [
        "## Sources and licences",
        f"Annotations, and texts written for the corpus: {_licenses(info.license)}, {' and '.join(info.authors)}. "
        "Each row of `default` and `standoff` names the licence and holder of its text (`rights`).",
        _table(("source", "licence of the text", "holder", "articles", "in this release"), rows),
    ]
    if collected.credits:
        parts.append(
            "### Texts by others\n\n"
            "Of each text the article alone was kept: headline, captions and leftovers of its page were removed, "
            "and characters normalised. Nothing else was changed.\n\n" + "\n".join(_credits(collected))
        )
    return "\n\n".join(parts)


def _credits(collected: Collected) -> Iterable[str]:
    for credit in collected.credits[:CREDITS_SHOWN]:
        title = f"[{_plain(credit.title)}](<{quote(credit.url, safe=_URL)}>)" if credit.url else _plain(credit.title)
        date = f", {credit.published}" if credit.published else ""
        yield f"- {title}, {_plain(credit.source)}{date}. {_plain(credit.attribution)}. {_licenses(credit.license)}."
    if len(collected.credits) > CREDITS_SHOWN:
        yield "- ... and others: `title`, `source`, `url` and `rights` of each row of `default` credit its text."


def _files() -> str:
    return """## Files

`manifest.json` holds counts, versions and the hash of every file; `sha256sum -c SHA256SUMS` checks them all.
`release-row.schema.json` is the contract of every row (JSON Schema), `ontology.json` that of the labels,
`croissant.json` describes the data for machines, `CITATION.cff` says how to cite, `LICENSES/` names every licence."""


def _licenses(expression: str) -> str:
    """An SPDX expression with each licence linked to its text."""
    shown = expression
    for name in dict.fromkeys(license_ids(expression)):
        url = license_url(name)
        if url:
            shown = shown.replace(name, f"[{name}]({url})")
    return shown


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plain(text: str) -> str:
    """Text from the corpus on one line, with nothing in it that Markdown understands."""
    return " ".join(text.split()).translate(_ESCAPES)


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _uncapitalized(text: str) -> str:
    return text[0].lower() + text[1:]
