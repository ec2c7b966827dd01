// The desk's lists: the filter by expert suggests names.

for (const box of document.querySelectorAll("[data-suggest]")) {
  const list = document.getElementById(box.getAttribute("list"));
  let asked = 0;

  const suggest = async () => {
    const mine = ++asked;
    const answer = await fetch(`${box.dataset.suggest}?typed=${encodeURIComponent(box.value)}`).catch(() => null);
    if (!answer?.ok || answer.redirected || mine !== asked) return;
    const { names } = await answer.json();
    list.replaceChildren(...names.map((name) => new Option(name, name)));
  };

  let pause;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(suggest, 150);
  });
}
