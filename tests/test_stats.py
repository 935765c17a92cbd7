"""The numbers of a corpus are counted, on the real one too."""

from __future__ import annotations

from pathlib import Path

import msgspec

from quotidian import schemas
from quotidian.datasheet import layers_tables, numbers_table, sources_table
from quotidian.init import init
from quotidian.model import Annotation, Article
from quotidian.stats import SourceCount, statistics
from quotidian.store import Corpus
from quotidian.text import digest

TEXT = "“The line is safe,” Mira Holt said.\n"


def small(tmp_path: Path) -> Corpus:
    """One article with gold and one stand-off article without."""
    corpus = init(tmp_path / "small", name="small")
    examples = schemas.schema("article")["examples"]
    gold = msgspec.structs.replace(Article.from_dict(examples[0]), text=digest(TEXT))
    corpus.save_article(gold, TEXT)
    corpus.save_article(Article.from_dict(examples[1]), None)
    annotation = Annotation.from_dict(schemas.schema("annotation")["examples"][0])
    corpus.save_annotation(annotation)
    corpus.save_annotation(msgspec.structs.replace(annotation, annotator="ann-a"))
    return corpus


def test_everything_is_counted_once(tmp_path: Path) -> None:
    counts = statistics(small(tmp_path))
    assert (counts.articles, counts.gold, counts.waiting) == (2, 1, 1)
    assert counts.splits == {"test": 1, "train": 1}
    assert counts.gold_splits == {"train": 1}
    assert counts.characters == len(TEXT)
    assert counts.words == 11  # “ The line is safe , ” Mira Holt said .
    assert counts.sentences == 1
    assert counts.layers.mentions == {"PER": 1}
    assert counts.layers.levels == {"NAM": 1}
    assert counts.layers.quote_types == {"direct": 1}
    assert counts.layers.events == {}
    assert counts.annotators == {"ann-a": 1}
    assert counts.sources == (
        SourceCount(
            source="City Desk",
            license="LicenseRef-All-Rights-Reserved",
            articles=1,
            gold=0,
            standoff=True,
            redistributable=False,
            synthetic=False,
        ),
        SourceCount(
            source="Harbour Gazette",
            license="CC-BY-4.0",
            articles=1,
            gold=1,
            standoff=False,
            redistributable=True,
            synthetic=True,
        ),
    )


def test_an_empty_corpus_counts_nothing(tmp_path: Path) -> None:
    counts = statistics(init(tmp_path / "empty"))
    assert (counts.articles, counts.gold, counts.waiting, counts.sources) == (0, 0, 0, ())


def test_tables_hold_the_counts(tmp_path: Path) -> None:
    corpus = small(tmp_path)
    counts = statistics(corpus)
    assert "| articles | 2 |\n| ... with gold annotation | 1 |\n" in numbers_table(counts)
    assert sources_table(counts).splitlines()[2:] == [
        "| City Desk | `LicenseRef-All-Rights-Reserved` | 1 | 0 | stand-off; in no release |",
        "| Harbour Gazette (invented) | `CC-BY-4.0` | 1 | 1 | in the repository and in every release |",
    ]
    layers = layers_tables(counts, corpus.ontology)
    assert "| `PER` | 1 |\n| `ORG` | 0 |\n" in layers
    assert all(f"| `{name}` |" in layers for name in (*corpus.ontology.mention_types, *corpus.ontology.events))


def test_the_corpus_counts_what_lies_in_its_folders() -> None:
    corpus = Corpus(schemas.data_folder())
    counts = statistics(corpus)
    assert counts.articles == len(list((corpus.root / "corpus" / "articles").glob("*.json")))
    assert counts.gold == len(list((corpus.root / "annotations" / "gold").glob("*.json")))
    assert sum(one.articles for one in counts.sources) == counts.articles
    gold = [corpus.annotation(article) for article in corpus.annotated_ids()]
    assert sum(counts.layers.mentions.values()) == sum(len(annotation.mentions) for annotation in gold)
    assert sum(counts.layers.events.values()) == sum(len(annotation.events) for annotation in gold)
