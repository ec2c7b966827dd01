// What unfolds over the page (a filter, the rest of the navigation) folds up when one turns to something else.

const unfolded = () => document.querySelectorAll(":is(.desk-filter, .desk-folded)[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of unfolded()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const turned of ["click", "focusin"]) {
  document.addEventListener(turned, (event) => {
    for (const menu of unfolded()) if (!menu.contains(event.target)) menu.open = false;
  });
}
