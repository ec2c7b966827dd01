// The brief's form by keyboard: saving, the preview, the next thing to mend; and how long everything is.
"use strict";
{
  const form = document.getElementById("brief_form");
  const list = document.querySelector("[data-keys]");
  const opener = document.querySelector("[data-keys-button]");
  const announcer = document.querySelector("[data-announce]");

  // What is to be mended, in the order of the page: what was refused, then what the copy desk found.
  let findings = [];
  let last = null;
  const places = () => {
    const refused = [...form.querySelectorAll(".errors :is(input:not([type=hidden]), textarea, select)")].map(({ id }) => id);
    const found = findings.filter(({ blocking }) => blocking).map(({ field }) => `id_${field}`);
    const there = [...new Set([...refused, ...found])].map((id) => document.getElementById(id)).filter(Boolean);
    return there.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  };

  const next = () => {
    const all = places();
    if (!all.length) {
      announcer.textContent = "Nothing is left to mend.";
      return;
    }
    last = all[(all.indexOf(last) + 1) % all.length];
    document.dispatchEvent(new CustomEvent("desk:goto", { detail: last.id }));
  };

  const DEEDS = {
    p: () => document.dispatchEvent(new Event("desk:preview")),
    n: next,
    k: () => (list.open ? list.close() : list.showModal()),
  };

  const letter = ({ key, code }) => (/^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace("Key", "").toLowerCase());

  const deedOf = (event) => {
    const held = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (!held || event.shiftKey) return null;
    if (!event.altKey) return letter(event) === "s" ? () => form.requestSubmit(form.querySelector('[name="_continue"]')) : null;
    return DEEDS[letter(event)] ?? null;
  };

  document.addEventListener("keydown", (event) => {
    const deed = deedOf(event);
    if (!deed) return;
    event.preventDefault();
    if (!event.repeat) deed();
  });

  const words = (number) => `${number.toLocaleString("en")} ${number === 1 ? "word" : "words"}`;

  const tellLengths = ({ total, minutes, ...parts }) => {
    const whole = document.querySelector("[data-length]");
    if (whole) whole.textContent = total ? `${words(total)} · ${minutes} min` : "";
    for (const place of document.querySelectorAll("[data-words]")) {
      const count = parts[place.dataset.words];
      const text = count ? words(count) : "";
      if (place.textContent !== text) place.textContent = text;
    }
  };

  const button = document.querySelector("[data-next]");

  const tellPlaces = () => {
    if (!button) return;
    const left = places().length;
    button.hidden = !left;
    button.textContent = `${left} to mend`;
  };
  button?.addEventListener("click", next);

  document.addEventListener("desk:answer", ({ detail }) => {
    findings = detail.findings ?? findings;
    window.requestAnimationFrame(tellPlaces);
    if (detail.counts) window.requestAnimationFrame(() => tellLengths(detail.counts));
  });

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => list.showModal());
  }
}
