// Sends a form without leaving the page, so that nothing else that stands on the page is lost.
"use strict";
{
  const REASONS = {
    403: "You may not do this, or you have signed in anew since. Nothing is lost: try again, or open this page in another tab.",
    404: "This is no longer there: someone has deleted it. What you wrote still stands here, to be copied.",
    413: "This is too long for the desk. Shorten it.",
  };
  const SIGNED_OUT = "You are signed out. Sign in again in another tab, then press once more: what you wrote stays here.";
  const AWAY = "The desk can’t be reached. What you wrote stays here: try again in a moment.";

  // Signing in again changes the token that a form was drawn with; the cookie has the one of today.
  const token = (data) => {
    const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? decodeURIComponent(cookie[1]) : data.get("csrfmiddlewaretoken");
  };

  // The JSON that answers `form`, sent with `button`; in place of it { error } with a sentence to show.
  window.deskPost = async (form, button) => {
    const data = new FormData(form, button);
    const headers = { Accept: "application/json", "X-CSRFToken": token(data) };
    data.delete("csrfmiddlewaretoken");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers });
      if (answer.redirected) return { error: SIGNED_OUT };
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
      return { error: REASONS[answer.status] ?? "The desk could not do this. What you wrote stays here: try again." };
    } catch {
      return { error: AWAY };
    }
  };
}
