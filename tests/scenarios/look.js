// Looks at the page in the only frame, and writes into the document what is cut off and what overlaps.
const frame = document.querySelector("iframe"), page = frame.contentDocument, view = frame.contentWindow;
const root = page.documentElement, wide = root.clientWidth;
const found = { scroll: root.scrollWidth, client: wide, height: root.scrollHeight, cut: [], overlaps: [], texts: 0 };

const said = (one) => `${one.tagName} ${(one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60)}`;
const style = (one) => view.getComputedStyle(one);
const across = (p, q) => Math.min(p.right, q.right) - Math.max(p.left, q.left);
const down = (p, q) => Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);

// What may be wider than the screen lies in a box that scrolls.
const scrolls = (one) => {
  const box = one.closest(".scroll");
  return box !== null && style(box).overflowX !== "visible";
};

for (const one of page.querySelectorAll("body *")) {
  if (one.closest("svg") && one.tagName !== "svg") continue;
  const box = one.getBoundingClientRect();
  if (!scrolls(one) && (box.right > wide + 1 || box.left < -1)) found.cut.push(said(one));
  const inside = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && style(one).display !== "inline";
  if (inside && !one.classList.contains("scroll")) found.cut.push(`inside ${said(one)}`);
}

// Blocks of text and drawings, each against those that stand near it in the page.
const NEAR = 60;
const blocks = [...page.querySelectorAll("h1,h2,h3,h4,p,li,dt,dd,th,td,figcaption,svg,pre")]
  .filter((one) => !one.querySelector("p,li,dt,dd,td,th,pre,svg"))
  .map((one) => [one, one.getBoundingClientRect()]);
blocks.forEach(([a, p], place) => {
  for (const [b, q] of blocks.slice(place + 1, place + NEAR)) {
    const apart = a.contains(b) || b.contains(a);
    if (!apart && across(p, q) > 1 && down(p, q) > 1) found.overlaps.push(`${said(a)} | ${said(b)}`);
  }
});

// Texts of drawings: none beyond the edge, none on another one.
for (const svg of page.querySelectorAll("svg")) {
  const name = svg.closest("figure").id, edge = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((one) => [one, one.getBoundingClientRect()]);
  found.texts += texts.length;
  texts.forEach(([a, p], place) => {
    const beyond = p.left < edge.left - 1 || p.right > edge.right + 1 || p.top < edge.top - 1 || p.bottom > edge.bottom + 1;
    if (beyond) found.cut.push(`${name}: ${said(a)}`);
    for (const [b, q] of texts.slice(place + 1)) {
      const much = down(p, q) > 0.45 * Math.min(p.height, q.height);
      if (across(p, q) > 1.5 && much) found.overlaps.push(`${name}: ${said(a)} | ${said(b)}`);
    }
  });
}

const out = document.createElement("pre");
out.id = "found";
out.textContent = JSON.stringify(found);
document.body.append(out);
