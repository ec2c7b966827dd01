// Filtering in place: a click on a choice, dates and a question change the list without a new page. Whatever goes wrong,
// the browser goes to the address as it would without this script.
"use strict";
{
  const main = document.getElementById("main");
  const announced = main.querySelector("[data-announced]");
  const filters = main.querySelector(".filters");
  const HEAD = "link[rel=canonical], link[rel=alternate], meta[name=robots], meta[name=description]";
  let shown = location.pathname + location.search;
  let asking;

  const part = (page, name) => page.querySelector(`[data-part="${name}"]`);

  const swap = (page) => {
    for (const old of main.querySelectorAll("[data-part]")) old.replaceChildren(...part(page, old.dataset.part).childNodes);
    for (const field of main.querySelectorAll("form [name]:not([type=hidden])")) {
      field.value = page.querySelector(`main form [name="${field.name}"]:not([type=hidden])`).value;
    }
    for (const old of document.head.querySelectorAll(HEAD)) old.remove();
    document.head.append(...page.head.querySelectorAll(HEAD));
    document.title = page.title;
  };

  // Where the next click is likely: at the place of the link that was clicked, or else the heading.
  const refocus = ({ name, kind, index }) => {
    const links = [...part(main, name).querySelectorAll(`a${kind}`)];
    const heading = main.querySelector("h1");
    heading.tabIndex = -1;
    (links[Math.min(index, links.length - 1)] ?? heading).focus({ preventScroll: true });
  };

  const placeOf = (link) => {
    const { part: name } = link.closest("[data-part]").dataset;
    const kind = link.matches(".leave-out") ? ".leave-out" : ":not(.leave-out)";
    return { name, kind, index: [...part(main, name).querySelectorAll(`a${kind}`)].indexOf(link) };
  };

  const show = async (address, { remember = true, place } = {}) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const canonical = new URL(page.querySelector("link[rel=canonical]").href);
      swap(page);
      // What was typed with operators has a plainer address, unless part of it could not be used.
      const { pathname, search } = answer.ok ? canonical : new URL(answer.url);
      shown = pathname + search;
      if (remember) history.pushState(null, "", shown);
      if (place) refocus(place);
      const top = part(main, "results").getBoundingClientRect().top;
      if (remember && top < 0) (filters.open ? part(main, "told") : main).scrollIntoView();
      announced.textContent = `${part(main, "told").querySelector(".tally").textContent}: ${part(main, "heading").textContent}`;
    } catch {
      if (!mine.signal.aborted) location.assign(address);
    } finally {
      if (mine === asking) main.removeAttribute("aria-busy");
    }
  };

  main.addEventListener("click", (event) => {
    const link = event.target.closest("[data-part] a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hash === "#results") filters.open = false;
    if (link.hash || link.closest(".pager") || link.origin !== location.origin || link.pathname !== location.pathname) return;
    event.preventDefault();
    show(link.href, { place: placeOf(link) });
  });

  main.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
    show(`${event.target.action}${asked.size ? `?${asked}` : ""}`);
  });

  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, { remember: false });
  });
}
