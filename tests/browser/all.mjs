// node all.mjs SERVER OUT: runs every *_test.mjs beside it.
import { after, test } from "node:test";
import { readdirSync } from "node:fs";
import { Site } from "./site.mjs";

const [program, out] = process.argv.slice(2);
const site = await Site.start(program, out);
after(() => site.stop());

const only = process.env.ONLY ?? "";
for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
  if (!file.endsWith("_test.mjs")) continue;
  const { cases } = await import(`./${file}`);
  for (const [name, act] of Object.entries(cases))
    if (name.includes(only)) test(name, { timeout: 60_000 }, () => act(site));
}
