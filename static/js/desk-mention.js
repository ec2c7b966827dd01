// Calling a colleague: after an @, a list of those whose names begin like what is typed. Every box with data-people has it.
"use strict";
{
  const CALL = /(?:^|[\s(“"'])@([\p{L}\p{N}_.+-]*)$/u;
  const LIST = "desk-colleagues";

  class Colleagues {
    constructor(box) {
      this.box = box;
      this.list = Object.assign(document.createElement("ul"), { id: LIST, className: "talk-colleagues" });
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Colleagues");
      this.news = Object.assign(document.createElement("p"), { className: "visually-hidden" });
      this.news.setAttribute("aria-live", "polite");
      this.list.addEventListener("pointerdown", (event) => this.onPointerDown(event));
      box.after(this.list, this.news);
      box.setAttribute("aria-autocomplete", "list");
      box.setAttribute("aria-controls", LIST);
    }

    begun() { return CALL.exec(this.box.value.slice(0, this.box.selectionStart))?.[1] ?? null; }

    async look() {
      const begun = this.begun();
      if (begun === null) { this.close(); return; }
      this.asked?.abort();
      this.asked = new AbortController();
      try {
        const answer = await fetch(`${this.box.dataset.people}?q=${encodeURIComponent(begun)}`, { signal: this.asked.signal });
        if (answer.ok && !answer.redirected) this.offer((await answer.json()).people);
      } catch { /* the next letter asks again */ }
    }

    offer(people) {
      if (open !== this) return;
      this.list.replaceChildren(...people.map(({ username, name }, place) => {
        const option = Object.assign(document.createElement("li"), { id: `${LIST}-${place}` });
        option.setAttribute("role", "option");
        option.dataset.username = username;
        option.append(Object.assign(document.createElement("strong"), { textContent: `@${username}` }), ` ${name}`);
        return option;
      }));
      this.choose(0);
      this.news.textContent = people.length ? `${people.length} to choose from, with the arrow keys.` : "Nobody is called that.";
    }

    choose(place) {
      const options = [...this.list.children];
      this.chosen = options.length ? options[(place + options.length) % options.length] : null;
      for (const option of options) option.setAttribute("aria-selected", option === this.chosen);
      if (this.chosen) this.box.setAttribute("aria-activedescendant", this.chosen.id);
      else this.box.removeAttribute("aria-activedescendant");
    }

    take(option) {
      const caret = this.box.selectionStart;
      const from = caret - (this.begun() ?? "").length;
      this.box.setRangeText(`${option.dataset.username} `, from, caret, "end");
      this.close();
      this.box.dispatchEvent(new Event("input", { bubbles: true }));
      this.box.focus();
    }

    onKey(event) {
      const place = [...this.list.children].indexOf(this.chosen);
      if (place < 0) return;
      if (event.key === "ArrowDown") this.choose(place + 1);
      else if (event.key === "ArrowUp") this.choose(place - 1);
      else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    onPointerDown(event) {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) this.take(option);
    }

    close() {
      if (open === this) open = null;
      this.asked?.abort();
      this.list.remove();
      this.news.remove();
      for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) this.box.removeAttribute(name);
    }
  }

  let open = null;

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea[data-people]")) return;
    const begun = CALL.test(event.target.value.slice(0, event.target.selectionStart));
    if (begun && open?.box !== event.target) {
      open?.close();
      open = new Colleagues(event.target);
    }
    open?.look();
  });
  document.addEventListener("keydown", (event) => { if (event.target === open?.box) open.onKey(event); }, true);
  document.addEventListener("focusout", (event) => { if (event.target === open?.box) open.close(); });
}
