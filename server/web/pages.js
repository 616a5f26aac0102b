// Searches change the page in place: links and forms of a search page are fetched as they stand, and
// what they answer is put in. The address, the title, back and forward are those of whole pages.

const paths = ["/", "/search"];
const is_search = (url) => url.origin === location.origin && paths.includes(url.pathname);

let running = null; // the request under way

// Shows the search at `url`. Whatever goes wrong, the browser goes there itself.
export async function go(url, { push = true, scroll = 0 } = {}) {
  running?.abort();
  const request = running = new AbortController();
  document.documentElement.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: request.signal });
    if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("no page");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (request.signal.aborted) return;
    if (push) {
      remember_scroll();
      history.pushState({ scroll }, "", url);
    }
    put_in(page);
    scrollTo(0, scroll);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  } finally {
    if (running === request) document.documentElement.classList.remove("busy");
  }
}

function put_in(page) {
  const kept = { focus: key_of(document.activeElement), ...look_of_filters() };
  document.title = page.title;
  const form = document.querySelector(".ask");
  form.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  form.querySelector(".box").after(...page.querySelectorAll(".ask input[type=hidden]"));
  const box = form.querySelector("#q");
  const asked = page.querySelector("#q").value;
  if (box.value.trim() !== asked.trim()) box.value = asked;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  restore(kept);
  say(document.querySelector("#total")?.textContent ?? document.querySelector("h1")?.textContent ?? "");
  document.dispatchEvent(new Event("sitrep:page"));
}

// ---- what stays as it is

function look_of_filters() {
  const closed = [...document.querySelectorAll("details.facet:not([open])")].map((d) => d.dataset.field);
  return { closed, top: document.querySelector(".filters")?.scrollTop ?? 0 };
}

// A link or box of the page by what it is called, since it is another after each search.
function key_of(element) {
  if (!element?.closest("main")) return null;
  const name = element.querySelector(".name") ?? element;
  return JSON.stringify([element.closest("[data-field]")?.dataset.field, element.className, element.name,
                         element.getAttribute("aria-label") ?? name.textContent.trim()]);
}

function restore({ focus, closed, top }) {
  for (const panel of document.querySelectorAll("details.facet"))
    if (closed.includes(panel.dataset.field)) panel.open = false;
  const filters = document.querySelector(".filters");
  if (filters) filters.scrollTop = top;
  if (!focus) return;
  const same = [...document.querySelectorAll("main a, main button, main input")]
    .find((element) => key_of(element) === focus);
  (same ?? document.querySelector("main")).focus({ preventScroll: true });
}

// Told to those who do not see the page change.
function say(text) {
  let place = document.querySelector("#said");
  if (!place) {
    place = document.createElement("p");
    place.id = "said";
    place.className = "unseen";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text.trim();
}

// ---- where one was

function remember_scroll() {
  history.replaceState({ scroll: scrollY }, "");
}

// ---- links and forms

function on_click(event) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const link = event.target.closest("a[href]");
  if (!link) return;
  if (link.matches(".to-filters, .close")) {
    event.preventDefault();
    set_drawer(link.matches(".to-filters"));
    return;
  }
  const url = new URL(link.getAttribute("href"), location); // of a link in a drawing, too
  if (!link.closest("main") || !is_search(url)) return;
  event.preventDefault();
  url.hash = "";
  // Near to where one is, as far as that is still there.
  go(url, { scroll: link.closest(".filters, .dates, .map") ? Math.min(scrollY, 120) : 0 });
}

export function set_drawer(open) {
  document.documentElement.classList.toggle("drawer", open);
  document.querySelector(".results")?.toggleAttribute("inert", open);
  document.querySelector(open ? ".filters .close" : ".to-filters")?.focus();
}

function on_submit(event) {
  const form = event.target;
  const url = new URL(form.action);
  if (form.method !== "get" || !is_search(url)) return;
  event.preventDefault();
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(given);
  go(url);
}

export function start_pages() {
  if (!is_search(new URL(location))) return;
  history.scrollRestoration = "manual";
  if (history.state?.scroll) scrollTo(0, history.state.scroll);
  document.addEventListener("click", on_click);
  document.addEventListener("submit", on_submit);
  addEventListener("pagehide", remember_scroll);
  addEventListener("popstate", (event) => {
    if (is_search(new URL(location))) go(location.href, { push: false, scroll: event.state?.scroll ?? 0 });
  });
  document.addEventListener("sitrep:page", () => {
    if (document.documentElement.classList.contains("drawer"))
      document.querySelector(".results")?.toggleAttribute("inert", true);
  });
}
