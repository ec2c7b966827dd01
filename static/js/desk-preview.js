// The page as readers would get it, beside the form: drawn by the server from what stands in the form, shown in a frame.
"use strict";
{
  const pane = document.querySelector("[data-preview]");
  const opener = document.querySelector("[data-preview-button]");
  const WIDTHS = { phone: 390, desktop: 1120, print: 794 };
  const MARGIN = "20mm 24mm 22mm";
  const REMEMBERED = "dateline:preview";

  class Preview {
    constructor() {
      this.frame = pane.querySelector("[data-frame]");
      this.paper = pane.querySelector("[data-paper]");
      this.desk = document.querySelector(".desk-brief");
      this.look = { shape: "desktop", light: this.ownLight(), ...this.remembered() };
      opener.hidden = false;
      opener.addEventListener("click", () => this.toggle());
      document.addEventListener("desk:preview", () => this.toggle());
      pane.querySelector("[data-preview-close]").addEventListener("click", () => this.toggle(false));
      pane.addEventListener("click", ({ target }) => this.choose(target.closest("button")?.dataset));
      document.addEventListener("desk:answer", ({ detail }) => { if (detail.preview !== null && !pane.hidden) this.draw(detail.preview); });
      new ResizeObserver(() => this.fit()).observe(this.paper);
      if (this.remembered().open && window.matchMedia("(min-width: 60.01rem)").matches) this.toggle(true, false);
    }

    ownLight() {
      const theme = document.documentElement.dataset.theme;
      const dark = theme === "dark" || (theme !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
      return dark ? "dark" : "light";
    }

    remembered() { return JSON.parse(window.sessionStorage.getItem(REMEMBERED) ?? "{}"); }

    toggle(open = pane.hidden, focus = true) {
      pane.hidden = !open;
      this.desk.classList.toggle("is-previewing", open);
      document.body.classList.toggle("is-previewing", open);
      opener.setAttribute("aria-expanded", open);
      this.mark();
      if (open) document.dispatchEvent(new Event("desk:ask"));
      if (focus) (open ? pane.querySelector('[aria-pressed="true"]') : opener).focus();
    }

    choose({ shape, light } = {}) {
      if (!shape && !light) return;
      Object.assign(this.look, shape ? { shape } : { light });
      this.mark();
      this.dress();
      this.fit();
    }

    mark() {
      for (const button of pane.querySelectorAll("[data-shape], [data-light]")) {
        const { shape, light } = button.dataset;
        button.setAttribute("aria-pressed", shape ? shape === this.look.shape : light === this.look.light);
      }
      window.sessionStorage.setItem(REMEMBERED, JSON.stringify({ ...this.look, open: !pane.hidden }));
    }

    // The first page is loaded whole; of later ones the body takes the old one's place, so that it stays where it was scrolled to.
    draw(html) {
      const shown = this.frame.contentDocument?.querySelector("main");
      if (!shown) {
        this.frame.addEventListener("load", () => this.loaded(), { once: true });
        this.frame.srcdoc = html;
        return;
      }
      const page = new DOMParser().parseFromString(html, "text/html");
      const there = this.frame.contentDocument;
      const at = there.scrollingElement.scrollTop;
      this.bring(page, there);
      there.body.replaceWith(there.adoptNode(page.body));
      there.scrollingElement.scrollTop = at;
      this.frame.dispatchEvent(new Event("drawn"));
    }

    // A style sheet that the page did not need before, such as the picture's.
    bring(page, there) {
      for (const sheet of page.querySelectorAll('link[rel="stylesheet"]')) {
        const href = sheet.getAttribute("href");
        if (there.querySelector(`link[href="${CSS.escape(href)}"]`)) continue;
        const added = there.head.appendChild(there.adoptNode(sheet));
        added.addEventListener("load", () => this.dress());
      }
    }

    loaded() {
      const there = this.frame.contentDocument;
      there.addEventListener("click", (event) => this.follow(event));
      there.addEventListener("keydown", (event) => {
        const same = new KeyboardEvent("keydown", event);
        if (!document.dispatchEvent(same)) event.preventDefault();
      });
      this.dress();
      this.fit();
      this.frame.dispatchEvent(new Event("drawn"));
    }

    // A link leads to a tab of its own: the frame shows this page alone.
    follow(event) {
      const link = event.target.closest("a[href]");
      if (!link) return;
      event.preventDefault();
      if (link.getAttribute("href").startsWith("#")) this.frame.contentDocument.querySelector(link.getAttribute("href"))?.scrollIntoView();
      else window.open(link.href, "_blank", "noopener");
    }

    // Which of the page's rules hold is told to its style sheets, as paper and the dark can't be asked for otherwise.
    dress() {
      const there = this.frame.contentDocument;
      if (!there?.documentElement) return;
      const { shape, light } = this.look;
      const paper = shape === "print";
      const holds = { print: paper, "(prefers-color-scheme: dark)": light === "dark" && !paper };
      Object.assign(there.documentElement.style, { colorScheme: paper ? "light" : light, padding: paper ? MARGIN : "" });
      for (const sheet of there.styleSheets) this.adapt(sheet.cssRules, holds);
    }

    adapt(rules, holds) {
      for (const rule of rules) {
        if (rule.media) {
          rule.asWritten ??= rule.media.mediaText;
          if (rule.asWritten in holds) rule.media.mediaText = holds[rule.asWritten] ? "all" : "not all";
        }
        if (rule.cssRules) this.adapt(rule.cssRules, holds);
      }
    }

    // The frame is as wide as what it stands for, and drawn smaller where there is less room.
    fit() {
      const { clientWidth: room, clientHeight: high } = this.paper;
      if (!room) return;
      const width = WIDTHS[this.look.shape];
      const scale = Math.min(1, room / width);
      this.paper.dataset.shown = this.look.shape;
      Object.assign(this.frame.style, { width: `${width}px`, height: `${high / scale}px`, transform: `scale(${scale})` });
    }
  }

  if (pane && opener) new Preview();
}
