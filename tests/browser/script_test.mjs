// What only scripts can do: answering as one types, keys, changing in place.
import assert from "node:assert/strict";
import { chips, number_of_hits } from "./habits.mjs";

const at_desk = (act) => (site) => site.person({}, (page) => act(page, site));

export const cases = {
  "names are suggested as one types, and taken with the arrow keys": at_desk(async (page) => {
    await page.goto("/");
    await page.locator("#q").pressSequentially("хезб");
    const option = page.getByRole("option").filter({ hasText: "Hezbollah" }).first();
    await option.waitFor();
    const box = page.locator("#q");
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await box.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
    await box.press("Enter");
    await page.waitForURL(/q=actor/);
    assert.match(await box.inputValue(), /^actor:/);
    assert.equal(await box.getAttribute("aria-expanded"), "false");
    assert.ok(await number_of_hits(page) > 0);
  }),

  "Escape closes the suggestions, and Enter then searches for what was typed": at_desk(async (page) => {
    await page.goto("/");
    await page.locator("#q").pressSequentially("kyi");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("option").count(), 0);
    assert.equal(await page.locator("#q").inputValue(), "kyi");
    await page.keyboard.type("v");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=kyiv/);
    assert.equal(await page.locator("#q").inputValue(), "kyiv");
  }),

  "a headline among the suggestions opens its article": at_desk(async (page) => {
    await page.goto("/");
    await page.locator("#q").pressSequentially("grain convoy");
    await page.getByRole("option").filter({ hasText: "Grain convoy" }).first().click();
    await page.waitForURL(/\/article\?/);
  }),

  "filters change the page in place: what is typed and closed stays so, and the new count is told": at_desk(async (page) => {
    await page.goto("/search?q=*");
    await page.evaluate(() => { window.same_page = true; });
    await page.locator(".facet[data-field=actor] summary").click();
    await page.locator(".facet[data-field=event] .pick").first().click();
    await chips(page, "");
    assert.ok(await page.evaluate(() => window.same_page));
    assert.equal(await page.locator(".facet[data-field=actor]").getAttribute("open"), null);
    assert.match(await page.locator("#said").textContent(), /^\d+ articles?$/);
    const focused = await page.evaluate(() => document.activeElement.className);
    assert.match(focused, /pick/);
    assert.equal(await page.title(), "Sitrep");
  }),

  "keys lead through the list": at_desk(async (page) => {
    await page.goto("/search?q=attack");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("j");
    assert.ok(await page.locator(".hit").nth(1).evaluate((hit) => hit.classList.contains("at")));
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("dialog").count(), 0);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("j");
    assert.equal(await page.locator("#q").inputValue(), "j");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    const title = await page.locator(".hit").nth(1).locator("h2").innerText();
    await page.keyboard.press("o");
    await page.waitForURL(/\/article\?/);
    assert.equal(await page.locator("h1").innerText(), title);
  }),

  "dark or light is chosen once for all pages": at_desk(async (page) => {
    await page.goto("/");
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Dark" }).click();
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.goto("/search?q=kyiv");
    assert.equal(await ground(), dark);
  }),

  "going back leads to where one was on the page": at_desk(async (page) => {
    await page.goto("/search?q=*");
    await page.evaluate(() => scrollTo(0, 900));
    await page.locator("a[rel=next]").click();
    await page.waitForFunction(() => location.search.includes("cursor"));
    await page.waitForFunction(() => scrollY === 0);
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes("cursor") && scrollY > 600);
  }),

  "the map can be looked at from nearer": at_desk(async (page) => {
    await page.goto("/search?q=*&view=map");
    const width = () => page.locator(".map svg").evaluate((svg) => svg.viewBox.baseVal.width);
    const before = await width();
    await page.getByRole("button", { name: "Nearer" }).click();
    assert.ok(await width() < before);
    await page.getByRole("button", { name: "The whole world" }).click();
    assert.equal(await width(), 3600);
  }),
};
