// One article: what was found in it, shown in its text; and the form that writes queries.
import assert from "node:assert/strict";
import { at_desk, everyone, number_of_hits } from "./habits.mjs";

export const cases = {
  ...everyone("an article shows what it is about in its own words", async (site, page) => {
    await page.goto("/article?id=copy-1&q=convoy");
    for (const kind of ["region", "actor", "when"])
      assert.ok(await page.locator(`.text .ev.${kind}`).count() > 0, kind);
    const place = page.locator(".text .ev.region").first();
    assert.match(await place.getAttribute("title"), /region: .*El Fasher/);
    const line = () => place.evaluate((e) => getComputedStyle(e).textDecorationLine);
    assert.equal(await line(), "underline");
    await page.locator("#show-region").uncheck();
    assert.equal(await line(), "none");
    assert.equal(await page.locator(".others").first().locator("li").count(), 3);
    // The words are those of the article, marks or not.
    const text = await page.locator(".text").innerText();
    assert.match(text, /^EL FASHER, March 5 \(Lamp Wire\) - A convoy of forty trucks with grain/);
    await page.locator(".evidence summary").click();
    const link = page.locator(".evidence dd a").first();
    const anchor = await link.getAttribute("href");
    await link.click();
    assert.ok(await page.locator(`${anchor}:target`).count() === 1, "the list leads to the place");
  }, at_desk),

  ...everyone("the advanced form writes the query", async (site, page, { script }) => {
    await page.goto("/advanced");
    await page.getByLabel("At least one of these words").fill("drone missile");
    await page.getByLabel("Where").fill("ukraine");
    await page.keyboard.press("Escape");
    if (script) {
      await page.locator("#written code", { hasText: "(drone OR missile) region:ukraine" }).waitFor();
    } else {
      await page.getByRole("button", { name: "Write the query" }).click();
      assert.equal(await page.locator("#written code").innerText(), "(drone OR missile) region:ukraine");
    }
    const promised = Number((await page.locator("#written a").innerText()).split(" ")[0]);
    await page.getByRole("button", { name: "Search", exact: true }).last().click();
    await page.waitForURL(/\/search\?q=/);
    assert.equal(await page.locator("#q").inputValue(), "(drone OR missile) region:ukraine");
    assert.equal(await number_of_hits(page), promised);
  }, at_desk),
};
