// Two people's words in one form: who types into a field that is still to be chosen has chosen what they type.
"use strict";
{
  const merge = document.querySelector(".desk-merge");

  const takeMine = (event) => {
    if (event.target.closest?.(".desk-merge")) return;
    const field = event.target.closest?.(".prose-editor")?.querySelector("textarea") ?? event.target;
    const choice = field.id && merge.querySelector(`[data-choice="${CSS.escape(field.id)}"]`);
    const mine = choice?.querySelector('[value="mine"]');
    if (mine && !mine.checked) {
      mine.checked = true;
      mine.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const count = () => {
    const choices = [...merge.querySelectorAll(".merge-choice")];
    const open = choices.filter((choice) => !choice.querySelector(":checked")).length;
    merge.querySelector("[data-left]").textContent = open ? `${open} of ${choices.length} left to choose.` : "All chosen.";
  };

  if (merge) {
    document.getElementById("brief_form").addEventListener("input", takeMine);
    if (merge.querySelector("[data-left]")) {
      merge.addEventListener("change", count);
      count();
    }
  }
}
