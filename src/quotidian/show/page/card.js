// The card of an entity: its name, type and mentions, where to read more, what it says and does.
const card = document.getElementById('card');
const LEVELS = { NAM: 'by name', NOM: 'by a noun', PRO: 'by a pronoun' };
const MOST = 6;
let cardTimer = 0;

function deedsOf(mentions) {
  const deeds = [];
  data.quotes.forEach((quote, number) => {
    if (mentions.includes(quote.source)) deeds.push(`Speaks in ❝${number + 1}`);
  });
  data.events.forEach((event, number) => {
    for (const [role, mention] of event.arguments) {
      if (mentions.includes(mention)) deeds.push(`${role} in ${number + 1} ${event.label}`);
    }
  });
  return deeds;
}

function fillCard(number) {
  const mention = data.mentions[number];
  const figure = mention.figure === null ? null : data.figures[mention.figure];
  const mentions = figure ? figure.mentions : [number];
  const name = make('p', 'name');
  name.append(make('bdi', '', figure ? figure.name : mention.words));
  const parts = [name, make('p', 'how', mention.type)];
  if (figure) {
    const level = LEVELS[mention.level] ? `, ${LEVELS[mention.level]}` : '';
    parts.push(make('p', 'how', `Mention ${mentions.indexOf(number) + 1} of ${mentions.length}${level}`));
    if (figure.wikidata) {
      const link = make('a', '', `Wikidata ${figure.wikidata}`);
      link.href = `https://www.wikidata.org/wiki/${figure.wikidata}`;
      link.rel = 'noopener noreferrer external';
      const line = make('p', 'how');
      line.append(link);
      parts.push(line);
    }
  }
  const deeds = deedsOf(mentions);
  if (deeds.length) {
    const list = make('ul', 'how');
    for (const deed of deeds.slice(0, MOST)) list.append(make('li', '', deed));
    if (deeds.length > MOST) list.append(make('li', '', `and ${deeds.length - MOST} more`));
    parts.push(list);
  }
  card.replaceChildren(...parts);
}

function showCard(number, delay) {
  clearTimeout(cardTimer);
  cardTimer = setTimeout(() => {
    const at = place(runsOf(`m${number}`));
    if (!at) return;
    fillCard(number);
    card.hidden = false;
    const base = page.getBoundingClientRect();
    const below = base.top + at.bottom + 8 + card.offsetHeight < window.innerHeight;
    const left = Math.min(at.left, page.clientWidth - card.offsetWidth - 12);
    card.style.setProperty('--x', `${Math.max(8, left)}px`);
    card.style.setProperty('--y', `${below ? at.bottom + 8 : at.top - card.offsetHeight - 16}px`);
  }, delay);
}

function hideCard() {
  clearTimeout(cardTimer);
  card.hidden = true;
}
