// Preview links beside the form: made, copied and revoked without leaving it.
"use strict";
{
  const root = document.querySelector("[data-sharing]");
  const links = root?.querySelector("[data-links]");

  const tell = (sentence) => { root.querySelector("[data-said]").textContent = sentence; };

  // The last moment is asked for only where it was chosen.
  const ask = () => {
    const until = links.querySelector("[data-until]");
    if (until) until.hidden = links.querySelector('[name="share-lasting"]').value !== "other";
  };

  const show = (answer) => {
    links.innerHTML = answer.html;
    ask();
    const wrong = links.querySelector(".sharing-field.errors :is(input, select)");
    const address = links.querySelector("[data-address]");
    (wrong ?? address ?? root.querySelector("#sharing-heading")).focus();
    address?.select();
    tell(answer.said);
  };

  const copy = async () => {
    const address = links.querySelector("[data-address]");
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
      tell("Copied.");
      links.querySelector("[data-copy]").textContent = "Copied";
    } catch {
      tell("The browser does not let the desk copy. The address is selected: copy it with the keyboard.");
    }
  };

  const submit = async (event) => {
    event.preventDefault();
    const form = event.target;
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const answer = await window.deskPost(form, event.submitter);
    delete form.dataset.busy;
    if (answer.html) show(answer);
    else links.querySelector("[data-refused]").textContent = answer.error;
  };

  if (root) {
    root.classList.add("is-live");
    root.addEventListener("submit", submit);
    root.addEventListener("change", ask);
    root.addEventListener("click", (event) => { if (event.target.closest("[data-copy]")) copy(); });
    ask();
  }
}
