// The keyboard: / j k o n p ?
import { set_drawer } from "./pages.js";

const keys = [
  ["/", "to the search box"],
  ["j", "next article"],
  ["k", "previous article"],
  ["o", "open it"],
  ["n", "next page"],
  ["p", "previous page"],
  ["Esc", "close what is open"],
  ["?", "this list"],
];

const hits = () => [...document.querySelectorAll(".hit")];

function step(by) {
  const all = hits();
  if (all.length === 0) return;
  const at = all.findIndex((hit) => hit.classList.contains("at"));
  const to = Math.min(Math.max(at + by, 0), all.length - 1);
  all[at]?.classList.remove("at");
  all[to].classList.add("at");
  all[to].querySelector("h2 a").focus({ preventScroll: true });
  all[to].scrollIntoView({ block: "nearest" });
}

function list_of_keys() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = document.createElement("dl");
  for (const [key, meaning] of keys) {
    const name = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    name.append(cap);
    const what = document.createElement("dd");
    what.textContent = meaning;
    list.append(name, what);
  }
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const actions = {
  "/": () => { const box = document.querySelector("#q"); box.focus(); box.select(); },
  j: () => step(1),
  k: () => step(-1),
  o: () => document.querySelector(".hit.at h2 a")?.click(),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
  "?": list_of_keys,
  Escape: () => document.documentElement.classList.contains("drawer") && set_drawer(false),
};

export function start_keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input, textarea, select");
    if (typing && event.key === "Escape") typing.blur();
    if (typing || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
}
