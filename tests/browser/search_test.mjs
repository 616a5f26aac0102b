// Searching, with scripts and without, on a desk and on a phone.
import assert from "node:assert/strict";
import { at_desk, everyone, far_apart, number_of_hits } from "./habits.mjs";

async function search(page, query) {
  await page.locator("#q").fill(query);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?/);
}

export const cases = {
  ...everyone("a search finds articles, an article opens, and back leads to the same list", async (site, page) => {
    await page.goto("/");
    await search(page, "drone kyiv");
    const hits = await number_of_hits(page);
    assert.ok(hits >= 2, `${hits} hits`);
    const title = page.locator(".hit h2 a").first();
    const text = await title.innerText();
    await title.click();
    await page.waitForURL(/\/article\?/);
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), text);
    assert.ok(await page.locator(".text mark").count() > 0, "the words of the query are marked");
    await page.goBack();
    assert.equal(await number_of_hits(page), hits);
    assert.equal(await page.locator("#q").inputValue(), "drone kyiv");
  }),

  ...everyone("a typing error is put right by one click", async (site, page) => {
    await page.goto("/search?q=hezbolah+ceasfire");
    await page.locator(".suggestion a").click();
    await page.waitForFunction(() => document.querySelector("#q").value === "hezbollah ceasefire");
    await page.locator(".hit").first().waitFor();
  }),

  ...everyone("the address of a search with filters is the search", async (site, page) => {
    await page.goto("/search?q=ceasefire&actor=hezbollah&from=2024");
    const hits = await number_of_hits(page);
    const titles = await page.locator(".hit h2").allInnerTexts();
    await page.goto("about:blank");
    await page.goto("/search?q=ceasefire&actor=hezbollah&from=2024");
    assert.equal(await number_of_hits(page), hits);
    assert.deepEqual(await page.locator(".hit h2").allInnerTexts(), titles);
    assert.equal(await page.locator(".chips .chip").count(), 2);
  }, at_desk),

  ...everyone("an error is shown where it is in the query, and the query stays in the box", async (site, page) => {
    await page.goto("/search?q=drone+regoin:ukraine");
    assert.equal(await page.locator("mark.wrong").first().innerText(), "regoin:");
    assert.equal(await page.locator("#q").inputValue(), "drone regoin:ukraine");
  }, far_apart),
};
