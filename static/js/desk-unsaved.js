// Nobody loses a word: after each pause the brief's form is sent to be kept, and what comes back is told to the page.
"use strict";
{
  const form = document.getElementById("brief_form");
  const place = document.querySelector("[data-unsaved]");
  const PAUSE = 700; // milliseconds without a key before words are kept
  const PAUSE_SEEN = 100; // while the preview is open
  const LONGEST = 5000; // who never pauses is kept this often
  const BEAT = 15000;
  const PATIENCE = 20000;
  const SLOWEST = 30000;
  const JUST_NOW = 5000; // who was answered so lately is surely signed in

  const token = form?.querySelector("[name=form_token]");
  const kept = document.querySelector("[data-kept]");
  const trouble = document.querySelector("[data-trouble]");
  const presence = document.querySelector("[data-present-now]");
  const previewing = () => Boolean(document.querySelector("[data-preview]:not([hidden])"));

  const show = (element, text) => {
    if (!element || element.textContent === text) return;
    element.textContent = text;
    element.hidden = !text;
  };

  // What is over as soon as the server answers again.
  const complain = (...words) => {
    trouble.dataset.passing = "yes";
    trouble.replaceChildren(...words);
    trouble.hidden = false;
  };

  const warn = (text) => {
    delete trouble.dataset.passing;
    show(trouble, text);
  };

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  // Words that could not be sent stay in this browser, for this person and this form, until they could.
  const shelf = {
    stem: place ? `dateline:${place.dataset.person}:${place.dataset.unsaved}:` : "",
    put(fields) {
      try {
        window.localStorage.setItem(this.stem + token.value, fields);
        return true;
      } catch (full) {
        if (full instanceof DOMException) return false;
        throw full;
      }
    },
    clear(name = token.value) { window.localStorage.removeItem(this.stem + name); },
    others() {
      return Object.keys(window.localStorage)
        .filter((key) => key.startsWith(this.stem) && key !== this.stem + token.value)
        .map((key) => [key.slice(this.stem.length), window.localStorage.getItem(key)]);
    },
  };

  class Keeper {
    dirty = false; // typed since it was last kept
    wanted = false; // an answer is wanted, kept or not
    busy = null;
    failures = 0;
    first = 0; // when the words that wait were begun
    typed = false; // since the last beat
    timer = 0;
    answered = -JUST_NOW; // when the server answered last
    renewed = false; // the token was renewed, and nothing was answered since
    handedOver = false; // a save has these very words, and its page is on the way

    constructor() {
      document.addEventListener("desk:touched", () => this.touch());
      document.addEventListener("desk:ask", () => this.ask());
      form.addEventListener("submit", (event) => this.onSubmit(event), { capture: true });
      window.addEventListener("submit", (event) => this.handOver(event));
      window.addEventListener("online", () => this.again());
      window.addEventListener("focus", () => { if (this.failures) this.again(); });
      window.addEventListener("pagehide", () => this.leave());
      document.addEventListener("visibilitychange", () => { if (document.hidden && this.dirty) this.send(); });
      window.setInterval(() => this.beat(), BEAT);
      window.requestIdleCallback(() => this.begin(), { timeout: 2000 });
    }

    async begin() {
      if (form.querySelector(".desk-refused") || document.querySelector("[data-brought-back]")) this.dirty = true;
      await this.rescue();
      this.ask();
    }

    // Called at every keystroke: sets a clock, and nothing else.
    touch() {
      const now = performance.now();
      if (!this.dirty) this.first = now;
      this.dirty = this.typed = true;
      this.handedOver = false;
      this.later(now - this.first > LONGEST ? 0 : previewing() ? PAUSE_SEEN : PAUSE);
    }

    ask() {
      this.wanted = true;
      this.later(0);
    }

    later(milliseconds) {
      window.clearTimeout(this.timer);
      if (this.failures && milliseconds < this.delay()) milliseconds = this.delay();
      this.timer = window.setTimeout(() => window.requestIdleCallback(() => this.send(), { timeout: 100 }), milliseconds);
    }

    delay() { return this.failures ? Math.min(SLOWEST, 1000 * 2 ** this.failures) : 0; }

    again() {
      this.failures = 0;
      if (this.dirty || this.wanted) this.later(0);
    }

    fields() {
      const sent = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") sent.append(name, value);
      }
      return sent;
    }

    async send() {
      if (this.handedOver) return;
      if (this.busy) { this.wanted = true; return; }
      const fields = this.fields();
      const keeping = this.dirty;
      if (keeping) { fields.append("keep", "1"); if (!this.failures) show(kept, "Keeping…"); }
      if (previewing()) fields.append("preview", "1");
      this.dirty = this.wanted = false;
      this.first = performance.now();
      this.busy = new AbortController();
      const answer = await this.post(place.dataset.unsaved, fields, this.busy);
      this.busy = null;
      if (answer === null) { this.dirty ||= keeping; return; } // given up for a save
      if (answer.failed) this.failed(answer, fields, keeping);
      else this.took(answer);
      if (this.dirty || this.wanted) this.later(previewing() ? PAUSE_SEEN : PAUSE);
    }

    // What the server says, `{failed: …}` when it can't say it, and null when this page gave up asking.
    async post(address, fields, giveUp) {
      const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(PATIENCE)]);
      const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
      try {
        const answer = await fetch(address, { method: "POST", body: fields, headers, signal });
        const said = await this.read(answer);
        if (answer.status === 403 && !said) return { failed: "csrf" };
        if (answer.status === 401) return { failed: "signed out" };
        if (said?.error) return { failed: "refused", error: said.error };
        return said ?? { failed: "server" };
      } catch (error) {
        if (giveUp.signal.aborted) return null;
        if (error instanceof TypeError || error instanceof DOMException) return { failed: "offline" };
        throw error;
      }
    }

    async read(answer) {
      return answer.headers.get("Content-Type")?.startsWith("application/json") ? answer.json() : null;
    }

    took(answer) {
      if ("passing" in trouble.dataset) show(trouble, "");
      this.failures = 0;
      this.answered = performance.now();
      this.renewed = false;
      if (answer.settled) { // the words went with a save of their own; those typed since begin anew
        token.value = answer.settled;
        this.dirty = true;
      }
      if (answer.saved_at) {
        shelf.clear();
        show(kept, `All changes kept ${answer.saved_at}`);
      }
      this.around(answer);
      tell("desk:answer", answer);
    }

    async failed(answer, fields, keeping) {
      this.dirty ||= keeping;
      if (answer.failed === "refused") {
        show(kept, "Not kept");
        complain(answer.error);
        this.dirty = false;
        return;
      }
      if (this.dirty) show(kept, "Not kept yet");
      const here = this.dirty && shelf.put(fields.toString());
      const words = here ? "your words are kept in this browser" : "your words stand on this page";
      this.failures += 1;
      if (answer.failed === "offline") complain(`Offline – ${words} and are sent when the line is back.`);
      else if (answer.failed === "server") complain(`The server could not answer – ${words} and are sent again soon.`);
      else if (!this.renewed && await this.renew()) { this.renewed = true; this.failures = 0; }
      else this.askToSignIn(words);
      this.later(this.delay());
    }

    // Whether someone is signed in; if so, the page learns the token that goes with that sign-in.
    async renew() {
      try {
        const answer = await fetch(place.dataset.unsaved, { signal: AbortSignal.timeout(5000) });
        if (!answer.ok) return false;
        const { csrf, signed_in: name } = await answer.json();
        for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
        if (name !== place.dataset.name) warn(`You are signed in as ${name} now: what you save goes by that name.`);
        return true;
      } catch (error) {
        if (error instanceof TypeError || error instanceof DOMException) return null;
        throw error;
      }
    }

    askToSignIn(words) {
      const link = Object.assign(document.createElement("a"), { href: place.dataset.signIn, target: "_blank", textContent: "Sign in in another tab" });
      complain("Your sign-in has ended. ", link, `; ${words}. This page goes on by itself after that.`);
    }

    around({ present = [], newest = 0, newest_by: by, newest_at: at, gone }) {
      const said = present.map(({ name, typing }) => `${name} has this open too${typing ? ", and typed a moment ago" : ""}.`);
      show(presence, said.join(" "));
      const opened = Number(form.querySelector("[name=version]")?.value ?? 0);
      if (gone) warn("Someone deleted this brief. Your words are kept; saving makes a new brief of them.");
      else if (newest > opened) warn(`${by} saved version ${newest} at ${at}, after you opened this page. Nothing of yours is lost: when you save, both are shown side by side.`);
    }

    async beat() {
      if (!place.dataset.present || this.busy || this.failures) return;
      const fields = new URLSearchParams(this.typed ? { typed: "1" } : {});
      this.typed = false;
      const answer = await this.post(place.dataset.present, fields, new AbortController());
      if (answer && !answer.failed) this.around(answer);
    }

    leave() {
      if (this.dirty) shelf.put(this.fields().toString());
      if (!place.dataset.present) return;
      const csrfmiddlewaretoken = form.querySelector("[name=csrfmiddlewaretoken]").value;
      navigator.sendBeacon(place.dataset.present, new URLSearchParams({ leaving: "1", csrfmiddlewaretoken }));
    }

    // Words that this browser kept for a page that is gone go to the server, which offers them like any others.
    async rescue() {
      const left = shelf.others();
      let sent = 0;
      for (const [name, words] of left) {
        const answer = await this.post(place.dataset.unsaved, new URLSearchParams(`${words}&keep=1`), new AbortController());
        if (answer?.failed && answer.failed !== "refused") return;
        shelf.clear(name);
        sent += answer?.saved_at ? 1 : 0;
      }
      if (sent && !this.dirty) window.location.reload();
    }

    // A save goes out only while the server is there and someone is signed in: or the browser would show another page.
    async onSubmit(event) {
      if (this.passed || event.submitter?.formTarget === "_blank") return;
      if (!this.failures && performance.now() - this.answered < JUST_NOW) return;
      event.preventDefault();
      if (this.checking) return;
      this.checking = true;
      const there = await this.renew();
      this.checking = false;
      if (there) {
        this.passed = true;
        form.requestSubmit(event.submitter);
        this.passed = false;
        return;
      }
      if (there === false) this.askToSignIn("your words stand on this page");
      else complain("The server can’t be reached, so nothing was saved. Your words stand on this page; press again in a moment.");
      trouble.scrollIntoView({ block: "center" });
    }

    // While the page behind a save is awaited, nothing more is sent: it would be told that its words are saved, and keep
    // them once more as if they had been typed since. Should the save fail, they are still unsaved when the page is left.
    handOver(event) {
      if (event.target !== form || event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
      this.handedOver = true;
      this.busy?.abort();
    }
  }

  if (form && place && kept) new Keeper();
}
