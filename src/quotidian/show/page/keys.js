// The keyboard: one tab stop in the article, and from there along its mentions, quotes and events.
let current = tags[0] || null;
if (current) current.tabIndex = 0;

// Moves the focus to a tag; `key` is what is lit then, by default what the tag names.
function walkTo(tag, key) {
  if (!tag || !shown(tag)) return;
  if (current) current.tabIndex = -1;
  current = tag;
  tag.tabIndex = 0;
  tag.focus({ preventScroll: true });
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { top, bottom } = tag.getBoundingClientRect();
  if (top < 110 || bottom > window.innerHeight - 170) tag.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  if (pinned !== null && !key) pin(null);
  light(key || tag.dataset.k);
}

function walk(step) {
  const walkable = tags.filter(shown);
  if (!walkable.length) return;
  const at = walkable.indexOf(current);
  const started = document.activeElement === current;
  walkTo(walkable[started ? (at + step + walkable.length) % walkable.length : Math.max(at, 0)]);
}

function walkChain(step) {
  const key = current && current.dataset.k;
  if (!key || key[0] !== 'm') return;
  const { figure } = data.mentions[numberOf(key)];
  const chain = figure === null ? [] : data.figures[figure].mentions;
  if (chain.length) walkTo(document.getElementById(`m${chain[(chain.indexOf(numberOf(key)) + step + chain.length) % chain.length]}`));
}

article.addEventListener('focusin', (event) => {
  const tag = event.target.closest('.tag');
  if (tag && tag !== current) {
    if (current) current.tabIndex = -1;
    current = tag;
    tag.tabIndex = 0;
  }
  if (tag && tag.matches(':focus-visible') && pinned === null) light(tag.dataset.k);
});
article.addEventListener('focusout', (event) => {
  if (pinned === null && !card.contains(event.relatedTarget)) dark();
});

const commands = {
  j: () => walk(1), ArrowRight: () => walk(1), k: () => walk(-1), ArrowLeft: () => walk(-1),
  n: () => walkChain(1), p: () => walkChain(-1),
  e: () => openDrawer('entities'), l: () => openDrawer('legend'), '?': () => help.showModal(),
  '/': () => { if (filter && filter.closest('.drawer')) filter.focus(); else openDrawer('entities'); },
  Escape: () => { if (!closeDrawer()) pin(null); },
};
for (const [number, button] of [...document.querySelectorAll('[data-layer]')].entries()) {
  commands[number + 1] = () => toggleLayer(button);
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select');
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || (typing && event.key !== 'Escape' && typing.type === 'search')) return;
  if (!Object.hasOwn(commands, event.key)) return;
  event.preventDefault();
  commands[event.key]();
});
