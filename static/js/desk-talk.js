// Comments beside the form: written and answered without leaving it, shown at the card that they are about, and kept
// as they are typed until they are sent.
"use strict";
{
  const EVERY = 20_000;
  const ICON = "M3 3.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H9l-4 3.5v-3.5H3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z";

  const icon = () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICON);
    svg.append(path);
    return svg;
  };

  // What is typed and not sent outlives the page: a save of the brief draws it anew.
  class Drafts {
    constructor(prefix) { this.prefix = prefix; }

    keep(box, words) {
      try {
        words ? sessionStorage.setItem(this.prefix + box, words) : sessionStorage.removeItem(this.prefix + box);
      } catch { /* a browser that keeps nothing */ }
    }

    fill(root) {
      for (const form of root.querySelectorAll("form[data-box]")) {
        const words = this.of(form.dataset.box);
        if (!words) continue;
        form.elements.text.value = words;
        form.closest("details").open = true;
      }
    }

    of(box) {
      try { return sessionStorage.getItem(this.prefix + box) ?? ""; } catch { return ""; }
    }
  }

  // One card of the form, and the button on it that shows what is said about it.
  class Card {
    constructor(card, key, talk) {
      this.card = card;
      this.key = key;
      this.button = Object.assign(document.createElement("button"), { type: "button", className: "desk-tool talk-button" });
      this.button.dataset.talkPart = key;
      this.count = document.createElement("span");
      this.button.append(icon(), this.count);
      this.button.addEventListener("click", () => talk.toggle(key));
      const bar = card.querySelector(".desk-card-bar");
      const next = bar.querySelector("[data-move]");
      next ? next.before(this.button) : bar.append(this.button);
    }

    name() { return this.card.querySelector(".desk-card-name").textContent.replace(/\s+/g, " ").trim(); }

    show(open, shown) {
      this.count.textContent = open || "";
      this.button.classList.toggle("has-open", open > 0);
      this.button.setAttribute("aria-label", `Comments on ${this.name().toLowerCase()}${open ? `, ${open} open` : ""}`);
      this.button.title = "Comments";
      this.button.setAttribute("aria-expanded", shown);
    }
  }

  class Talk {
    constructor(root) {
      this.root = root;
      this.address = root.dataset.talk;
      this.stamp = root.dataset.stamp;
      this.threads = root.querySelector("[data-threads]");
      this.blank = root.querySelector("[data-blank-group]");
      this.drafts = new Drafts(root.dataset.drafts);
      this.cards = new Map();
      this.shown = null;
      root.classList.add("is-live");
      root.addEventListener("submit", (event) => this.onSubmit(event));
      root.addEventListener("input", (event) => this.onInput(event));
      root.addEventListener("click", (event) => this.onClick(event));
      root.addEventListener("keydown", (event) => this.onKey(event));
      const lists = new MutationObserver(() => this.arrange());
      for (const list of document.querySelectorAll("[data-parts] [data-cards]")) lists.observe(list, { childList: true });
      window.addEventListener("resize", () => this.place());
      window.setInterval(() => this.look(), EVERY);
      document.addEventListener("visibilitychange", () => this.look());
      this.drafts.fill(this.threads);
      this.arrange();
    }

    group(key) { return this.threads.querySelector(`.talk-group[data-part="${CSS.escape(key)}"]`); }

    // Buttons on the cards and groups in the panel, in the order in which the cards stand now.
    arrange() {
      const order = [];
      for (const field of document.querySelectorAll('#brief_form [data-card] input[name$="-key"]')) {
        const card = field.closest("[data-card]");
        if (!field.value || field.closest("template")) continue;
        if (this.cards.get(field.value)?.card !== card) this.cards.set(field.value, new Card(card, field.value, this));
        order.push(field.value);
      }
      this.sort(["", ...order]);
      for (const [key, card] of this.cards) {
        const group = this.group(key);
        card.show(Number(group?.dataset.open ?? 0), this.shown === key);
        if (group) group.querySelector("[data-name]").textContent = card.name();
      }
    }

    sort(order) {
      const groups = this.threads.querySelector("[data-groups]");
      const place = ({ dataset: { part } }) => (part === "gone" ? 2e6 : order.includes(part) ? order.indexOf(part) : 1e6);
      const sorted = [...groups.children].sort((one, other) => place(one) - place(other));
      if (sorted.every((group, index) => group === groups.children[index])) return;
      this.keeping(() => groups.append(...sorted));
      if (this.shown) this.open(this.shown);
    }

    // A group that nobody has spoken in yet is made from the blank one.
    made(key) {
      if (!this.blank) return null;
      const holder = document.createElement("div");
      holder.innerHTML = this.blank.innerHTML.replaceAll("__part__", key);
      const group = holder.firstElementChild;
      this.drafts.fill(group);
      this.threads.querySelector("[data-groups]").append(group);
      return group;
    }

    toggle(key) {
      if (this.shown === key) { this.close(); return; }
      this.close(false);
      const group = this.open(key);
      this.arrange();
      const write = group?.querySelector(".talk-thread") ? null : group?.querySelector(":scope > .talk-write");
      if (write) write.open = true;
      (write?.querySelector("textarea") ?? group?.querySelector("[data-name]"))?.focus({ preventScroll: true });
      this.place();
    }

    open(key) {
      const group = this.group(key) ?? this.made(key);
      if (!group) return null;
      group.popover = "manual";
      group.showPopover();
      this.shown = key;
      this.place();
      return group;
    }

    close(focus = true) {
      const key = this.shown;
      if (key === null) return;
      this.shown = null;
      const group = this.group(key);
      if (group?.popover) {
        group.hidePopover();
        group.removeAttribute("popover");
      }
      if (group && !group.querySelector(".talk-thread") && !this.drafts.of(key)) group.remove();
      this.arrange();
      if (focus) this.cards.get(key)?.button.focus();
    }

    // Beside the card where there is room; a narrow screen has it at its foot.
    place() {
      const group = this.shown && this.group(this.shown);
      const card = this.cards.get(this.shown)?.card.getBoundingClientRect();
      if (!group || !card) return;
      const left = Math.min(card.right + 12, document.documentElement.clientWidth - group.offsetWidth - 16);
      const top = Math.max(16, Math.min(card.top, window.innerHeight - group.offsetHeight - 16));
      group.style.setProperty("--left", `${left}px`);
      group.style.setProperty("--top", `${top + window.scrollY}px`);
    }

    onClick(event) {
      const group = event.target.closest(".talk-group");
      if (event.target.closest("[data-close]")) this.close();
      else if (event.target.closest("[data-show]")) this.cards.get(group.dataset.part)?.button.focus();
    }

    onKey(event) {
      if (event.key === "Escape" && this.shown !== null && event.target.closest(".talk-group")) {
        event.stopPropagation();
        this.close();
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
        event.preventDefault();
        event.target.form.requestSubmit();
      }
    }

    onInput(event) {
      const box = event.target.form?.dataset.box;
      if (box) this.drafts.keep(box, event.target.value);
    }

    async onSubmit(event) {
      event.preventDefault();
      const form = event.target;
      if (form.dataset.busy) return;
      if (form.dataset.box && !form.elements.text.value.trim()) { this.refuse(form, "Write something first."); return; }
      this.refuse(form, "");
      form.dataset.busy = "yes";
      const answer = await window.deskPost(form, event.submitter);
      delete form.dataset.busy;
      if (answer.error) { this.refuse(form, answer.error); return; }
      if (form.dataset.box) {
        this.drafts.keep(form.dataset.box, "");
        form.reset();
        form.closest("details").open = false;
      }
      this.show(answer);
      this.root.querySelector("[data-said]").textContent = answer.said;
      (document.getElementById(form.dataset.after) ?? this.root.querySelector("#talk-heading")).focus({ preventScroll: true });
    }

    refuse(form, sentence) {
      (form.querySelector("[data-error]") ?? this.root.querySelector("[data-refused]")).textContent = sentence;
      if (sentence) form.elements.text?.focus();
    }

    // What colleagues said meanwhile, without a word where nothing is new.
    async look() {
      if (document.hidden || !navigator.onLine || this.looking) return;
      this.looking = true;
      try {
        const answer = await fetch(`${this.address}?seen=${this.stamp}`, { headers: { Accept: "application/json" } });
        if (answer.status === 200 && !answer.redirected) this.show(await answer.json());
      } catch { /* offline: the next look tells */ }
      this.looking = false;
    }

    show(answer) {
      const shown = this.shown;
      this.stamp = answer.stamp;
      this.root.querySelector("[data-count]").textContent = answer.open ? `${answer.open} open` : "";
      this.keeping(() => { this.threads.innerHTML = answer.html; });
      this.drafts.fill(this.threads);
      if (shown) this.open(shown);
      this.arrange();
    }

    // Does something to the threads, and leaves open what was open, and the cursor where it was.
    keeping(change) {
      const open = [...this.threads.querySelectorAll("details[data-keep][open]")].map((each) => each.dataset.keep);
      const at = this.threads.contains(document.activeElement) ? document.activeElement : null;
      const caret = at?.selectionStart;
      change();
      for (const each of this.threads.querySelectorAll("details[data-keep]")) each.open ||= open.includes(each.dataset.keep);
      const again = at?.id ? document.getElementById(at.id) : null;
      again?.focus({ preventScroll: true });
      if (again && caret !== undefined && again.value === at.value) again.setSelectionRange(caret, caret);
    }
  }

  const root = document.querySelector("[data-talk]");
  if (root) new Talk(root);
}
