// Lines and flags that tie a quote to its speaker, an event to its arguments.
const SVG = 'http://www.w3.org/2000/svg';
const ties = document.createElementNS(SVG, 'svg');
ties.setAttribute('class', 'ties');
ties.setAttribute('aria-hidden', 'true');
page.append(ties);

function flag(elements, text, below = false) {
  const at = place(elements);
  if (!at) return;
  const element = make('div', 'flag', text);
  element.setAttribute('aria-hidden', 'true');
  page.append(element);
  const room = page.clientWidth - element.offsetWidth - 4;
  element.style.left = `${Math.max(4, Math.min(at.left, room))}px`;
  element.style.top = `${below ? at.bottom - 12 : at.top - 13}px`;
}

function tie(from, to) {
  const a = place(from);
  const b = place(to);
  if (!a || !b) return;
  const [x1, x2] = [(a.left + Math.min(a.right, a.left + 60)) / 2, (b.left + Math.min(b.right, b.left + 60)) / 2];
  const lift = Math.min(46, 14 + Math.abs(x1 - x2) / 8 + Math.abs(a.top - b.top) / 10);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', `M${x1} ${a.top - 1}C${x1} ${a.top - lift} ${x2} ${b.top - lift} ${x2} ${b.top - 1}`);
  path.setAttribute('pathLength', '1');
  ties.append(path);
}

function untie() {
  ties.replaceChildren();
  for (const element of page.querySelectorAll('.flag')) element.remove();
}
