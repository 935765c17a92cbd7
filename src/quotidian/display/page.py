"""The head of a page that holds everything: its own style and script, and no connection at all."""

from __future__ import annotations

import base64
import hashlib

from quotidian.display.markup import safe


def head(title: str, style: str, script: str, *, version: str) -> str:
    """The head of a page, with the content security policy (CSP Level 3) that its style and script alone may run.

    Args:
        title: HTML.
        style: what stands between the tags of the page's only style: here.
        script: what stands between the tags of its only script, to the character: somewhere in its body.
        version: of the toolchain that made the page.
    """
    return f"""<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quotidian {safe(version)}">
<title>{title}</title>
<style>{style}</style>
</head>"""


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
