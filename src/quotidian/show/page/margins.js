// Notes stand beside the line that they are about. They may hang on past the end of their paragraph; a paragraph moves
// down only when its own notes would come to stand more than the slack below their lines.
const beside = matchMedia('(min-width: 720px)');
const bothSides = matchMedia('(min-width: 1100px)');
const GAP = 7;
const OVERHANG = 16;
const slack = () => (bothSides.matches ? 90 : 200);

function lineOf(note, row) {
  const run = runsOf(note.dataset.k).find((candidate) => row.contains(candidate) && shown(candidate));
  return run ? run.getClientRects()[0].top : row.getBoundingClientRect().top;
}

// A tag at the end of a line hangs from the end of its word.
function tuck() {
  const groups = [...article.querySelectorAll('.tags')];
  for (const group of groups) group.classList.remove('tucked');
  const out = groups.filter((group) => {
    const text = group.closest('.text').getBoundingClientRect();
    const { left, right } = group.getBoundingClientRect();
    return right > text.right + OVERHANG || left < text.left - OVERHANG;
  });
  for (const group of out) group.classList.add('tucked');
}

function align() {
  tuck();
  const rows = [...article.querySelectorAll('.row')];
  root.classList.toggle('beside', beside.matches);
  article.style.paddingBottom = '';
  for (const row of rows) {
    row.style.marginTop = '';
    for (const note of row.querySelectorAll('.note')) note.style.top = '';
  }
  if (!beside.matches) return;
  const end = article.getBoundingClientRect().bottom;
  const measured = rows.map((row) => {
    const sides = [[], []];
    for (const note of row.querySelectorAll('.note')) {
      const side = bothSides.matches && note.closest('.said') ? 0 : 1;
      if (shown(note)) sides[side].push({ note, line: lineOf(note, row), height: note.offsetHeight });
    }
    return { row, top: row.getBoundingClientRect().top, sides: sides.map((notes) => notes.sort((a, b) => a.line - b.line)) };
  });
  const filled = [-Infinity, -Infinity];
  let shift = 0;
  for (const { row, top, sides } of measured) {
    const late = sides.map((notes, side) => (notes.length ? filled[side] - (notes[0].line + shift) - slack() : 0));
    const push = Math.max(0, ...late);
    shift += push;
    if (push > 0) row.style.marginTop = `${push}px`;
    sides.forEach((notes, side) => {
      for (const { note, line, height } of notes) {
        const y = Math.max(line + shift - 3, filled[side]);
        note.style.top = `${y - top - shift}px`;
        filled[side] = y + height + GAP;
      }
    });
  }
  const over = Math.max(...filled) - (end + shift);
  if (over > 0) article.style.paddingBottom = `${over}px`;
}

align();
let width = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth !== width) align();
  width = window.innerWidth;
});
if (document.fonts) document.fonts.ready.then(align);
