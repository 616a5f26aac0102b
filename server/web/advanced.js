// The advanced form writes the query while it is filled in, and knows the values of its fields.
import { Combobox } from "./combobox.js";
import { facet_values } from "./suggest.js";

let running = null;
let timer = 0;

async function write(form) {
  running?.abort();
  const request = running = new AbortController();
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  try {
    const answer = await fetch(`/advanced?${new URLSearchParams(given)}`, { signal: request.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const written = page.querySelector("#written");
    if (written && !request.signal.aborted) form.querySelector("#written").replaceChildren(...written.childNodes);
  } catch {
    // The button does the same.
  }
}

const write_soon = (form) => {
  clearTimeout(timer);
  timer = setTimeout(() => write(form), 250);
};

// The last of the values, which is being typed.
const last_of = (text) => text.slice(text.lastIndexOf(",") + 1).trim();

function suggest_values(input) {
  const find = async (text, signal) => {
    const last = last_of(text);
    return last === "" ? [] : facet_values(input.dataset.values, new URLSearchParams({ prefix: last }), signal);
  };
  new Combobox(input, `Values of ${input.dataset.values}`, find, (option) => {
    const before = input.value.slice(0, input.value.lastIndexOf(",") + 1);
    input.value = `${before}${before ? " " : ""}${option.id}`;
    write_soon(input.form);
  });
}

export function start_advanced() {
  const form = document.querySelector("form.advanced");
  if (!form) return;
  form.addEventListener("input", () => write_soon(form));
  form.querySelectorAll("input[data-values]").forEach(suggest_values);
}
