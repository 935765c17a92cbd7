// The filters of the disagreements, the chosen comparison, the keys. Nothing is made or fetched: things are hidden.
const root = document.documentElement;
root.classList.add('scripted');
const groups = [...document.querySelectorAll('.group')];
const cases = groups.flatMap((group) => [...group.querySelectorAll('.case')].map((element) => ({ element, group, words: null })));
const filters = [...document.querySelectorAll('.filters select')];
const search = document.querySelector('.filters input');
const found = document.querySelector('.found');

const has = (list, key) => (list || '').split(' ').includes(key);

function fits(one) {
  for (const filter of filters) {
    if (!filter.value) continue;
    const of = filter.name === 'article' ? one.group.dataset.article : one.element.dataset[filter.name];
    if (!has(of, filter.value)) return false;
  }
  const wanted = search.value.trim().toLowerCase();
  if (!wanted) return true;
  if (one.words === null) one.words = one.element.textContent.toLowerCase();
  return one.words.includes(wanted);
}

function sift() {
  let left = 0;
  const open = new Set();
  for (const one of cases) {
    const fit = fits(one);
    one.element.hidden = !fit;
    if (fit) {
      left += 1;
      open.add(one.group);
    }
  }
  for (const group of groups) group.hidden = !open.has(group);
  const all = cases.length.toLocaleString('en');
  found.textContent = left === cases.length ? `All ${all} shown.` : `${left.toLocaleString('en')} of ${all} shown.`;
}

if (search) {
  for (const filter of filters) filter.addEventListener('change', sift);
  search.addEventListener('input', sift);
  document.querySelector('.filters button').addEventListener('click', () => {
    for (const filter of filters) filter.value = '';
    search.value = '';
    sift();
  });
  // A link of the ranking leads to an article's disagreements: all of that article's, and of no other.
  for (const link of document.querySelectorAll('[data-only]')) {
    link.addEventListener('click', () => {
      for (const filter of filters) filter.value = filter.name === 'article' ? link.dataset.only : '';
      search.value = '';
      sift();
    });
  }
  sift();
}

const chooser = document.querySelector('.chooser select');
if (chooser) {
  const choose = () => {
    for (const part of document.querySelectorAll('[data-comparison]')) part.hidden = part.dataset.comparison !== chooser.value;
  };
  chooser.addEventListener('change', choose);
  choose();
}

function walk(step) {
  const shown = cases.filter((one) => !one.element.hidden).map((one) => one.element);
  if (!shown.length) return;
  const at = shown.indexOf(document.activeElement && document.activeElement.closest('.case'));
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}

const commands = { j: () => walk(1), k: () => walk(-1), '/': () => search && search.focus() };
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
  if (!Object.hasOwn(commands, event.key)) return;
  event.preventDefault();
  commands[event.key]();
});
