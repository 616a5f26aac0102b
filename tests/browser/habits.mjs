// Who comes to the pages, and what all of them do.
import assert from "node:assert/strict";

export const people = [
  { size: "desktop", script: true },
  { size: "desktop", script: false },
  { size: "phone", script: true },
  { size: "phone", script: false },
];

// The case once for each kind of person; `who` are all, unless the size of the window is all one.
// Those who differ most, for what hardly depends on who one is.
export const far_apart = [people[0], people[3]];
export const at_desk = people.filter(({ size }) => size === "desktop");
export function everyone(name, act, who = people) {
  return Object.fromEntries(who.map((person) => [
    `${name} (${person.size}${person.script ? "" : ", without scripts"})`,
    (site) => site.person(person, (page) => act(site, page, person)),
  ]));
}

export async function number_of_hits(page) {
  const shown = await page.locator("#total .total").innerText();
  return Number(shown.replaceAll(",", ""));
}

// Nothing on the page reaches beyond its right edge.
export async function assert_fits(page) {
  const [content, window] = await page.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  const beyond = content <= window ? [] : await page.evaluate((edge) =>
    [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > edge + 1)
      .map((e) => e.outerHTML.slice(0, 120)).slice(0, 3), window);
  assert.ok(content <= window, `the page is ${content} wide in a window of ${window}: ${beyond.join(" | ")}`);
}

// Waits until a filter is in use whose chip has that text.
export async function chips(page, text) {
  await page.locator(".chips .chip", { hasText: text }).first().waitFor();
}

// On a phone the filters are a drawer.
export async function open_filters(page, person) {
  if (person.size !== "phone" || await page.locator(".filters").isVisible()) return;
  await page.locator(".to-filters").click();
  await page.locator(".filters").waitFor();
}

export async function close_filters(page, person) {
  if (person.size === "phone" && await page.locator(".filters").isVisible()) await page.locator(".close").click();
}
