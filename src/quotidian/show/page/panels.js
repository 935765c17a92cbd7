// Switches of layers and labels, drawers, the filter, the keys' dialog.
const help = document.getElementById('help');
const filter = document.getElementById('filter');

function refresh() {
  pin(null);
  align();
}

function toggleLayer(button) {
  const off = root.classList.toggle(`no-${button.dataset.layer}`);
  button.setAttribute('aria-pressed', String(!off));
  refresh();
}

function opener(id) {
  return document.querySelector(`.doors [data-open="${id}"]`);
}

function closeDrawer() {
  const drawer = document.querySelector('.drawer');
  if (!drawer) return false;
  const inside = drawer.contains(document.activeElement);
  drawer.classList.remove('drawer');
  opener(drawer.id).setAttribute('aria-expanded', 'false');
  if (inside) opener(drawer.id).focus({ preventScroll: true });
  return true;
}

function openDrawer(id) {
  const drawer = document.getElementById(id);
  const already = drawer && drawer.classList.contains('drawer');
  closeDrawer();
  if (!drawer || already) return;
  drawer.classList.add('drawer');
  opener(id).setAttribute('aria-expanded', 'true');
  (drawer.querySelector('input[type="search"]') || drawer).focus({ preventScroll: true });
}

function sift() {
  const wanted = filter.value.trim().toLowerCase();
  let left = 0;
  for (const item of document.querySelectorAll('.entities > li')) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
    left += item.hidden ? 0 : 1;
  }
  document.querySelector('#entities .none').hidden = left > 0;
}

for (const button of document.querySelectorAll('[data-layer]')) button.addEventListener('click', () => toggleLayer(button));
for (const button of document.querySelectorAll('[data-close]')) button.addEventListener('click', closeDrawer);
for (const door of document.querySelectorAll('[data-open]')) {
  door.addEventListener('click', (event) => {
    event.preventDefault();
    openDrawer(door.dataset.open);
  });
}
for (const box of document.querySelectorAll('[data-off]')) {
  box.addEventListener('change', () => {
    root.classList.toggle(`off-${box.dataset.off}`, !box.checked);
    refresh();
  });
}
if (filter) filter.addEventListener('input', sift);
document.querySelector('[data-help]').addEventListener('click', () => help.showModal());
document.querySelector('[data-close-help]').addEventListener('click', () => help.close());
for (const name of document.querySelectorAll('a[data-k^="f"]')) {
  name.addEventListener('click', (event) => {
    event.preventDefault();
    if (matchMedia('(max-width: 719.98px)').matches) closeDrawer();
    pin(name.dataset.k);
    walkTo(document.getElementById(`m${data.figures[numberOf(name.dataset.k)].mentions[0]}`), name.dataset.k);
  });
}
