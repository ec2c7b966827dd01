// The button says what it will do: it follows the day and the hour that are chosen, as the server reads them.
"use strict";
{
  const when = document.querySelector("[data-when]");
  const buttons = document.querySelectorAll("[data-publish]");
  const said = document.querySelector("[data-publish-said]");
  const field = (name) => document.getElementById(`id_out-${name}`);
  const names = ["day", "hour", "which"];
  let asked = 0;

  const label = (text) => {
    for (const button of buttons) button.textContent = text + (button.dataset.publish && ` ${button.dataset.publish}`);
  };

  const offer = (occasions) => {
    const select = field("which");
    const chosen = select.value;
    select.replaceChildren(new Option("Choose one", ""), ...occasions.map(([value, text]) => new Option(text, value)));
    select.value = occasions.some(([value]) => value === chosen) ? chosen : "";
    when.querySelector("[data-which]").hidden = occasions.length === 0;
  };

  const show = (answer) => {
    for (const name of names.slice(0, 2)) {
      if (answer[`out-${name}`]) field(name).value = answer[`out-${name}`];
    }
    offer(answer.occasions);
    if (answer.occasions.length && answer["out-which"]) field("which").value = answer["out-which"];
    label(answer.label);
    said.value = answer.said;
    when.querySelector("[data-when-says]").textContent = answer.problem || answer.means;
    when.classList.toggle("is-refused", answer.problem !== "");
  };

  // Until the answer is there the button names no instant, so that pressing it leads to a question first.
  const ask = async (preset = "") => {
    const mine = ++asked;
    const address = new URL(when.dataset.when, window.location.href);
    if (preset) address.searchParams.set("preset", preset);
    else for (const name of names) address.searchParams.set(`out-${name}`, field(name).value);
    said.value = "";
    when.querySelector("[data-when-errors]")?.remove();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const read = await answer.json();
      if (mine === asked) show(read);
    } catch {
      if (mine !== asked) return;
      label(names.some((name) => field(name).value) ? "Schedule…" : "Publish now");
      when.querySelector("[data-when-says]").textContent = "The server can’t be reached, so the time is told once it can.";
    }
  };

  if (when && said) {
    for (const name of names) {
      field(name).addEventListener("input", () => ask());
    }
    when.querySelector(".desk-presets").hidden = false;
    when.addEventListener("click", (event) => {
      const { preset } = event.target.closest("[data-preset]")?.dataset ?? {};
      if (preset === undefined) return;
      if (!preset) for (const name of names) field(name).value = "";
      ask(preset);
    });
  }
}
