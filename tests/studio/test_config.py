"""The labelling config has every label of the ontology, once, with what an annotator must know."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from quotidian.ontology import load_ontology
from quotidian.studio import names
from quotidian.studio.config import instructions, labelling_config
from tests.studio.colours import contrast, distance

ROOT = Path(__file__).parents[2]
ONTOLOGY = load_ontology(ROOT / "schema" / "ontology.json")
TREE = ET.fromstring(labelling_config(ONTOLOGY))


def labels(name: str) -> dict[str, ET.Element]:
    found = TREE.findall(f".//Labels[@name='{name}']/Label")
    return {label.attrib["alias"]: label for label in found}


def test_the_file_is_fresh() -> None:
    assert (ROOT / "schema" / "label-studio.xml").read_text("utf-8") == labelling_config(ONTOLOGY), (
        "run scripts/generate"
    )


def test_every_label_is_there_with_its_colour_and_definition() -> None:
    for name, known in ((names.MENTION, ONTOLOGY.mention_types), (names.EVENT, ONTOLOGY.events)):
        shown = labels(name)
        assert list(shown) == list(known)
        for label in known.values():
            element = shown[label.name]
            assert element.attrib["background"] == label.color
            assert label.definition in element.attrib["hint"]
            assert element.attrib.get("hotkey") == label.hotkey
    assert tuple(labels(names.QUOTE)) == names.QUOTE_LABELS


def test_every_relation_is_there() -> None:
    roles = {role.name for event in ONTOLOGY.event_types for role in event.roles}
    shown = [relation.attrib["value"] for relation in TREE.findall("./Relations/Relation")]
    assert shown == [*names.RELATIONS, *sorted(roles)]


def test_every_attribute_is_there_and_shown_with_its_layer_only() -> None:
    for attribute, values in ONTOLOGY.choices.items():
        layer, field = attribute.split(".")
        element = TREE.find(f".//Choices[@name='{names.control(layer, field)}']")
        assert element is not None, attribute
        assert [choice.attrib["value"] for choice in element] == list(values)
        assert (element.attrib["visibleWhen"], element.attrib["whenTagName"]) == ("region-selected", layer)
        assert element.attrib["perRegion"] == "true"


def test_only_what_nothing_can_be_taken_for_is_asked_for() -> None:
    needed = {element.attrib["name"] for element in TREE.findall(".//Choices[@required='true']")}
    assert needed == {"mention_level", "quote_type", "event_tense"}


def test_values_have_no_level_and_parts_of_a_quote_no_type() -> None:
    level, kind = TREE.find(".//Choices[@name='mention_level']"), TREE.find(".//Choices[@name='quote_type']")
    assert level is not None
    assert kind is not None
    assert set(level.attrib["whenLabelValue"].split(",")) == ONTOLOGY.entity_names
    assert kind.attrib["whenLabelValue"] == names.CONTENT


def test_no_key_means_two_things() -> None:
    keys = Counter(element.attrib["hotkey"] for element in TREE.iter() if "hotkey" in element.attrib)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "u" not in keys, "Label Studio deselects with it"


def test_no_title_means_two_labels() -> None:
    """Regions are listed by title, and the event types are found by it."""
    titles = Counter(label.attrib["value"] for label in TREE.iter("Label"))
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_guidelines_become_a_page() -> None:
    page = instructions((ROOT / "annotations" / "guidelines.md").read_text("utf-8"))
    assert page.startswith('<div class="quotidian-guidelines">\n<h1>Annotation guidelines</h1>')
    assert "<table>" in page


def test_links_of_the_guidelines_lead_nowhere_but_to_the_web() -> None:
    page = instructions("See [the *schema*](../schema/ontology.json) and [the web](https://example.org/a).")
    assert page == (
        '<div class="quotidian-guidelines">\n<p>See the <em>schema</em> and '
        '<a href="https://example.org/a">the web</a>.</p>\n</div>'
    )


DARK = "#1a1a1a"  # what is written on colours


def test_mentions_of_two_types_look_different_to_everybody() -> None:
    """Also to those who don't see all colours; 17 types leave no more room than this."""
    colours = {label.name: label.color for label in ONTOLOGY.mention_types.values()} | {"the page": "#FFFFFF"}
    alike = [
        (one, other, round(distance(colours[one], colours[other]), 1))
        for one, other in itertools.combinations(colours, 2)
        if distance(colours[one], colours[other]) < 12
    ]
    assert alike == []


def test_names_can_be_read_on_their_colours() -> None:
    coloured = [element for element in TREE.iter() if "background" in element.attrib]
    assert len(coloured) > 100
    assert [one.attrib["value"] for one in coloured if contrast(one.attrib["background"], DARK) < 4.5] == []
