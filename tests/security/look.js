// What of the page as it stands could run something: a script with the hostile words, a handler, an address, a frame.
() => {
  const found = [];
  const RISKY = ["base", "object", "embed", "applet", "portal", "foreignobject", "animate", "set"];
  const LEADING = /^(href|src|action|formaction|xlink:href|data|ping|poster)$/;
  const RUNNING = /^(javascript|vbscript|data:text|blob):?/;
  const look = (tree) => {
    for (const each of tree.querySelectorAll("*")) {
      if (each.localName === "template") look(each.content);
      const script = each.localName === "script" && !each.type.endsWith("json");
      if (script && each.textContent.includes("ran(")) found.push(each.outerHTML);
      if (RISKY.includes(each.localName.toLowerCase())) found.push(each.outerHTML);
      if (each.localName === "meta" && each.httpEquiv) found.push(each.outerHTML);
      for (const { name, value } of each.attributes) {
        const address = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
        if (name.startsWith("on")) found.push(`${name}=${value}`);
        if (LEADING.test(name) && RUNNING.test(address)) found.push(`${name}=${value}`);
        if (name === "srcdoc" && !each.hasAttribute("sandbox")) found.push(value);
      }
    }
  };
  look(document);
  return found;
}
