// Every form of the desk: names for the widgets that come without one, and clean text from whatever is pasted.
"use strict";
{
  const labelOf = (id) => document.querySelector(`label[for="${CSS.escape(id)}"]`);

  // The names of a field, for a widget that stands in its place: the card's name, if it is in one, and the label; in a
  // table the name that the column's heading gave it.
  const name = (widget, target) => {
    const label = labelOf(target.id);
    if (!label && target.hasAttribute("aria-label")) {
      widget.removeAttribute("aria-labelledby");
      widget.setAttribute("aria-label", target.getAttribute("aria-label"));
    }
    if (!label) return;
    label.id ||= `${target.id}_label`;
    const card = target.closest("[data-card]")?.querySelector(".desk-card-name");
    widget.setAttribute("aria-labelledby", [card?.id, label.id].filter(Boolean).join(" "));
    const help = document.getElementById(`${target.id}_helptext`);
    if (help) widget.setAttribute("aria-describedby", help.id);
  };

  document.addEventListener("prose-editor:ready", ({ target, detail: { editor } }) => {
    const surface = editor.view.dom;
    surface.setAttribute("role", "textbox");
    surface.setAttribute("aria-multiline", "true");
    name(surface, target);
    editor.setOptions({ editorProps: { transformPastedHTML: tidy } });
    target.closest(".prose-editor").querySelectorAll(".prose-menubar__button").forEach((button) => {
      button.setAttribute("aria-label", button.title || button.dataset.name);
    });
  });

  // Select2 makes its boxes when it likes; each is named as soon as it stands beside its field.
  const nameBoxes = () => {
    for (const field of document.querySelectorAll("select.select2-hidden-accessible:not([data-named])")) {
      const box = field.nextElementSibling?.querySelector(".select2-selection");
      if (!box) continue;
      field.dataset.named = "yes";
      name(box, field);
      const shown = box.querySelector("[role=textbox]");
      if (shown) name(shown, field);
    }
    // Select2 draws what is chosen anew at every choice: a list that is none, and a search box without a name.
    for (const search of document.querySelectorAll(".select2-search__field:not([data-named])")) {
      const field = search.closest(".select2-container")?.previousElementSibling;
      if (!field?.matches("select")) continue;
      search.dataset.named = "yes";
      search.removeAttribute("title");
      name(search, field);
      search.removeAttribute("aria-describedby"); // the box around it has the help already
    }
    document.querySelectorAll("ul.select2-selection__rendered:not([role])").forEach((list) => list.setAttribute("role", "group"));
    document.querySelectorAll("ul.select2-selection__rendered > li:not([role])").forEach((item) => item.setAttribute("role", "presentation"));
  };

  // In a table the column's heading speaks for its fields.
  const nameCells = () => {
    for (const input of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea):not([aria-label])")) {
      const heading = input.closest("table").tHead?.rows[0]?.cells[input.closest("td").cellIndex];
      if (!input.labels?.length && heading) input.setAttribute("aria-label", heading.textContent.trim());
    }
  };
  for (const heading of document.querySelectorAll("th.original:empty")) heading.innerHTML = '<span class="visually-hidden">Entry</span>';
  nameCells();
  document.addEventListener("formset:added", nameCells);

  // What is typed into an editor changes the page too: only Select2's own pieces are worth a look.
  const isBox = (node) => node.nodeType === Node.ELEMENT_NODE && /select2/.test(node.getAttribute("class") ?? "");
  const observer = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some(isBox))) nameBoxes();
  });
  observer.observe(document.documentElement, { childList: true, subtree: true });
  nameBoxes();

  window.django?.jQuery?.(document).on("select2:open", ({ target }) => {
    const search = document.querySelector(".select2-container--open .select2-search__field");
    if (search) {
      search.setAttribute("aria-label", `Search: ${labelOf(target.id)?.textContent.replace(":", "").trim() ?? "choices"}`);
      search.focus();
    }
  });

  // Pasted HTML, cleaned as a string: the page's policy empties style attributes before the editor could read them.
  const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "UL", "OL", "BLOCKQUOTE", "TABLE", "TR", "TD", "TH",
    "SECTION", "ARTICLE", "HEADER", "FOOTER", "PRE", "DL", "DT", "DD", "TBODY", "THEAD", "FIGURE", "FIGCAPTION", "BODY", "MAIN"]);
  const DROPPED = new Set(["STYLE", "SCRIPT", "META", "TITLE", "LINK", "IMG", "SVG", "OBJECT", "IFRAME", "TEMPLATE", "HEAD", "BUTTON"]);
  const MARKER = /^\s*(?:([·•▪◦§–o])|(\d+|[a-z]|[ivx]+)[.)])\s*$/i;

  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

  // An inert copy: style sheets, scripts, comments and all attributes but three are gone before anything is parsed,
  // because the page's policy complains even of those in a document that is never shown.
  const DEAD = /<!--[\s\S]*?-->|<!\[[^>]*>|<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi;
  const TAG = /<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
  const ATTRIBUTE = /\s(style|href|class)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

  const parse = (html) => {
    const inert = html.replace(DEAD, "").replace(TAG, (_, tag, attributes) => {
      const kept = [...attributes.matchAll(ATTRIBUTE)].map(([, name, value]) => ` data-${name.toLowerCase()}=${value}`);
      return `<${tag}${kept.join("")}>`;
    });
    return new DOMParser().parseFromString(inert, "text/html").body;
  };

  const styleOf = (element) => (element.dataset?.style ?? "").toLowerCase();

  // Bold and italic, wherever an element says so; null where it says nothing.
  const says = (element, tags, property, yes, no) => {
    const style = styleOf(element);
    if (new RegExp(`${property}\\s*:\\s*(?:${no})`).test(style)) return false;
    if (new RegExp(`${property}\\s*:\\s*(?:${yes})`).test(style) || tags.includes(element.tagName)) return true;
    return null;
  };

  class Tidy {
    constructor() { this.blocks = []; this.runs = ""; }

    flush(kind = "p") {
      const inner = this.runs.replace(/[\s\u00a0]+/g, " ").replace(/(?:<br>\s*)+$/, "").replace(/^(?:\s*<br>)+/, "").trim();
      this.runs = "";
      for (const piece of inner.split(/(?:<br>\s*){2,}/)) {
        if (piece.replace(/<[^>]+>/g, "").trim()) this.blocks.push({ kind, inner: piece.trim() });
      }
    }

    walk(node, marks, kind) {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.write(child.data, marks);
        else if (child.nodeType === Node.ELEMENT_NODE && !DROPPED.has(child.tagName)) this.enter(child, marks, kind);
      }
    }

    enter(element, marks, kind) {
      if (element.tagName === "BR") { this.runs += "<br>"; return; }
      if (/mso-list\s*:\s*ignore/.test(styleOf(element)) || /(?:^|;)\s*display\s*:\s*none/.test(styleOf(element))) return;
      const inner = {
        bold: says(element, ["B", "STRONG"], "font-weight", "bold|[6-9]00", "normal|[1-4]00") ?? marks.bold,
        italic: says(element, ["I", "EM"], "font-style", "italic|oblique", "normal") ?? marks.italic,
        href: element.tagName === "A" ? this.address(element) : marks.href,
      };
      if (!BLOCKS.has(element.tagName)) { this.walk(element, inner, kind); return; }
      this.flush(kind);
      const own = this.kindOf(element, kind);
      this.walk(element, /^H[1-6]$/.test(element.tagName) ? { ...inner, bold: false } : inner, own);
      this.flush(own);
    }

    // A paragraph of Word's that is really a list item says so in its style; its marker tells which list.
    kindOf(element, kind) {
      if (element.tagName === "UL") return "ul";
      if (element.tagName === "OL") return "ol";
      if (!/mso-list\s*:/.test(styleOf(element)) && !/MsoList/.test(element.dataset.class ?? "")) return kind;
      const marker = [...element.querySelectorAll("[data-style]")].find((each) => /mso-list\s*:\s*ignore/i.test(styleOf(each)));
      return MARKER.exec(marker?.textContent.replaceAll("\u00a0", " ") ?? "")?.[2] ? "ol" : "ul";
    }

    address(element) {
      const href = (element.dataset.href ?? "").trim();
      return /^(?:https?:|mailto:)/i.test(href) ? href : "";
    }

    write(text, marks) {
      let html = escape(text);
      if (text.trim()) {
        if (marks.italic) html = `<em>${html}</em>`;
        if (marks.bold) html = `<strong>${html}</strong>`;
        if (marks.href) html = `<a href="${escape(marks.href)}">${html}</a>`;
      }
      this.runs += html;
    }

    html() {
      const lists = [];
      for (const { kind, inner } of this.blocks) {
        if (kind !== lists.at(-1)?.kind || kind === "p") lists.push({ kind, items: [] });
        lists.at(-1).items.push(kind === "p" ? `<p>${inner}</p>` : `<li><p>${inner}</p></li>`);
      }
      return lists.map(({ kind, items }) => (kind === "p" ? items[0] : `<${kind}>${items.join("")}</${kind}>`)).join("");
    }
  }

  // What came from another editor of ours is clean, and knows which of its ends are open.
  const tidy = (html) => {
    if (html.includes("data-pm-slice")) return html;
    const reader = new Tidy();
    reader.walk(parse(html), { bold: false, italic: false, href: "" }, "p");
    reader.flush();
    return reader.html();
  };
}
