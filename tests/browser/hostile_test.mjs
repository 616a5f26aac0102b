// What an attacker writes into an article or an address stays text.
import assert from "node:assert/strict";
import { at_desk, everyone } from "./habits.mjs";

const addresses = [
  "/search?q=testreader",
  "/search?q=testreader&view=timeline",
  "/search?q=testreader&view=map",
  "/article?id=hostile-1&q=testreader",
  `/article?id=${encodeURIComponent("hostile-2\"><script>document.title='owned'</script>")}`,
  `/search?q=${encodeURIComponent("<script>document.title='owned'</script>")}`,
  `/search?q=testreader&source=${encodeURIComponent("\"><script>document.title='owned'</script>")}`,
  "/search?q=testreader%00&region=%E2%80%AE%00",
  `/search?from=${encodeURIComponent("\"><img src=x onerror=document.title='owned'>")}`,
  `/${encodeURIComponent("<script>document.title='owned'</script>")}`,
];

export const cases = everyone("markup, quotes and marks of direction in articles and addresses stay text", async (site, page) => {
  for (const address of addresses) {
    await page.goto(address);
    assert.notEqual(await page.title(), "owned");
    const strange = await page.locator("main img, main iframe, main b:not(.suggestion b), main i, main svg[onload]").count();
    assert.equal(strange, 0, address);
    assert.equal(await page.locator("a[href^='javascript:' i]").count(), 0, address);
    assert.equal(await page.locator("main").count(), 1, address);
  }
  await page.goto("/search?q=testreader");
  assert.match(await page.locator("main").innerText(), /<script>document\.title='owned'<\/script>/);
  // A text that turns its own direction and never ends that does not turn the page around it.
  const order = await page.locator(".hit").first().locator(".meta").evaluate((line) =>
    [...line.children].map((part) => part.getBoundingClientRect().left));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
}, at_desk);
