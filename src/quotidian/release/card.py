"""The card of a release, ``README.md``: YAML that ``datasets`` and the Hub read, and what a person wants to know."""

from __future__ import annotations

from pathlib import Path

from quotidian.model import SPLITS, Annotator, CorpusInfo
from quotidian.release.card_text import body
from quotidian.release.collect import Collected
from quotidian.release.columns import CONFIGS, features
from quotidian.release.licenses import hub_license, released_licenses
from quotidian.release.manifest import Manifest
from quotidian.store import Corpus

# The Hub's names of sizes, by the number of rows from which on they hold.
_SIZES = (
    (0, "n<1K"),
    (1_000, "1K<n<10K"),
    (10_000, "10K<n<100K"),
    (100_000, "100K<n<1M"),
    (1_000_000, "1M<n<10M"),
    (10_000_000, "10M<n<100M"),
)
_MADE_BY = {
    "human": "expert-generated",
    "large-language-model": "machine-generated",
    "program": "machine-generated",
}


def card(folder: Path, corpus: Corpus, manifest: Manifest, collected: Collected) -> str:
    """The whole card.

    Args:
        folder: the release's folder with its Parquet files.
        corpus: the corpus.
        manifest: counts and versions.
        collected: sources, languages and annotators.
    """
    import yaml

    annotators = [one for one in corpus.annotator_list() if one.id in collected.annotators]
    front = {
        **_tags(corpus.info, manifest, collected, annotators),
        "configs": _configs(manifest),
        "dataset_info": _infos(folder, corpus, manifest, collected),
    }
    shown = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=110)
    return f"---\n{shown}---\n\n{body(corpus.info, manifest, collected, annotators)}"


def _tags(info: CorpusInfo, manifest: Manifest, collected: Collected, annotators: list[Annotator]) -> dict[str, object]:
    """What the Hub finds a dataset by."""
    licenses = list(dict.fromkeys(hub_license(name) for name in released_licenses(info, collected)))
    rows = sum(manifest.counts["entities"][split].rows for split in SPLITS)
    made_by = sorted({_MADE_BY[one.kind] for one in annotators if one.kind in _MADE_BY})
    return {
        "pretty_name": info.title,
        "language": sorted({language.split("-")[0] for language in collected.languages}),
        "license": licenses if len(licenses) > 1 else licenses[0],
        **({"annotations_creators": made_by} if made_by else {}),
        "size_categories": [[name for least, name in _SIZES if rows >= least][-1]],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "coreference-resolution"],
        "tags": ["news", "entities", "quotation-attribution", "event-extraction", "stand-off"],
    }


def _configs(manifest: Manifest) -> list[dict[str, object]]:
    """Which files belong to which config and split: only those with rows, for ``datasets`` reads no empty split."""
    configs: list[dict[str, object]] = []
    for config in CONFIGS:
        files = [
            {"split": split, "path": f"data/{config}/{split}-*.parquet"}
            for split in SPLITS
            if manifest.counts[config][split].rows
        ]
        if files:
            default = {"default": True} if config == "default" else {}
            configs.append({"config_name": config, **default, "data_files": files})
    return configs


def _infos(folder: Path, corpus: Corpus, manifest: Manifest, collected: Collected) -> list[dict[str, object]]:
    """Features and sizes of each config; labels are ClassLabels, so that strings load as ids."""
    infos: list[dict[str, object]] = []
    for config in CONFIGS:
        splits = [
            {"name": split, "num_bytes": collected.nbytes[config, split], "num_examples": count.rows}
            for split in SPLITS
            if (count := manifest.counts[config][split]).rows
        ]
        if splits:
            infos.append(
                {
                    "config_name": config,
                    "features": features(config, corpus.ontology)._to_yaml_list(),
                    "splits": splits,
                    "download_size": sum(path.stat().st_size for path in (folder / "data" / config).iterdir()),
                    "dataset_size": sum(collected.nbytes[config, split] for split in SPLITS),
                }
            )
    return infos
