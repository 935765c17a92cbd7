"""How the editor looks: the style sheet that the labelling config brings along.

The layers differ in form, not only in colour: a mention is filled, a quote underlined, a trigger bold and boxed. Lines
of relations are faint, fainter where there are many, and without their labels, or they would hide the text; one that
is pointed at in the list of relations is shown in full. All of it is looked at in Label Studio's light and dark theme.
Label Studio reads the sheet as XML: it must hold no ``>``.
"""

from __future__ import annotations

STYLE = """
.quotidian-title h3 { margin: 0 !important; font-size: 20px; }
.quotidian-title h4 { margin: 0 0 12px !important; font-size: 12px; font-weight: 400; opacity: 0.7; }
.quotidian-page { display: flex; gap: 20px; align-items: flex-start; }
.quotidian-text { flex: 1 1 0; min-width: 0; max-width: 48em; }
.quotidian-text .lsf-htx-richtext { font-size: 16px; line-height: 2.1; }
.quotidian-side { flex: 0 0 clamp(300px, 25vw, 460px); position: sticky; top: 0; max-height: calc(100vh - 130px);
  overflow-y: auto; }
.quotidian-side h4 { margin: 6px 0 2px !important; font-size: 12px; letter-spacing: 0.04em; opacity: 0.75; }
.quotidian-side .lsf-labels { margin: 4px 0 0 !important; }
.quotidian-side .lsf-label { margin: 0 4px 4px 0 !important; padding: 0 6px; font-size: 12.5px; line-height: 20px; }
.quotidian-side .lsf-label__hotkey { margin-left: 6px; font-size: 11px; }
.quotidian-side .lsf-label_selected, .quotidian-side .lsf-label_selected .lsf-label__hotkey { color: #1a1a1a; }
.quotidian-side .lsf-choices { margin: 2px 0 !important; }
.quotidian-field { display: flex; align-items: center; gap: 8px; }
.quotidian-field h4 { flex: 0 0 66px; font-weight: 400; margin: 0 !important; overflow-wrap: anywhere; }
.quotidian-field .lsf-text-area { flex: 1; margin: 0 !important; }
.quotidian-side .lsf-choices, .quotidian-side .lsf-choices * { row-gap: 0 !important; min-height: 0 !important; }
.quotidian-side .lsf-choice, .quotidian-side .lsf-choice__item { margin: 0 4px 0 0 !important; padding: 0 !important; }
.quotidian-side .lsf-choice label { margin: 0 !important; padding: 0 !important; font-size: 12.5px; line-height: 22px; }
.quotidian-side .lsf-hint { top: 0; margin-left: 2px; font-size: 9px; font-weight: 400; opacity: 0.6; }
.quotidian-side .lsf-text-area .ant-form-item { margin-bottom: 2px; }
.quotidian-selected { padding: 4px 8px 8px; border: 1px solid #9aa5b8; border-radius: 6px; }
.htx-highlight:is([data-label$=":Quote"], [data-label$=":Quote, continued"]):not(.__active) {
  background-color: rgba(102, 166, 30, 0.1) !important; border-bottom: 2px solid #4d7a0f !important; }
.htx-highlight[data-label$=":Cue"] { border-bottom: 2px dotted #4d7a0f !important; }
.htx-highlight[data-label*=":▸"] { font-weight: 700; border: 1px solid #8a4b2a !important; border-radius: 3px; }
.relations-overlay g[class*="relationItem"]:not([class*="_highlighted"]) { opacity: 0.4; }
.relations-overlay g[class*="relationItem"]:not([class*="_highlighted"]) g { display: none; }
.relations-overlay:has(g:nth-of-type(25)) g[class*="relationItem"]:not([class*="_highlighted"]) { opacity: 0.08; }
.lsf-outliner-item .lsf-labels-list, .lsf-detailed-region .lsf-labels-list, .lsf-detailed-region .lsf-labels-list * {
  color: var(--color-neutral-content) !important; }
[data-testid="select-popup"]:has([data-testid="select-option-coreference"]) { width: 460px; }
[data-testid="select-popup"]:has([data-testid="select-option-coreference"]) [cmdk-list] { max-height: 75vh; }
[data-testid="select-popup"]:has([data-testid="select-option-coreference"]) [cmdk-group-items] { columns: 3; gap: 2px; }
[data-testid="select-popup"]:has([data-testid="select-option-coreference"]) [cmdk-item] { break-inside: avoid;
  padding: 0; font-size: 13px; color: #1a1a1a; }
.quotidian-guidelines :is(p, ul, ol, table, pre, blockquote) { margin: 0 0 10px; }
.quotidian-guidelines :is(ul, ol) { padding-left: 22px; list-style: revert; }
.quotidian-guidelines :is(h1, h2, h3) { margin: 18px 0 8px; font-weight: 600; }
.quotidian-guidelines h1 { font-size: 22px; }
.quotidian-guidelines h2 { font-size: 18px; }
.quotidian-guidelines h3 { font-size: 15px; }
.quotidian-guidelines :is(td, th) { padding: 3px 8px; border: 1px solid #9aa5b8; text-align: left;
  vertical-align: top; }
"""
