"""The release described for machines: Croissant 1.1, a vocabulary of schema.org for data sets.

Readers of Croissant follow one level of nesting, so each nested layer (the mentions of an article, say) is a record set
of its own beside that of its config, with the columns in it addressed by JSON paths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotidian.model import SPLITS, CorpusInfo
from quotidian.release.collect import Collected
from quotidian.release.columns import CONFIGS, Config, definition, resolved
from quotidian.release.licenses import license_url, released_licenses
from quotidian.release.manifest import Manifest, file_entry

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

_Node = dict[str, Any]  # a part of a JSON document

# The context that version 1.1 prescribes.
_CONTEXT: _Node = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "containedIn": "cr:containedIn",
    "equivalentProperty": "cr:equivalentProperty",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}

_KEYS: dict[Config, tuple[str, ...]] = {
    "default": ("doc_id",),
    "entities": ("doc_id", "sentence_index"),
    "quotes": ("doc_id", "quote_id"),
    "events": ("doc_id", "event_id"),
    "annotators": ("doc_id", "annotator"),
    "standoff": ("doc_id",),
}


def croissant(folder: Path, info: CorpusInfo, manifest: Manifest, collected: Collected) -> str:
    """``croissant.json``.

    Args:
        folder: the release's folder with its Parquet files.
        info: the corpus.
        manifest: counts and version.
        collected: the date of the newest annotation, for a build has none of its own.
    """
    url = info.homepage or f"urn:quotidian:release:{info.name}:{info.version}"
    licenses = [license_url(name) or name for name in released_licenses(info, collected)]
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": info.name,
        "alternateName": info.title,
        "description": info.description,
        "version": info.version,
        "url": url,
        "license": licenses if len(licenses) > 1 else licenses[0],
        "creator": [{"@type": "sc:Organization", "name": author} for author in info.authors],
        "citeAs": f"{' and '.join(info.authors)}: {info.title}, version {info.version}. {collected.newest[:4]}.",
        "datePublished": collected.newest[:10],
        "inLanguage": sorted(collected.languages),
        "isLiveDataset": False,
        "distribution": [*map(_file_set, CONFIGS), *_file_objects(folder)],
        "recordSet": [record_set for config in CONFIGS for record_set in _record_sets(config, manifest)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _file_set(config: Config) -> _Node:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "description": f"The Parquet files of the config {config}.",
        "encodingFormat": "application/x-parquet",
        "includes": f"data/{config}/*.parquet",
    }


def _file_objects(folder: Path) -> list[_Node]:
    """Every Parquet file with its hash."""
    objects = []
    for path in sorted(folder.glob("data/*/*.parquet")):
        entry = file_entry(path)
        name = path.relative_to(folder).as_posix()
        objects.append(
            {
                "@type": "cr:FileObject",
                "@id": name,
                "name": path.name,
                "contentUrl": name,
                "contentSize": f"{entry.size} B",
                "encodingFormat": "application/x-parquet",
                "sha256": entry.sha256,
            }
        )
    return objects


def _record_sets(config: Config, manifest: Manifest) -> list[_Node]:
    """The record set of a config, and one for each list of structs in it."""
    if not any(count.rows for count in manifest.counts[config].values()):
        return []
    node = definition(config)
    columns: _Node = node["properties"]
    main = {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": f"A row is {node['title'][0].lower()}{node['title'][1:]}.",
        "key": [{"@id": f"{config}/{name}"} for name in _KEYS[config]],
        "field": [
            *(() if "split" in columns else (_split_field(config),)),
            *(field for name, child in columns.items() for field in _fields(config, config, name, child)),
        ],
    }
    nested = []
    for name, child in columns.items():
        kind, resolved_child = resolved(child)
        if kind == "array" and resolved(resolved_child["items"])[0] == "object":
            nested.append(_nested_set(config, name, resolved_child))
    return [main, *nested]


def _nested_set(config: Config, column: str, node: _Node) -> _Node:
    """A list of structs: for each row of the config the lists of its fields."""
    identity = f"{config}-{column}"
    # Without a reference to the config's own record set: readers join on one column at a time, and that repeats rows.
    columns = definition(config)["properties"]
    keys = [_field(f"{identity}/{key}", config, key, columns[key]) for key in _KEYS[config]]
    fields = [
        {**_field(f"{identity}/{'/'.join(path)}", config, column, leaf, path), "isArray": True, "arrayShape": "-1"}
        for path, leaf in _leaves(resolved(node["items"])[1], ())
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": identity,
        "name": identity,
        "description": f"Column {column} of {config}: {node['description']}",
        "field": [*keys, *fields],
    }


def _fields(prefix: str, config: Config, column: str, node: _Node) -> list[_Node]:
    """The fields of a column that is not a list of structs."""
    kind, node = resolved(node)
    if kind == "object":
        return [
            _field(f"{prefix}/{column}/{'/'.join(path)}", config, column, leaf, path)
            for path, leaf in _leaves(node, ())
        ]
    if kind == "array":
        items_kind, items = resolved(node["items"])
        if items_kind == "object":
            return []
        field = _field(f"{prefix}/{column}", config, column, {**items, "description": node["description"]})
        return [{**field, "isArray": True, "arrayShape": "-1"}]
    return [_field(f"{prefix}/{column}", config, column, node)]


def _leaves(node: _Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], _Node]]:
    """The scalar fields of a struct, also of the structs in it; lists in it are in the config's Parquet files only."""
    for name, child in node["properties"].items():
        kind, resolved_child = resolved(child)
        if kind == "object":
            yield from _leaves(resolved_child, (*path, name))
        elif kind != "array":
            yield (*path, name), resolved_child


def _field(identity: str, config: Config, column: str, node: _Node, path: tuple[str, ...] = ()) -> _Node:
    source: _Node = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": column}}
    if path:
        source["transform"] = {"jsonPath": ".".join(path)}
    return {
        "@type": "cr:Field",
        "@id": identity,
        "name": identity.rpartition("/")[2],
        **({"description": node["description"]} if "description" in node else {}),
        "dataType": _TYPES[resolved(node)[0]],
        "source": source,
    }


def _split_field(config: Config) -> _Node:
    return {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "The split, from the name of the file.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config}-files"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": rf"^(?:.*/)?({'|'.join(SPLITS)})-[^/]*$"},
        },
    }
