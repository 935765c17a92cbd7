"""What the relations of an annotation say: who is who, which parts make a quote, who takes part in an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotidian.ontology import Ontology
from quotidian.studio import names
from quotidian.studio.raw import Result
from quotidian.studio.regions import Region
from quotidian.studio.report import Report

_CONTENTS = {names.CONTENT, names.CONTINUATION}


class Ties:
    """The relations by what they mean; regions are named by id.

    A relation means the same in both directions where the kinds of its ends leave only one reading. One without a
    label is read where only one label is possible, and reported everywhere else.
    """

    def __init__(
        self, regions: Mapping[str, Region], relations: Sequence[Result], ontology: Ontology, report: Report
    ) -> None:
        self._regions = regions
        self._ontology = ontology
        self._report = report
        self.coreference: list[tuple[str, str]] = []
        self.part_of: dict[str, str] = {}
        self.cues: dict[str, list[str]] = {}
        self.sources: dict[str, list[str]] = {}
        self.addressees: dict[str, list[str]] = {}
        self.parents: dict[str, list[str]] = {}
        self.arguments: dict[str, list[tuple[str, str]]] = {}
        for relation in relations:
            self._read(relation)

    def head(self, region: str) -> str:
        """The first part of the quote that a content region belongs to."""
        seen = {region}
        while region in self.part_of:
            region = self.part_of[region]
            if region in seen:
                break
            seen.add(region)
        return region

    def _read(self, relation: Result) -> None:
        ends = (relation.from_id or "", relation.to_id or "")
        if relation.direction == "left":
            ends = ends[1], ends[0]
        start, end = self._regions.get(ends[0]), self._regions.get(ends[1])
        if start is None or end is None:
            missing = [end for end in ends if end not in self._regions]
            problem = f"a relation ({_listed(relation.labels)}) from {ends[0]} to {ends[1]} lacks one of its ends"
            self._report.add("relation-without-end", problem, found=missing[0], expected="the id of a region")
            return
        labels = relation.labels or self._only_label(start, end)
        if not labels:
            if not (start.failed or end.failed):
                problem = f"the relation from {_name(start)} to {_name(end)} has no label"
                self._report.add("relation-without-label", problem, region=start.id)
            return
        for label in labels:
            if self._place(label, start, end) or self._place(label, end, start) or start.failed or end.failed:
                continue
            problem = f"the relation {label} can't lead from {_name(start)} to {_name(end)}"
            known = label in names.RELATIONS or any(
                role.name == label for event in self._ontology.event_types for role in event.roles
            )
            check = "relation-misplaced" if known else "unknown-relation"
            self._report.add(check, problem, found=label, region=start.id)

    def _place(self, label: str, start: Region, end: Region) -> bool:
        """Takes a relation for what it says, if its ends are such as the label asks for."""
        first, second = start.labels, end.labels
        if names.EVENT in first and names.MENTION in second and self._is_role(label, first[names.EVENT]):
            self.arguments.setdefault(start.id, []).append((label, end.id))
            return True
        quote = first.get(names.QUOTE)
        if quote is None or quote == names.CUE:
            if label == names.COREFERENCE and self._entities(first, second):
                self.coreference.append((start.id, end.id))
                return True
            return False
        other = second.get(names.QUOTE)
        if label == names.CUE and other == names.CUE:
            self.cues.setdefault(start.id, []).append(end.id)
        elif label in (names.SOURCE, names.ADDRESSEE) and names.MENTION in second:
            kept = self.sources if label == names.SOURCE else self.addressees
            kept.setdefault(start.id, []).append(end.id)
        elif label == names.CONTINUATION and other in _CONTENTS and start is not end:
            if quote == names.CONTINUATION and other == names.CONTENT:
                return False  # the other way round
            self.part_of[end.id] = start.id
        elif label == names.PARENT and other in _CONTENTS:
            if _inside(end, start) and not _inside(start, end):
                start, end = end, start
            self.parents.setdefault(start.id, []).append(end.id)
        else:
            return False
        return True

    def _is_role(self, label: str, event: str) -> bool:
        """Whether a label is a role; one of another event type is kept, and reported by the checks."""
        return (event, label) in self._ontology.fillers or label not in names.RELATIONS

    def _entities(self, first: Mapping[str, str], second: Mapping[str, str]) -> bool:
        entities = self._ontology.entity_names
        return first.get(names.MENTION) in entities and second.get(names.MENTION) in entities

    def _only_label(self, start: Region, end: Region) -> list[str]:
        """The label of a relation without one, where only one is possible."""
        for a, b in ((start, end), (end, start)):
            first, second = a.labels, b.labels
            if len(first) != 1 or len(second) != 1:
                return []
            if self._entities(first, second):
                return [names.COREFERENCE]
            quote, other = first.get(names.QUOTE), second.get(names.QUOTE)
            if quote in _CONTENTS and other == names.CUE:
                return [names.CUE]
            if quote in _CONTENTS and other == names.CONTINUATION:
                return [names.CONTINUATION]
            if quote == other == names.CONTENT:
                nested = _inside(a, b) or _inside(b, a)
                apart = a.end <= b.start or b.end <= a.start
                return [names.PARENT] if nested else [names.CONTINUATION] if apart else []
            event = self._ontology.events.get(first.get(names.EVENT, ""))
            if event is not None and names.MENTION in second:
                roles = [role.name for role in event.roles if second[names.MENTION] in role.fillers]
                return roles if len(roles) == 1 else []
        return []


def _inside(inner: Region, outer: Region) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _name(region: Region) -> str:
    label = "/".join(region.labels.values()) or "region"
    return f"{label} {region.id} ({region.start} to {region.end})"


def _listed(labels: Sequence[str] | None) -> str:
    return ", ".join(labels) if labels else "no label"
