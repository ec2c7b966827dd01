// The copy desk beside the form: what the checks find in the text as it is typed.
"use strict";
{
  const panel = document.querySelector("[data-checks]");
  const form = panel.querySelector("[data-advice]");
  const tally = panel.querySelector("[data-tally]");
  const ready = panel.querySelector("[data-ready]");
  const failed = panel.querySelector("[data-failed]");

  const listOf = (finding) => (finding.blocking ? "mend" : finding.dismissed ? "aside" : "consider");
  const nameOf = (finding) => `${finding.field} ${finding.key}`;
  let findings = JSON.parse(document.getElementById("checks-findings").textContent);
  let counted = "";

  const things = (count) => (count === 1 ? "1 thing" : `${count} things`);
  const summary = (mend, consider) => {
    if (mend && consider) return `${things(mend)} to mend, ${consider} to consider.`;
    if (mend) return `${things(mend)} to mend.`;
    return consider ? `${things(consider)} to consider.` : "The copy desk has nothing to say.";
  };

  // One kind of finding. Lines that stay are left where they are, so that nobody's focus is lost.
  class List {
    constructor(root) {
      this.root = root;
      this.kind = root.dataset.list;
      this.lines = root.querySelector("ol");
    }

    show(all) {
      const mine = all.filter((finding) => listOf(finding) === this.kind);
      const old = new Map([...this.lines.children].map((line) => [line.dataset.finding, line]));
      const shown = mine.map((finding) => this.line(finding, old.get(nameOf(finding))));
      for (const line of old.values()) if (!shown.includes(line)) this.drop(line);
      shown.forEach((line, place) => {
        if (this.lines.children[place] !== line) this.lines.insertBefore(line, this.lines.children[place] ?? null);
      });
      this.root.querySelector("[data-count]").textContent = mine.length;
      this.root.hidden = mine.length === 0;
      return mine.length;
    }

    // Whoever stands on a line that goes is led to the next one, or to the panel.
    drop(line) {
      const next = line.contains(document.activeElement) && (line.nextElementSibling ?? line.previousElementSibling);
      const stood = line.contains(document.activeElement);
      line.remove();
      if (stood) (next ? next.querySelector("a") : panel).focus();
    }

    line(finding, old) {
      const line = old ?? panel.querySelector(`[data-blank="${this.kind}"]`).content.firstElementChild.cloneNode(true);
      const link = line.querySelector("a");
      const button = line.querySelector("button");
      const words = line.querySelector(".desk-finding-words");
      line.dataset.finding = nameOf(finding);
      if (link.textContent !== finding.text) link.textContent = finding.text;
      link.dataset.select = finding.words;
      link.href = finding.field === "source" ? panel.dataset.source : `#id_${finding.field}`;
      if (finding.field !== "source") link.dataset.goto = `id_${finding.field}`;
      if (button) {
        button.value = finding.key;
        button.setAttribute("aria-label", `${button.textContent}: ${finding.text}`);
      }
      if (words && !old) {
        words.textContent = finding.words;
        words.hidden = !finding.words || finding.text.includes(finding.words);
      }
      return line;
    }
  }

  const lists = [...panel.querySelectorAll("[data-list]")].map((root) => new List(root));

  const show = () => {
    const counts = Object.fromEntries(lists.map((list) => [list.kind, list.show(findings)]));
    ready.hidden = counts.mend > 0;
    panel.hidden = false;
    mark();
    const said = summary(counts.mend, counts.consider);
    if (said !== counted) tally.textContent = said;
    counted = said;
  };

  // A field whose words are at fault bears a mark; one that is only empty yet does not.
  const mark = () => {
    for (const field of document.querySelectorAll(".is-to-mend, .is-to-consider")) field.classList.remove("is-to-mend", "is-to-consider");
    for (const finding of findings) {
      const field = finding.words && !finding.dismissed && document.getElementById(`id_${finding.field}`)?.closest(".desk-field");
      if (field) field.classList.add(finding.blocking ? "is-to-mend" : "is-to-consider");
    }
  };

  document.addEventListener("desk:answer", ({ detail }) => {
    if (!Array.isArray(detail?.findings)) return;
    findings = detail.findings;
    ready.textContent = "Nothing is missing.";
    show();
  });

  // The offending words, selected where they stand, as far as they still do.
  const LETTER = /[\p{L}\p{N}]/u;
  const searched = (words) => {
    const kept = words.trim();
    const inner = kept.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    const before = LETTER.test(kept.at(0)) ? "(?<![\\p{L}\\p{N}])" : "";
    const after = LETTER.test(kept.at(-1)) ? "(?![\\p{L}\\p{N}])" : "";
    return new RegExp(before + inner + after, "u");
  };

  const selectInProse = (editable, words) => {
    const walker = document.createTreeWalker(editable, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: text.length });
      text += walker.currentNode.data;
    }
    const found = searched(words).exec(text);
    if (!found) return;
    const at = (place, last) => {
      const { node, start } = nodes.findLast((each) => (last ? each.start < place : each.start <= place));
      return [node, place - start];
    };
    const range = document.createRange();
    range.setStart(...at(found.index, false));
    range.setEnd(...at(found.index + found[0].length, true));
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  };

  const selectIn = (field, words) => {
    const editable = field?.closest(".prose-editor")?.querySelector(".ProseMirror");
    if (editable) { selectInProse(editable, words); return; }
    const found = field?.setSelectionRange && searched(words).exec(field.value);
    if (found) field.setSelectionRange(found.index, found.index + found[0].length);
  };

  // desk.js has led to the field by now; this comes after it, on the same click.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-select][data-goto]");
    if (link?.dataset.select) selectIn(document.getElementById(link.dataset.goto), link.dataset.select);
  });

  const keep = async (button) => {
    const body = new FormData(form);
    body.append(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.json();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const { key, dismissed } = await keep(event.submitter);
      findings = findings.map((finding) => (finding.key === key && !finding.blocking ? { ...finding, dismissed } : finding));
      show();
      document.dispatchEvent(new CustomEvent("desk:ask")); // an answer may be on its way that was given before this was kept
    } catch {
      failed.textContent = "That could not be kept just now. Try again in a moment.";
      failed.hidden = false;
    }
  });

  counted = summary(...["mend", "consider"].map((kind) => findings.filter((finding) => listOf(finding) === kind).length));
  mark();
}
