// The lead image of a brief, the portrait of a person: taken in as soon as a file is chosen or dropped, shown at once, with the point that a crop keeps.
"use strict";
{
  const source = document.querySelector("[data-pictures]");
  const holder = document.querySelector("[data-picture]");
  const fields = holder?.closest("fieldset");
  const announcer = document.querySelector("[data-announce]");
  const part = (rest) => document.getElementById(`id_${holder.dataset.picture}${rest}`);

  class Picture {
    constructor() {
      this.key = part("");
      this.file = holder.querySelector("input[type=file]");
      this.none = holder.querySelector("input[type=checkbox]");
      this.x = part("_focus_x");
      this.y = part("_focus_y");
      fields.classList.add("is-live");
      holder.insertAdjacentHTML("beforeend", `
        <div class="desk-picture-shown" hidden>
          <button type="button" class="desk-picture-frame" aria-label="Point that is kept when the picture is cut. Use the arrow keys."><img alt=""><span class="desk-picture-focus"></span></button>
          <p class="desk-help">${holder.dataset.picture === "portrait" ? "Click on the middle of the face" : "Click on what must stay in sight on narrow screens"}, or move the mark with the arrow keys.</p>
          <button type="button" class="desk-button is-quiet" data-no-picture>Remove the picture</button>
        </div>
        <p class="desk-picture-state" role="status"></p>`);
      this.box = holder.querySelector(".desk-picture-shown");
      this.frame = holder.querySelector(".desk-picture-frame");
      this.state = holder.querySelector(".desk-picture-state");
      this.file.addEventListener("change", () => this.send(this.file.files[0]));
      this.frame.addEventListener("click", (event) => this.point(event));
      this.frame.addEventListener("keydown", (event) => this.nudge(event));
      this.box.querySelector("[data-no-picture]").addEventListener("click", () => this.remove());
      fields.addEventListener("dragover", (event) => event.preventDefault());
      fields.addEventListener("drop", (event) => this.drop(event));
      for (const input of [this.x, this.y]) input.addEventListener("input", () => this.mark());
      if (this.key.value && source.dataset.src) this.show(source.dataset);
      else this.show(null);
    }

    drop(event) {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      this.send(file);
    }

    async send(file) {
      if (!file) return;
      this.state.textContent = "Taking the picture in…";
      const form = new FormData();
      form.append("file", file);
      form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      this.file.value = "";
      try {
        const answer = await fetch(source.dataset.pictures, { method: "POST", body: form });
        if (answer.status === 413) throw new Error("The file is larger than 12 megabytes. Send a smaller copy.");
        const told = await answer.json();
        if (!answer.ok) throw new Error(told.refusal);
        this.take(told);
      } catch (fault) {
        this.state.textContent = fault instanceof SyntaxError || fault instanceof TypeError
          ? "The picture could not be sent. Look whether you are still signed in, and choose it again." : fault.message;
      }
    }

    take(told) {
      this.key.value = told.image;
      this.x.value = this.y.value = 50;
      this.state.textContent = "";
      this.show(told);
      this.changed("Picture added. Say what it shows.");
      part("_alt").focus();
    }

    remove() {
      this.key.value = "";
      this.show(null);
      this.changed("Picture removed.");
      this.file.focus();
    }

    show(told) {
      fields.classList.toggle("has-picture", Boolean(told));
      this.box.hidden = !told;
      if (!told) return;
      const shown = this.frame.querySelector("img");
      shown.width = told.width;
      shown.height = told.height;
      shown.src = told.src;
      this.mark();
    }

    mark() {
      const mark = this.frame.querySelector(".desk-picture-focus");
      mark.style.left = `${this.x.value || 50}%`;
      mark.style.top = `${this.y.value || 50}%`;
    }

    point(event) {
      if (event.detail === 0) return; // the keyboard pressed it
      const { left, top, width, height } = this.frame.getBoundingClientRect();
      this.place(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
    }

    nudge(event) {
      const [right, down] = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, -5], ArrowDown: [0, 5] }[event.key] ?? [0, 0];
      if (!right && !down) return;
      event.preventDefault();
      this.place(Number(this.x.value) + right, Number(this.y.value) + down);
    }

    place(x, y) {
      const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
      this.x.value = within(x);
      this.y.value = within(y);
      this.mark();
      this.changed(`Kept in sight: ${this.x.value} per cent from the left, ${this.y.value} from the top.`);
    }

    changed(sentence) {
      this.key.dispatchEvent(new Event("input", { bubbles: true }));
      announcer.textContent = sentence;
    }
  }

  if (source && holder) new Picture();
}
