"""An invented article with everything in it that is hard to show.

Mentions nested three deep; split, nested, indirect, mixed and multi-paragraph quotes, one by nobody; two events with
one trigger; arguments from another paragraph; emoji, a right-to-left name.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology, load_ontology
from quotidian.schemas import data_folder
from tests.show.marking import Marking, article

TEXT = """\
Rebels shelled the grain terminal in Marrow Bay on Tuesday, killing two dock workers, Mayor Tessa Ormond said. It was \
the third attack on the port this year, and the first since the cease-fire that Veldia and the Northern Front signed \
in January.

“We will not leave,” she told reporters outside the ruined office of the Tarn Valley Water Board. “Not this week.”

The deputy commander of the Veldian coast guard, Captain Ilse Brandt, said she expected the strait to reopen “within \
days”, and denied that her ships had fired on the harbour.

“We have counted eleven missiles in the water,” said Yusuf Amrani (يوسف عمراني), who dives for the harbour company. \
“The crews are tired, the pumps are old and nobody has been paid since the new year.

“But every morning they come back. My brother asked me, ‘Why do you stay?’ I had no answer 😕👩‍🚒.”

Two workers were killed

Osmere Ferries will cancel its late sailings from Monday and has asked the government in Karsova for 40 million \
crowns. According to a report by the company, a third of its passengers have gone.

Pál Renn, a former minister who was convicted of fraud in 2019 and sentenced to four years in prison, will not run for \
mayor, his lawyer wrote in a letter to the Harbour Gazette. The party is expected to nominate Ormond.
"""


class Sample(NamedTuple):
    """An article with its text and its annotation."""

    article: Article
    text: str
    annotation: Annotation


@cache
def sample() -> Sample:
    """The invented article."""
    mark = Marking(TEXT)
    for name, type_, title, link in (
        ("terminal", "FAC", None, None),
        ("bay", "GPE", "Marrow Bay", "Q1754"),
        ("dockers", "PER", None, None),
        ("ormond", "PER", "Tessa Ormond", "Q42"),
        ("port", "FAC", None, None),
        ("veldia", "GPE", "Veldia", None),
        ("front", "ORG", "Northern Front", None),
        ("ceasefire", "WORK", None, None),
        ("town", "PER", None, None),
        ("reporters", "PER", None, None),
        ("office", "FAC", None, None),
        ("board", "ORG", "Tarn Valley Water Board", None),
        ("valley", "LOC", "Tarn Valley", None),
        ("brandt", "PER", "Ilse Brandt", None),
        ("guard", "ORG", "Veldian coast guard", None),
        ("veldian", "NORP", "Veldian", None),
        ("strait", "LOC", None, None),
        ("ships", "VEH", None, None),
        ("harbour", "FAC", None, None),
        ("divers", "PER", None, None),
        ("missiles", "WEA", None, None),
        ("amrani", "PER", "Yusuf Amrani", None),
        ("company", "ORG", None, None),
        ("crews", "PER", None, None),
        ("pumps", "PROD", None, None),
        ("brother", "PER", None, None),
        ("ferries", "ORG", "Osmere Ferries", None),
        ("government", "ORG", None, None),
        ("karsova", "GPE", "Karsova", None),
        ("report", "WORK", None, None),
        ("passengers", "PER", None, None),
        ("renn", "PER", "Pál Renn", None),
        ("lawyer", "PER", None, None),
        ("letter", "WORK", None, None),
        ("gazette", "ORG", "Harbour Gazette", None),
        ("party", "ORG", None, None),
    ):
        mark.entity(name, type_, title, link)
    mention = mark.mention

    rebels = mention("Rebels", "front", "NOM")
    terminal = mention("the grain terminal in Marrow Bay", "terminal", "NOM")
    mention("Marrow Bay", "bay", "NAM")
    tuesday = mark.value("Tuesday", "TIME")
    dockers = mention("two dock workers", "dockers", "NOM")
    mayor = mention("Mayor Tessa Ormond", "ormond", "NAM")
    port = mention("the port", "port", "NOM")
    mark.value("this year", "TIME")
    ceasefire = mention("the cease-fire that Veldia and the Northern Front signed in January", "ceasefire", "NOM")
    veldia = mention("Veldia", "veldia", "NAM")
    front = mention("the Northern Front", "front", "NAM")
    january = mark.value("January", "TIME")
    first = mark.quote(
        "Rebels shelled the grain terminal in Marrow Bay on Tuesday, killing two dock workers",
        cue=("said",),
        source=mayor,
        type_="indirect",
    )
    assert first == "q0"
    mark.event("shelled", "Conflict:Attack", ("Attacker", rebels), ("Target", terminal), ("Time", tuesday))
    mark.event(
        "killing",
        "Life:Die",
        ("Agent", rebels),
        ("Victim", dockers),
        ("Time", tuesday),
        ("Place", terminal),
    )
    mark.event("attack", "Conflict:Attack", ("Target", port))
    mark.event("cease-fire", "Conflict:Cease-Fire", ("Entity", veldia), ("Entity", front))
    mark.event(
        "signed", "Government:Agree", ("Entity", veldia), ("Entity", front), ("Agreement", ceasefire), ("Time", january)
    )

    we = mention("We", "town", "PRO")
    she = mention("she", "ormond", "PRO")
    reporters = mention("reporters", "reporters", "NOM")
    mention("the ruined office of the Tarn Valley Water Board", "office", "NOM")
    mention("the Tarn Valley Water Board", "board", "NAM")
    mention("Tarn Valley", "valley", "NAM")
    week = mark.value("this week", "TIME")
    mark.quote(
        "“We will not leave,”", "“Not this week.”", cue=("told",), source=she, to=(reporters,), attribution="anaphoric"
    )
    mark.event("leave", "Movement:Transport", ("Artifact", we), ("Time", week), polarity="Negative", tense="Future")

    brandt = mention("The deputy commander of the Veldian coast guard, Captain Ilse Brandt", "brandt", "NOM")
    mention("the Veldian coast guard", "guard", "NAM")
    mention("Veldian", "veldian", "NAM")
    mention("Captain Ilse Brandt", "brandt", "NAM")
    she_too = mention("she #2", "brandt", "PRO")
    mention("the strait", "strait", "NOM")
    mark.value("days", "TIME")
    ships = mention("her ships", "ships", "NOM")
    mention("her", "brandt", "PRO")
    harbour = mention("the harbour", "harbour", "NOM")
    said = mark.quote("she expected the strait to reopen “within days”", cue=("said #2",), source=brandt, type_="mixed")
    mark.quote(
        "the strait to reopen “within days”",
        cue=("expected",),
        source=she_too,
        type_="mixed",
        kind="thought",
        attribution="anaphoric",
        parent=said,
    )
    mark.quote("that her ships had fired on the harbour", cue=("denied",), source=brandt, type_="indirect")
    mark.event(
        "fired", "Conflict:Attack", ("Attacker", ships), ("Target", harbour), ("Instrument", ships), polarity="Negative"
    )

    mention("We #2", "divers", "PRO")
    mention("eleven missiles", "missiles", "NOM")
    amrani = mention("Yusuf Amrani (يوسف عمراني), who dives for the harbour company", "amrani", "NAM")
    mention("the harbour company", "company", "NOM")
    mention("The crews", "crews", "NOM")
    mention("the pumps", "pumps", "NOM")
    mark.value("the new year", "TIME")
    mention("they", "crews", "PRO")
    brother = mention("My brother", "brother", "NOM")
    mention("My", "amrani", "PRO")
    me = mention("me", "amrani", "PRO")
    mention("you", "amrani", "PRO")
    mention("I", "amrani", "PRO")
    long = mark.quote(
        "“We have counted eleven missiles in the water,”",
        "“The crews are tired, the pumps are old and nobody has been paid since the new year.",
        "“But every morning they come back. My brother asked me, ‘Why do you stay?’ I had no answer 😕👩‍🚒.”",
        cue=("said #3",),
        source=amrani,
    )
    mark.quote("‘Why do you stay?’", cue=("asked",), source=brother, to=(me,), parent=long)
    mark.event("paid", "Transaction:Transfer-Money", polarity="Negative")

    two = mention("Two workers", "dockers", "NOM")
    mark.event("killed", "Life:Die", ("Victim", two))
    mark.event("killed", "Conflict:Attack", ("Target", two))

    ferries = mention("Osmere Ferries", "ferries", "NAM")
    mention("its", "ferries", "PRO")
    mark.value("Monday", "TIME")
    government = mention("the government in Karsova", "government", "NOM")
    mention("Karsova", "karsova", "NAM")
    crowns = mark.value("40 million crowns", "MONEY")
    report = mention("a report by the company", "report", "NOM")
    mention("the company", "ferries", "NOM")
    mention("its passengers", "passengers", "NOM")
    mention("its #2", "ferries", "PRO")
    mark.value("a third", "QUANTITY")
    request = mark.quote("for 40 million crowns", cue=("asked #2",), source=ferries, to=(government,), type_="indirect")
    assert request == "q7"
    mark.quote(
        "a third of its passengers have gone", cue=("According to",), source=report, type_="indirect", kind="writing"
    )
    mark.event(
        "asked #2",
        "Transaction:Transfer-Money",
        ("Giver", government),
        ("Recipient", ferries),
        ("Money", crowns),
        tense="Future",
        modality="Other",
    )

    renn = mention(
        "Pál Renn, a former minister who was convicted of fraud in 2019 and sentenced to four years in prison",
        "renn",
        "NAM",
    )
    fraud = mark.value("fraud", "CRIME")
    then = mark.value("2019", "TIME")
    years = mark.value("four years in prison", "SENTENCE")
    job = mark.value("mayor", "JOB")
    lawyer = mention("his lawyer", "lawyer", "NOM")
    mention("his", "renn", "PRO")
    mention("a letter to the Harbour Gazette", "letter", "NOM")
    gazette = mention("the Harbour Gazette", "gazette", "NAM")
    party = mention("The party", "party", "NOM")
    ormond = mention("Ormond #2", "ormond", "NAM")
    mark.quote(
        mark.text[mark.text.index("Pál Renn") : mark.text.index(", his lawyer")],
        cue=("wrote",),
        source=lawyer,
        to=(gazette,),
        type_="indirect",
        kind="writing",
    )
    mark.quote("to nominate Ormond", cue=("is expected",), type_="indirect", kind="thought", attribution="none")
    mark.event("convicted", "Justice:Convict", ("Defendant", renn), ("Crime", fraud), ("Time", then))
    mark.event(
        "sentenced", "Justice:Sentence", ("Defendant", renn), ("Sentence", years), ("Crime", fraud), ("Time", then)
    )
    mark.event(
        "nominate",
        "Personnel:Nominate",
        ("Agent", party),
        ("Person", ormond),
        ("Position", job),
        tense="Future",
        modality="Other",
    )

    made = article(TEXT, title="Rebels shell the grain terminal at Marrow Bay")
    return Sample(made, TEXT, mark.annotation(made))


@cache
def ontology() -> Ontology:
    """The ontology of this repository."""
    return load_ontology(data_folder() / "schema" / "ontology.json")
