// Signing off: says who is waited for without leaving the page, and brings the eye to a reason that is asked for.
"use strict";
{
  const form = document.querySelector("form.desk-plan");
  const NOT_HEARD = "The server could not be reached, so nothing was set. Try again.";
  const SIGNED_OUT = "Nothing was set: you are no longer signed in, or may not do this.";

  const ask = async () => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const readable = (answer.headers.get("content-type") || "").startsWith("application/json");
    return { said: readable ? (await answer.json()).said : SIGNED_OUT, done: readable && answer.ok };
  };

  // What was set is what the next press is compared with.
  const remember = () => {
    for (const seen of form.querySelectorAll('input[name^="initial-"]')) {
      seen.value = form.elements[seen.name.replace("initial-", "")].value;
    }
  };

  if (form) {
    const place = form.querySelector("[role=status]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { said, done } = await ask().catch(() => ({ said: NOT_HEARD, done: false }));
      if (done) remember();
      place.classList.toggle("is-refused", !done);
      place.textContent = said;
    });
  }

  const reason = document.querySelector("#reason textarea");
  if (reason) reason.focus();
}
