// What the page holds. A key names one thing: m3 a mention, q0 a quote, k0 its cue, v2 an event, f1 an entity.
const root = document.documentElement;
const page = document.querySelector('.page');
const article = document.getElementById('article');
const data = JSON.parse(document.getElementById('data').textContent);
const tags = [...article.querySelectorAll('.tag')];
const runs = new Map();
for (const run of article.querySelectorAll('[data-c]')) {
  for (const key of run.dataset.c.split(' ')) {
    if (!runs.has(key)) runs.set(key, []);
    runs.get(key).push(run);
  }
}
const runsOf = (key) => runs.get(key) || [];
const numberOf = (key) => Number(key.slice(1));
const shown = (element) => element.getClientRects().length > 0;
root.classList.add('scripted');

function make(name, css, text) {
  const element = document.createElement(name);
  if (css) element.className = css;
  if (text) element.textContent = text;
  return element;
}

// Where the first line of something is, in the coordinates of the page.
function place(elements) {
  const first = elements.find(shown);
  if (!first) return null;
  const rect = first.getClientRects()[0];
  const base = page.getBoundingClientRect();
  return { left: rect.left - base.left, right: rect.right - base.left, top: rect.top - base.top, bottom: rect.bottom - base.top };
}

// Whether the layer and the label of a key are switched on.
function active(key) {
  const kind = key[0];
  const is = (name) => root.classList.contains(name);
  if (kind === 'q' || kind === 'k') return !is('no-quotes');
  if (kind === 'v') return !is('no-events') && !is(`off-${data.events[numberOf(key)].css}`);
  const mention = data.mentions[numberOf(key)];
  return !is(mention.figure === null ? 'no-values' : 'no-mentions') && !is(`off-${mention.css}`);
}
