"""Ids of records: those that came with a prediction stay, new ones are made from the regions' own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quotidian.ids import are_span_ids, is_span_id
from quotidian.studio.regions import Region

_LONGEST_ID = 64


class RecordIds:
    """The ids of one annotation, each given once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, regions: Sequence[Region], suffix: str) -> dict[str, str]:
        """An id for the record of each region: the one that it came with, else one made from the region's."""
        taken = self._taken
        came = [r.id if r.meta is None or r.meta.id is None else r.meta.id for r in regions]
        if are_span_ids(came) and len(taken.union(came)) == len(taken) + len(came):  # nearly always: nothing to make
            taken.update(came)
            return {region.id: name for region, name in zip(regions, came, strict=True)}
        ids: dict[str, str] = {}
        for region in regions:
            known = region.meta.id if region.meta is not None else None
            wanted = known if known is not None and is_span_id(known) else region.id
            if not is_span_id(wanted):
                wanted = "r" + re.sub(r"[^A-Za-z0-9_.-]", "_", wanted)[: _LONGEST_ID - 1]
            ids[region.id] = self._free(wanted, suffix)
            taken.add(ids[region.id])
        return ids

    def of_entities(self, groups: Sequence[Sequence[Region]], mention_ids: Mapping[str, str]) -> list[str]:
        """An id for each entity: the one that its mentions came with, unless an earlier entity keeps it."""
        heads = [group[0].meta for group in groups]
        came = [meta.entity for meta in heads if meta is not None and meta.entity is not None]
        if (
            len(came) == len(groups)
            and are_span_ids(came)
            and len(self._taken.union(came)) == len(self._taken) + len(came)
        ):
            self._taken.update(came)
            return came
        ids: list[str | None] = []
        for group in groups:
            kept = None
            for region in group:
                known = region.meta.entity if region.meta is not None else None
                if known is not None and known not in self._taken and is_span_id(known):
                    self._taken.add(known)
                    kept = known
                    break
            ids.append(kept)
        made = []
        for entity, group in zip(ids, groups, strict=True):
            if entity is None:
                entity = self._free(f"e-{mention_ids[group[0].id]}"[:_LONGEST_ID], "")
                self._taken.add(entity)
            made.append(entity)
        return made

    def _free(self, wanted: str, suffix: str) -> str:
        """The wanted id, or one like it that no other record has."""
        if wanted not in self._taken:
            return wanted
        for number in range(1, len(self._taken) + 2):
            end = suffix if number == 1 and suffix else f"{suffix}.{number}"
            candidate = wanted[: _LONGEST_ID - len(end)] + end
            if candidate not in self._taken:
                return candidate
        raise AssertionError("more candidates than ids")
