// What the pages look like, kept as pictures; and what axe has to say.
import assert from "node:assert/strict";
import { faults_for_people } from "./site.mjs";
import { assert_fits } from "./habits.mjs";

const pages = {
  start: "/",
  results: "/search?q=drone+OR+strike&region=ukraine&exclude.event=explosion",
  map: "/search?q=drone+OR+strike&view=map",
  timeline: "/search?q=ceasefire&view=timeline",
  arabic: "/search?q=%D9%86%D8%B5%D8%B1+%D8%A7%D9%84%D9%84%D9%87",
  typo: "/search?q=hezbolah+ceasfire",
  saved: "/subscriptions",
  nothing: "/search?q=drone+zzyzx&actor=hezbollah&from=1990&to=1991",
  article: "/article?id=copy-1&q=convoy",
  advanced: "/advanced?all=drone&phrase=air+defence&region=ukraine,+UA-63&from=2025-13",
  help: "/help",
  error: "/search?q=drone+regoin:ukraine",
};
// Colours are named once: these pages show them all.
const in_the_dark = ["results", "map", "article", "error"];
const looks = [
  { name: "desktop", size: "desktop", colorScheme: "light" },
  { name: "desktop-dark", size: "desktop", colorScheme: "dark" },
  { name: "phone", size: "phone", colorScheme: "light" },
  { name: "phone-dark", size: "phone", colorScheme: "dark" },
];

export const cases = Object.fromEntries(looks.map((look) => [
  `every page is fit to be seen and read by all: ${look.name}`,
  (site) => site.person({ size: look.size, colorScheme: look.colorScheme }, async (page) => {
    const faults = [];
    for (const [name, address] of Object.entries(pages)) {
      if (look.colorScheme === "dark" && !in_the_dark.includes(name)) continue;
      await page.goto(address);
      await site.screenshot(page, `${name}-${look.name}`, { fullPage: look.size === "desktop" });
      await assert_fits(page);
      for (const fault of await faults_for_people(page, look.colorScheme === "dark")) faults.push(`${name}: ${fault}`);
    }
    assert.ok(faults.length === 0, faults.join("\n"));
  }),
]));
