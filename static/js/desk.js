// The brief's form: parts that are added, moved and removed, experts that fill in what is printed, links to what is missing.
"use strict";
{
  const $ = window.django.jQuery;
  const announcer = document.querySelector("[data-announce]");

  const announce = (sentence) => {
    announcer.textContent = "";
    window.requestAnimationFrame(() => { announcer.textContent = sentence; });
  };

  // Nobody leaves words or moves behind unasked.
  let unsaved = Boolean(document.querySelector(".desk-refused, [data-brought-back]"));
  const touched = () => {
    unsaved = true;
    document.dispatchEvent(new Event("desk:touched"));
  };

  const removed = (card) => card.classList.contains("is-removed");
  const field = (card, name) => card.querySelector(`[name$="-${name}"]`);

  // One kind of parts: quotations, sections or links.
  class Parts {
    constructor(root) {
      this.root = root;
      this.one = root.dataset.one;
      this.list = root.querySelector("[data-cards]");
      this.total = root.querySelector('[name$="-TOTAL_FORMS"]');
      root.addEventListener("click", (event) => this.onClick(event));
      this.wake(root);
      root.addEventListener("pointerdown", (event) => this.onPointerDown(event));
      root.addEventListener("input", ({ target }) => this.name(target.closest("[data-card]"), target));
      for (const card of this.cards()) {
        this.show(card, !field(card, "DELETE")?.checked);
      }
      this.number();
    }

    // Until they are heard here, the buttons are disabled: a press that is lost looks like one that was taken.
    wake(within) {
      for (const button of within.querySelectorAll("[data-add], [data-move], [data-remove], [data-restore]")) {
        button.disabled = false;
      }
    }

    cards() { return [...this.list.children]; }

    kept() { return this.cards().filter((card) => !removed(card)); }

    onClick(event) {
      const button = event.target.closest("button");
      const card = event.target.closest("[data-card]");
      if (!button || button.closest(".prose-menubar")) return;
      if ("add" in button.dataset) this.add();
      else if ("move" in button.dataset) this.move(card, button.dataset.move);
      else if ("remove" in button.dataset) this.remove(card);
      else if ("restore" in button.dataset) this.restore(card);
    }

    add() {
      const index = Number(this.total.value);
      const holder = document.createElement("ol");
      holder.innerHTML = this.root.querySelector("[data-blank]").innerHTML.replaceAll("__prefix__", index);
      const card = holder.firstElementChild;
      this.wake(card);
      this.list.append(card);
      this.total.value = index + 1;
      this.number();
      card.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: this.root.dataset.parts } }));
      focusField(card.querySelector("textarea, input:not([type=hidden]), select").id);
      announce(`${this.nameOf(card)} added.`);
    }

    // The neighbour moves past the card, so that the focus inside the card stays where it is.
    move(card, way) {
      const kept = this.kept();
      const other = kept[kept.indexOf(card) + (way === "up" ? -1 : 1)];
      if (!other) {
        announce(`${this.nameOf(card)} is ${way === "up" ? "first" : "last"} already.`);
        return;
      }
      way === "up" ? card.after(other) : card.before(other);
      this.changed();
      announce(`Moved to place ${this.kept().indexOf(card) + 1} of ${kept.length}.`);
    }

    remove(card) {
      const name = this.nameOf(card);
      this.show(card, false);
      this.changed();
      card.querySelector("[data-gone]").textContent = `${name} goes when you save.`;
      card.querySelector("[data-restore]").focus();
      announce(`${name} goes when you save.`);
    }

    restore(card) {
      this.show(card, true);
      this.changed();
      card.querySelector("[data-remove]").focus();
      announce(`${this.nameOf(card)} is back.`);
    }

    show(card, kept) {
      const box = field(card, "DELETE");
      if (box) box.checked = !kept;
      card.classList.toggle("is-removed", !kept);
    }

    nameOf(card) {
      const gist = card.querySelector("[data-gist]").textContent;
      return card.querySelector(".desk-card-name").textContent.trim() + (gist ? `, ${gist}` : "");
    }

    changed() {
      this.number();
      touched();
    }

    // Places, positions and the names of the buttons, after every change.
    number() {
      this.cards().forEach((card, place) => { field(card, "position").value = place; });
      const kept = this.kept();
      kept.forEach((card, place) => {
        card.querySelector("[data-place]").textContent = place + 1;
        this.name(card);
        const which = `${this.one} ${place + 1}`;
        const label = (selector, text) => card.querySelector(selector)?.setAttribute("aria-label", text);
        label('[data-move="up"]', `Move ${which} up`);
        label('[data-move="down"]', `Move ${which} down`);
        label("[data-remove]", `Remove ${which}`);
        card.querySelector('[data-move="up"]')?.setAttribute("aria-disabled", place === 0);
        card.querySelector('[data-move="down"]')?.setAttribute("aria-disabled", place === kept.length - 1);
      });
      const empty = this.root.querySelector("[data-empty]");
      if (empty) empty.hidden = this.cards().length > 0;
    }

    // What tells a card from the others, as it is typed; any other key costs nothing here.
    name(card, typedInto) {
      const gist = card?.querySelector("[data-gist]");
      const source = gist && field(card, gist.dataset.gist);
      if (source && (!typedInto || typedInto === source)) gist.textContent = source.value;
    }

    onPointerDown(event) {
      if (!event.target.closest("[data-handle]")) return;
      event.preventDefault();
      const card = event.target.closest("[data-card]");
      const drag = new AbortController();
      const { signal } = drag;
      const drop = () => {
        drag.abort();
        card.classList.remove("is-dragged");
        announce(`Moved to place ${this.kept().indexOf(card) + 1} of ${this.kept().length}.`);
      };
      card.classList.add("is-dragged");
      document.addEventListener("pointermove", (moved) => this.follow(card, moved.clientY), { signal });
      document.addEventListener("pointerup", drop, { signal });
      document.addEventListener("pointercancel", drop, { signal });
    }

    follow(card, y) {
      const others = this.cards().filter((other) => other !== card);
      const next = others.find((other) => y < other.getBoundingClientRect().top + other.offsetHeight / 2);
      if (next !== card.nextElementSibling) {
        next ? next.before(card) : this.list.append(card);
        this.changed();
      }
    }
  }

  // Focus a field by its id, wherever a widget hides it: the rich-text editor, or Select2's box.
  const focusField = (id) => {
    const target = document.getElementById(id);
    const card = target?.closest("[data-card].is-removed");
    if (!target || card) return;
    const editable = target.closest(".prose-editor")?.querySelector(".ProseMirror");
    const select2 = target.matches(".select2-hidden-accessible") ? target.nextElementSibling : null;
    const shown = editable
      ?? select2?.querySelector(target.multiple ? ".select2-search__field" : ".select2-selection")
      ?? target;
    shown.scrollIntoView({ block: "center" });
    shown.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-goto]");
    if (!link) return;
    event.preventDefault();
    focusField(link.dataset.goto);
  });

  document.addEventListener("desk:goto", ({ detail }) => focusField(detail));

  // A label speaks for a widget that hides its field, too.
  document.addEventListener("click", (event) => {
    const id = event.target.closest("label[for]")?.htmlFor;
    if (id && document.getElementById(id)?.matches(".prose-editor > textarea, .select2-hidden-accessible")) focusField(id);
  });

  // An expert picked fills in name and title, unless someone wrote something else there.
  const fill = (input, text) => {
    if (input.value === "" || input.value === (input.dataset.filled ?? "")) input.value = text;
    input.dataset.filled = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const fillPrinted = async (select) => {
    const card = select.closest("[data-card]");
    const picked = select.value;
    if (picked === (select.dataset.picked ?? "")) return; // the admin announces a change of every select once at first
    select.dataset.picked = picked;
    if (!picked) return;
    const answer = await fetch(select.dataset.printed.replace("/0/", `/${picked}/`));
    if (!answer.ok || select.value !== picked) return;
    const printed = await answer.json();
    fill(field(card, "name"), printed.name);
    fill(field(card, "title"), printed.title);
    announce(`Filled in ${printed.name}${printed.title ? `, ${printed.title}` : ""}.`);
  };

  const rememberPrinted = (select) => {
    const option = select.selectedOptions[0];
    const card = select.closest("[data-card]");
    if (!option?.value || !card) return;
    select.dataset.picked = option.value;
    field(card, "name").dataset.filled = option.dataset.name ?? "";
    field(card, "title").dataset.filled = option.dataset.title ?? "";
  };

  $(document).on("change", "select[data-printed]", (event) => fillPrinted(event.target));

  for (const root of document.querySelectorAll("[data-parts]")) {
    if (root.querySelector("[data-cards]")) new Parts(root);
  }
  document.querySelectorAll("select[data-printed]").forEach(rememberPrinted);
  document.querySelector(".desk-refused")?.focus();
  if (document.querySelector(".messagelist .not-published")) document.getElementById("todo")?.focus();

  const form = document.getElementById("brief_form");
  form.addEventListener("input", touched);
  // Select2 tells jQuery alone of a choice; this waits until the admin has announced every select once at first.
  $(() => $(form).on("change", touched));
  // The rich-text editor tells nobody but its own listeners of a paste or a button.
  document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => editor.on("update", touched));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.submitter?.formTarget !== "_blank") unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}
