"""An article, an annotation and an ontology whose every string tries to run, to break out or to fool a terminal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from quotidian import schemas
from quotidian.model import Article, Entity
from quotidian.ontology import Ontology, load_ontology
from quotidian.text import digest
from tests.show.marking import Marking, article
from tests.show.sample import Sample

RUN = "window.__pwned=1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"\"><svg onload='{RUN}'>",
    f"' autofocus onfocus='{RUN}' x='",
    f"javascript:{RUN}",
    "<!--<script>",
    "]]><![CDATA[",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "$title ${data} {{constructor}} %s {0} \\u003cscript\\u003e",
    "</pre><base href='http://127.0.0.1:9/'><link rel=stylesheet href=x><meta http-equiv=refresh content='0;url=x'>",
    "<form action=x><button>go</button></form><iframe srcdoc='<b>'></iframe>",
)
TERMINAL = "\x1b]0;pwned\x07\x1b[2J\x9b31m\r\b\u202eevil\u2066\x00"
ALL = " ".join(ATTACKS)


@cache
def hostile() -> Sample:
    """Canonical text (as the store would hold it), metadata and annotation as hostile as a file can make them."""
    text = "\n\n".join((*ATTACKS, f"Ormond said “{ALL}” and fell.")) + "\n"
    mark = Marking(text)
    mark.entities = [
        Entity(id=f"e{ALL}", type=f"PER{ALL}", name=f"{TERMINAL}{ALL}", link=f"Q1{ATTACKS[4]}"),
        Entity(id="linked", type="__proto__", name="constructor", link=f"javascript:{RUN}"),
        Entity(id="unnamed", type="PER", name=None),
    ]
    source = mark.mention("Ormond", f"e{ALL}", f"NAM{ALL}")
    body = mark.mention(f"“{ALL}”", "linked", "NOM")
    mark.mention(ATTACKS[0], "unnamed", "PRO")
    mark.value(ATTACKS[3], f"TIME{ALL}")
    quote = mark.quote(
        f"“{ALL}”",
        cue=("said",),
        source=source,
        to=(body,),
        type_=f"direct{ALL}",
        kind=ALL,
        attribution=ALL,
        polarity=ALL,
    )
    assert quote == "q0"
    mark.event("fell", f"Life:Die{ALL}", (f"Victim{ALL}", source), (ALL, body), tense=ALL, polarity=ALL, modality=ALL)
    made = article(text, title=f"{TERMINAL}{ALL}", url=f"javascript:{RUN}")
    rights = msgspec.structs.replace(made.rights, license=ALL, holder=ALL, attribution=ALL, redistributable=False)
    made = msgspec.structs.replace(
        made, id=f"x{ALL}", source=f"{TERMINAL}{ALL}", published=ALL, language=f'"{ALL}', split=ALL, rights=rights
    )
    annotation = mark.annotation(made, annotator=ALL)
    provenance = msgspec.structs.replace(annotation.provenance, updated=ALL, adjudicated_from=(ALL,))
    return Sample(made, text, msgspec.structs.replace(annotation, provenance=provenance))


def hostile_ontology() -> Ontology:
    """An ontology that knows the hostile types, and whose colours and words attack as well."""
    known = load_ontology(Path(schemas.data_folder() / "schema" / "ontology.json"))
    label, event = known.entity_types[0], known.event_types[0]
    color = f"red}}</style><script>{RUN}</script><style>*{{background:url(http://127.0.0.1:9/)"
    return msgspec.structs.replace(
        known,
        entity_types=(
            msgspec.structs.replace(label, name=f"PER{ALL}", label=ALL, definition=ALL, color=color),
            msgspec.structs.replace(label, name="__proto__", label=TERMINAL, definition=ALL, color="url(x)"),
        ),
        event_types=(
            msgspec.structs.replace(event, name=f"Life:Die{ALL}", label=ALL, definition=ALL, color=color, roles=()),
        ),
    )


def plain_hostile() -> Article:
    """The hostile article's metadata with a text of one word."""
    return msgspec.structs.replace(hostile().article, text=digest("word\n"))
