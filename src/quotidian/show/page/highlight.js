// What is lit: by the pointer, by the keyboard, or pinned.
const READING = 320; // ms that a pointer rests on words before their card appears
let lit = null;
let pinned = null;
let marked = [];

function mark(elements, css) {
  for (const element of elements) {
    element.classList.add(css);
    marked.push([element, css]);
  }
}

const named = (key) => document.querySelectorAll(`.note[data-k="${key}"], .tag[data-k="${key}"], .entities li[data-k="${key}"]`);

const lights = {
  m(number, delay) {
    const { figure, css } = data.mentions[number];
    root.style.setProperty('--lit', `var(--${css})`);
    if (figure !== null) {
      lights.f(figure);
    }
    mark(runsOf(`m${number}`), 'on');
    showCard(number, delay);
  },
  f(number) {
    const { mentions } = data.figures[number];
    if (mentions.length) root.style.setProperty('--lit', `var(--${data.mentions[mentions[0]].css})`);
    for (const mention of mentions) mark(runsOf(`m${mention}`), 'same');
    mark(named(`f${number}`), 'on');
  },
  q(number) {
    const { source, addressees } = data.quotes[number];
    const content = runsOf(`q${number}`);
    root.classList.add('quoted');
    mark(content, 'on');
    mark(runsOf(`k${number}`), 'tie');
    flag(runsOf(`k${number}`), 'cue', true);
    if (source !== null) {
      mark(runsOf(`m${source}`), 'tie');
      flag(runsOf(`m${source}`), 'speaker');
      tie(runsOf(`m${source}`), content);
    }
    for (const mention of addressees) {
      mark(runsOf(`m${mention}`), 'tie');
      flag(runsOf(`m${mention}`), 'addressee');
    }
  },
  v(number) {
    const event = data.events[number];
    const trigger = runsOf(`v${number}`);
    root.style.setProperty('--lit', `var(--${event.css})`);
    mark(trigger, 'on');
    const roles = new Map();
    for (const [role, mention] of event.arguments) roles.set(mention, [...(roles.get(mention) || []), role]);
    for (const [mention, names] of roles) {
      mark(runsOf(`m${mention}`), 'tie');
      flag(runsOf(`m${mention}`), names.join(', '));
      tie(trigger, runsOf(`m${mention}`));
    }
  },
};

function dark() {
  for (const [element, css] of marked) element.classList.remove(css);
  marked = [];
  lit = null;
  untie();
  hideCard();
  root.style.removeProperty('--lit');
  root.classList.remove('quoted');
}

function light(key, delay = 0) {
  if (key === lit) return;
  dark();
  lit = key;
  const kind = key[0] === 'k' ? 'q' : key[0];
  const number = numberOf(key);
  lights[kind](number, delay);
  mark(named(`${kind}${number}`), 'on');
}

function pin(key) {
  pinned = key;
  root.classList.toggle('pinned', key !== null);
  if (key === null) dark();
  else light(key);
}

// After the pointer has left: back to what is pinned or has the focus.
function settle() {
  const focused = document.activeElement && document.activeElement.closest('.tag');
  if (pinned !== null) light(pinned);
  else if (focused && focused.matches(':focus-visible')) light(focused.dataset.k);
  else dark();
}

// All keys under an element, the innermost first.
function keysAt(target) {
  const one = target.closest('[data-k]');
  if (one) return [one.dataset.k];
  const run = target.closest('[data-c]');
  return run ? run.dataset.c.split(' ').filter(active) : [];
}

page.addEventListener('pointerover', (event) => {
  if (pinned !== null || event.pointerType === 'touch' || card.contains(event.target)) return;
  const [key] = keysAt(event.target);
  if (key) light(key, READING);
  else settle();
});

page.addEventListener('pointerleave', () => settle());

document.addEventListener('click', (event) => {
  if (event.target.closest('.card, .bar, dialog, a[href], input, label')) return;
  if (!getSelection().isCollapsed) return;
  const keys = keysAt(event.target);
  const around = keys.indexOf(pinned) + 1;
  pin(keys.length > around ? keys[around] : null);
});
