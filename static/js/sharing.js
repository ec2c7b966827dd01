// Buttons that open the share sheet of the device: <button hidden data-shares="address" data-title="what it is called">.
// They show only where there is such a sheet; nobody but the reader learns of it.
"use strict";
if (navigator.share) {
  for (const button of document.querySelectorAll("[data-shares]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, url: button.dataset.shares });
      } catch {
        // Closed without a choice: there is nothing to say.
      }
    });
  }
}
