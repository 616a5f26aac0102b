// What is being typed, guessed: names and headlines in the search box, values in the filters.
import { Combobox } from "./combobox.js";
import { go } from "./pages.js";

async function json(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function names_and_headlines(text, signal) {
  const found = await json(`/api/v1/suggest?${new URLSearchParams({ q: text })}`, signal);
  const names = found.names.map((name) => ({
    label: name.name, note: `${name.type ?? name.field} · ${name.count}`, query: name.query, typed: text.length,
  }));
  const headlines = found.titles.map((title) => ({
    label: title.title, note: title.published?.slice(0, 10) ?? "", article: title.id,
  }));
  return [...names, ...headlines];
}

function start_search_box() {
  const box = document.querySelector("#q");
  new Combobox(box, "Suggestions", names_and_headlines, (option) => {
    if (option.article) {
      location.assign(`/article?${new URLSearchParams({ id: option.article })}`);
      return;
    }
    box.value = `${option.query} ${box.value.slice(option.typed).trimStart()}`;
    box.form.requestSubmit();
  });
}

// The first values of a facet that a prefix and a search stand for, as options.
export async function facet_values(field, parameters, signal) {
  const found = await json(`/api/v1/facets/${field}?${parameters}`, signal);
  return found.values.slice(0, 12).map((value) => ({ label: value.name, note: String(value.count), id: value.id }));
}

// The search at hand, as parameters of the address.
function search_at_hand() {
  const parameters = new URLSearchParams(location.search);
  for (const name of ["offset", "page", "cursor", "view"]) parameters.delete(name);
  return parameters;
}

function start_facet_box(input) {
  const field = input.dataset.facet;
  const find = (text, signal) => {
    const asked = search_at_hand();
    asked.set("prefix", text);
    return facet_values(field, asked, signal);
  };
  new Combobox(input, `Values of ${field}`, find, (option) => {
    const parameters = new URLSearchParams(location.search);
    for (const name of ["offset", "page", "cursor"]) parameters.delete(name);
    parameters.append(field, option.id);
    input.value = "";
    go(`/search?${parameters}`);
  });
}

export function start_suggestions() {
  start_search_box();
  const start_facets = () => document.querySelectorAll("input[data-facet]").forEach(start_facet_box);
  start_facets();
  document.addEventListener("sitrep:page", start_facets);
}
