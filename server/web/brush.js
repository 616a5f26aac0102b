// Drawing across the bars of dates narrows the search to them.
import { go } from "./pages.js";

const least_px = 6; // less is a click on one bar

let brush = null; // {svg, from}: where it began, in pixels of the page

const bars_between = (svg, a, b) => [...svg.querySelectorAll("a[data-id]")].filter((bar) => {
  const { left, right } = bar.querySelector(".reach").getBoundingClientRect();
  return right > Math.min(a, b) && left < Math.max(a, b);
});

function on_down(event) {
  const svg = event.target.closest?.(".histogram svg");
  if (svg && event.button === 0) brush = { svg, from: event.clientX };
}

function on_move(event) {
  if (!brush) return;
  const inside = bars_between(brush.svg, brush.from, event.clientX);
  const drawn = Math.abs(event.clientX - brush.from) >= least_px;
  for (const bar of brush.svg.querySelectorAll("a[data-id]"))
    bar.classList.toggle("brushed", drawn && inside.includes(bar));
}

function on_up(event) {
  if (!brush) return;
  const { svg, from } = brush;
  brush = null;
  svg.querySelectorAll(".brushed").forEach((bar) => bar.classList.remove("brushed"));
  if (Math.abs(event.clientX - from) < least_px) return;
  // The click that ends it, where one comes, is none on a bar.
  const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
  const inside = bars_between(svg, from, event.clientX);
  if (inside.length === 0) return;
  const url = new URL(location);
  url.pathname = "/search";
  url.searchParams.set("from", inside[0].dataset.id);
  url.searchParams.set("to", inside.at(-1).dataset.id);
  url.searchParams.delete("offset");
  url.searchParams.delete("cursor");
  url.searchParams.delete("page");
  go(url, { scroll: Math.min(scrollY, 120) });
}

export function start_brush() {
  document.addEventListener("pointerdown", on_down);
  document.addEventListener("pointermove", on_move);
  document.addEventListener("pointerup", on_up);
  document.addEventListener("pointercancel", () => { brush = null; });
  // A bar is a link: the browser would drag it away.
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".histogram")) event.preventDefault(); });
}
