// Says in words what came of a passkey: allauth's script only tells the console.
const trouble = document.querySelector("[data-passkey-trouble]");

function say(words) {
  trouble.textContent = words
  trouble.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const name = event.detail.exception?.name;
  if (name === "InvalidStateError") say("This device or key has a passkey for you already.");
  else if (name === "NotAllowedError") say("No passkey came: it was cancelled, took too long, or this device has none for this desk.");
  else say("The passkey could not be used. Try again, or another way.");
});

if (!window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }
  say("This browser can use passkeys only where the address begins with https.");
}
