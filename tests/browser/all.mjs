// node all.mjs SERVER OUT: runs every *_test.mjs beside it.
import { after, describe, test } from "node:test";
import { readdirSync } from "node:fs";
import { Site } from "./site.mjs";

const [program, out] = process.argv.slice(2);
const site = await Site.start(program, out);
after(() => site.stop());

const only = process.env.ONLY ?? "";
const here = new URL(".", import.meta.url);
const files = readdirSync(here).filter((name) => name.endsWith("_test.mjs")).sort();
const modules = await Promise.all(files.map((name) => import(new URL(name, here))));
describe("the pages", { concurrency: 3 }, () => {
  for (const { cases } of modules)
    for (const [name, act] of Object.entries(cases))
      if (name.includes(only)) test(name, { timeout: 120_000 }, () => act(site));
});
