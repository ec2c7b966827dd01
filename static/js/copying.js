// Buttons that copy the text of another element: <button hidden data-copies="its id" data-copied="Said when done"
// data-refused="Said when the browser would not">, with a [role=status] beside. They show only where copying works.
"use strict";
{
  async function copy(button) {
    const source = document.getElementById(button.dataset.copies);
    const told = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      told.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(source);
      told.textContent = button.dataset.refused;
    }
  }

  if (navigator.clipboard?.writeText) {
    for (const button of document.querySelectorAll("[data-copies]")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    }
  }
}
