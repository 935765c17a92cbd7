"""From regions and their ties to the records of an annotation: entities, mentions, quotes and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from quotidian.checks.quotes import ANAPHORIC, EXPLICIT
from quotidian.model import Argument, Entity, Event, Mention, Quote, Span
from quotidian.ontology import PRONOMINAL, Ontology
from quotidian.studio import names
from quotidian.studio.config import default_of
from quotidian.studio.record_ids import RecordIds
from quotidian.studio.regions import Region
from quotidian.studio.relations import Ties
from quotidian.studio.report import Report

_LEVEL = names.control(names.MENTION, "level")


class Records:
    """The records that were annotated, in the order of the text unless a prediction had another one.

    Args:
        regions: by id, in the order in which they were made.
        ties: their relations.
        text: the text, for the words of each span; None for an article whose annotations carry none.
        ontology: the labels.
        report: takes what can't be made a record of.
    """

    def __init__(
        self, regions: Mapping[str, Region], ties: Ties, text: str | None, ontology: Ontology, report: Report
    ) -> None:
        self._regions = regions
        self._ties = ties
        self._text = text
        self._ontology = ontology
        self._report = report
        ids = RecordIds()
        mentions: list[Region] = []
        contents: list[Region] = []
        cues: list[Region] = []
        triggers: list[Region] = []
        for region in regions.values():
            labels = region.labels
            if names.MENTION in labels:
                mentions.append(region)
            if names.QUOTE in labels:
                (cues if labels[names.QUOTE] == names.CUE else contents).append(region)
            if names.EVENT in labels:
                triggers.append(region)
        mentions, triggers = _in_order(mentions), _in_order(triggers)
        heads = _in_order([r for r in contents if r.id not in ties.part_of and self._is_head(r)])
        # Ids that predictions gave come first: a copied region must not take the id of its original.
        self._mention_ids = ids.of(mentions, "")
        self._quote_ids = ids.of(heads, ".quote")
        event_ids = ids.of(triggers, ".event")
        entity_of, self.entities = self._chains(mentions, ids)
        self.mentions = tuple(self._mentions(mentions, entity_of))
        self._parts: dict[str, list[Region]] = {head.id: [head] for head in heads}
        for part in contents:
            if part.id in ties.part_of:
                self._parts.get(ties.head(part.id), []).append(part)
        self.quotes = tuple([self._quote(region) for region in heads])
        self.events = tuple([self._event(region, event_ids[region.id]) for region in triggers])
        self._report_stray_cues(cues)

    # Entities and mentions

    def _chains(self, mentions: Sequence[Region], ids: RecordIds) -> tuple[dict[str, str], tuple[Entity, ...]]:
        """The entity of each mention, and the entities.

        Mentions are of one entity if coreference joins them. Those that a prediction joined stay together when the
        mention that held them together was deleted.
        """
        entities = self._ontology.entity_names
        groups = self._groups([region for region in mentions if region.labels[names.MENTION] in entities])
        ranked: list[tuple[tuple[int, int], Entity]] = []
        entity_of: dict[str, str] = {}
        for number, (entity, group) in enumerate(zip(ids.of_entities(groups, self._mention_ids), groups, strict=True)):
            place = None
            for region in group:
                entity_of[region.id] = entity
                if region.meta is not None and place is None:
                    place = region.meta.entity_order
            if len(group) == 1:
                name, link = group[0].said.get(names.ENTITY_NAME), group[0].said.get(names.ENTITY_LINK)
            else:
                name = self._said_once(group, names.ENTITY_NAME)
                link = self._said_once(group, names.ENTITY_LINK)
            record = Entity(id=entity, type=group[0].labels[names.MENTION], name=name, link=link)
            ranked.append(((0, place) if place is not None else (1, number), record))
        ranked.sort(key=itemgetter(0))
        return entity_of, tuple([entity for _, entity in ranked])

    def _groups(self, members: Sequence[Region]) -> list[list[Region]]:
        """The mentions of each entity, in the order of their first ones."""
        leader = {region.id: region.id for region in members}

        def lead(region: str) -> str:
            while leader[region] != region:
                leader[region] = leader[leader[region]]
                region = leader[region]
            return region

        orphans: dict[str, str] = {}
        ties = list(self._ties.coreference)
        for region in members:
            meta = region.meta
            if meta is not None and meta.entity is not None and meta.first is not None and meta.first not in leader:
                ties.append((orphans.setdefault(meta.entity, region.id), region.id))
        if not ties:
            return [[region] for region in members]
        for a, b in ties:
            if a in leader and b in leader:
                leader[lead(a)] = lead(b)
        groups: dict[str, list[Region]] = {}
        for region in members:
            groups.setdefault(lead(region.id), []).append(region)
        return list(groups.values())

    def _said_once(self, group: Sequence[Region], control: str) -> str | None:
        said = list(dict.fromkeys([region.said[control] for region in group if control in region.said]))
        if len(said) > 1:
            what = "names" if control == names.ENTITY_NAME else "links"
            problem = f"the mentions of one entity carry {len(said)} {what}: {', '.join(said)}"
            self._report.add("entity-disagrees", problem, found=", ".join(said), expected="one", region=group[0].id)
        return said[0] if said else None

    def _mentions(self, regions: Iterable[Region], entity_of: Mapping[str, str]) -> Iterator[Mention]:
        ids, text, with_level = self._mention_ids, self._text, self._ontology.entity_names
        for region in regions:
            start, end = region.start, region.end
            kind = region.labels[names.MENTION]
            level = region.said.get(_LEVEL)
            if level is None and kind in with_level:
                self._missing(region, names.MENTION, "level")
            yield Mention(
                id=ids[region.id],
                entity=entity_of.get(region.id),
                type=kind,
                level=level,
                start=start,
                end=end,
                text=None if text is None else text[start:end],
            )

    # Quotes

    def _is_head(self, region: Region) -> bool:
        """Whether a quote begins here; a continuation that no quote continues in is reported."""
        if region.labels[names.QUOTE] == names.CONTENT:
            return True
        problem = f"the continuation {region.id}, {region.start} to {region.end}, belongs to no quote"
        self._report.add("continuation-without-quote", problem, region=region.id)
        return False

    def _quote(self, region: Region) -> Quote:
        ties, regions = self._ties, self._regions
        parts = self._parts[region.id]
        own = parts if len(parts) > 1 else [region]
        cues = _gathered(ties.cues, own)
        tied = _gathered(ties.sources, own)
        sources = [self._mention_ids[one] for one in tied]
        heads = {ties.head(one) for one in _gathered(ties.parents, own)} - {region.id}
        parents = [self._quote_ids[head] for head in heads if head in self._quote_ids]
        name = self._quote_ids[region.id]
        for check, several, what in (("several-sources", sources, "sources"), ("several-parents", parents, "parents")):
            if len(several) > 1:
                problem = f"quote {name} has {len(several)} {what}: {', '.join(sorted(several))}"
                self._report.add(check, problem, found=", ".join(sorted(several)), expected="one", region=region.id)
        source = sources[0] if sources else None
        addressees = [self._mention_ids[one] for one in _gathered(ties.addressees, own)]
        if region.meta is not None and region.meta.addressees:
            places = {addressee: place for place, addressee in enumerate(region.meta.addressees)}
            addressees.sort(key=lambda one: places.get(one, len(places)))
        attribution = region.said.get("quote_attribution")
        if attribution is None and source is not None:
            attribution = self._attribution(tied[0])
        return Quote(
            id=name,
            type=self._choice(region, names.QUOTE, "type"),
            kind=self._choice(region, names.QUOTE, "kind"),
            content=tuple([self._span(part) for part in sorted(own, key=_place)]),
            cue=tuple([self._span(regions[cue]) for cue in cues]),
            source=source,
            addressees=tuple(addressees),
            attribution=attribution or self._choice(region, names.QUOTE, "attribution"),
            parent=min(parents) if parents else None,
            polarity=self._choice(region, names.QUOTE, "polarity"),
        )

    def _attribution(self, source: str) -> str | None:
        """Explicit or anaphoric, as the level of the source says (after PDNC)."""
        level = self._regions[source].said.get(_LEVEL)
        value = ANAPHORIC if level == PRONOMINAL else EXPLICIT
        return value if value in self._ontology.choices.get("quote.attribution", ()) else None

    def _report_stray_cues(self, cues: Iterable[Region]) -> None:
        tied = {cue for tied_to in self._ties.cues.values() for cue in tied_to}
        for region in cues:
            if region.id not in tied:
                problem = f"the cue {region.id}, {region.start} to {region.end}, belongs to no quote"
                self._report.add("cue-without-quote", problem, region=region.id)

    # Events

    def _event(self, region: Region, name: str) -> Event:
        pairs = [(role, self._mention_ids[mention]) for role, mention in self._ties.arguments.get(region.id, ())]
        if region.meta is not None and region.meta.arguments:
            places = {pair: place for place, pair in enumerate(region.meta.arguments)}
            pairs.sort(key=lambda pair: places.get(pair, len(places)))
        said = region.said
        return Event(
            id=name,
            type=region.labels[names.EVENT],
            trigger=self._span(region),
            polarity=said.get("event_polarity") or self._choice(region, names.EVENT, "polarity"),
            tense=said.get("event_tense") or self._choice(region, names.EVENT, "tense"),
            genericity=said.get("event_genericity") or self._choice(region, names.EVENT, "genericity"),
            modality=said.get("event_modality") or self._choice(region, names.EVENT, "modality"),
            arguments=tuple([Argument(role=role, mention=mention) for role, mention in pairs]),
        )

    # What all have

    def _choice(self, region: Region, layer: str, field: str) -> str:
        """What was chosen, or what holds where nothing was; the empty string, reported, where one has to choose."""
        chosen = region.said.get(f"{layer}_{field}") or default_of(self._ontology, f"{layer}.{field}")
        if chosen is None:
            self._missing(region, layer, field)
        return chosen or ""

    def _missing(self, region: Region, layer: str, field: str) -> None:
        problem = f"the {field} of {layer} {region.id}, {region.start} to {region.end}, was not chosen"
        allowed = self._ontology.choices.get(f"{layer}.{field}", ())
        self._report.add("choice-missing", problem, expected=" or ".join(allowed), region=region.id)

    def _span(self, region: Region) -> Span:
        start, end, text = region.start, region.end, self._text
        return Span(start=start, end=end, text=None if text is None else text[start:end])


def _place(region: Region) -> tuple[int, int]:
    return region.start, -region.end


def _in_order(regions: list[Region]) -> list[Region]:
    """In the order of the text; those that a prediction numbered in that order, and what is new after them."""
    numbered = [region for region in regions if region.meta is not None and region.meta.order is not None]
    if not numbered:
        return sorted(regions, key=_place)

    def key(region: Region) -> tuple[int, int, int]:
        if region.meta is not None and region.meta.order is not None:
            return 0, region.meta.order, 0
        return 1, region.start, -region.end

    return sorted(regions, key=key)


def _gathered(ties: Mapping[str, Sequence[str]], parts: Sequence[Region]) -> list[str]:
    """What any part of a quote is tied to, each once."""
    if len(parts) == 1:
        found = ties.get(parts[0].id)
        return list(dict.fromkeys(found)) if found else []
    return list(dict.fromkeys(end for part in parts for end in ties.get(part.id, ())))
