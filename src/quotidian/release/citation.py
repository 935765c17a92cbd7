"""How to cite a release (Citation File Format 1.2.0)."""

from __future__ import annotations

from quotidian.model import CorpusInfo
from quotidian.release.collect import Collected
from quotidian.release.licenses import license_ids


def citation(info: CorpusInfo, collected: Collected) -> str:
    """``CITATION.cff``; the date is that of the newest annotation, for a build has none of its own."""
    import yaml

    names = dict.fromkeys(license_ids(info.license))
    fields: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use this corpus, please cite it with the version you used.",
        "type": "dataset",
        "title": f"{info.title}: {info.description}".rstrip("."),
        "authors": [{"name": author} for author in info.authors],
        "version": info.version,
        "date-released": collected.newest[:10],
        "license": list(names) if len(names) > 1 else next(iter(names)),
    }
    if info.homepage:
        fields["url"] = info.homepage
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=110)
