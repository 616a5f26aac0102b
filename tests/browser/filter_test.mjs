// Narrowing a result and widening it again.
import assert from "node:assert/strict";
import { chips, everyone, far_apart, number_of_hits, open_filters, close_filters, people } from "./habits.mjs";

const pick = (page, field, name) =>
  page.locator(`.facet[data-field=${field}] .pick`, { has: page.locator(`.name:text-is("${name}")`) });

async function pick_value(page, person, field, name) {
  await open_filters(page, person);
  await pick(page, field, name).click();
  await chips(page, name);
  await close_filters(page, person);
}

// Back, until so many filters are in use. Without scripts opening and closing the drawer are steps, too.
async function back_to(page, number) {
  const in_use = () => page.locator(".chips .chip").count();
  const before = await in_use();
  for (let step = 0; step < 4 && await in_use() === before; ++step) {
    await page.goBack();
    await page.waitForFunction((count) => document.querySelectorAll(".chips .chip").length === count, number,
                               { timeout: 1500 }).catch(() => {});
  }
  assert.equal(await in_use(), number);
}

export const cases = {
  ...everyone("two actors are either of them, and back takes away one at a time", async (site, page, person) => {
    await page.goto("/search?q=*");
    const all = await number_of_hits(page);
    await pick_value(page, person, "actor", "Israel");
    const one = await number_of_hits(page);
    await pick_value(page, person, "actor", "Russia");
    const two = await number_of_hits(page);
    assert.ok(one < two && two < all, `${one}, ${two}, ${all}`);
    assert.equal(new URL(page.url()).searchParams.getAll("actor").length, 2);
    await back_to(page, 1);
    assert.equal(await number_of_hits(page), one);
    await back_to(page, 0);
    assert.equal(await number_of_hits(page), all);
    if (person.size === "phone" && !person.script) return; // opening the drawer is a step forward there
    await page.goForward();
    await page.waitForFunction(() => document.querySelectorAll(".chips .chip").length === 1);
    assert.equal(await number_of_hits(page), one);
  }),

  ...everyone("a count is what one gets by picking it, and excluding leaves the rest", async (site, page, person) => {
    await page.goto("/search?q=*&collapse=none");
    const all = await number_of_hits(page);
    await open_filters(page, person);
    const value = page.locator(".facet[data-field=event] .value").nth(1);
    const name = await value.locator(".name").innerText();
    const count = Number(await value.locator(".count").innerText());
    await value.locator(".not").click();
    await chips(page, name);
    await close_filters(page, person);
    assert.equal(await number_of_hits(page), all - count);
    await page.locator(".chips .chip").click();
    await page.waitForFunction(() => document.querySelectorAll(".chips .chip").length === 0);
    await pick_value(page, person, "event", name);
    assert.equal(await number_of_hits(page), count);
  }),

  ...everyone("a value that the list does not show is found by name, in any script", async (site, page, person) => {
    await page.goto("/search?q=*");
    await open_filters(page, person);
    const box = page.locator(".facet[data-field=actor] .find input[name=actor][data-facet]");
    await box.fill("зеленськ");
    if (person.script) {
      await page.getByRole("option", { name: /Zelensky/ }).first().click();
    } else {
      await box.fill("зеленський");
      await box.press("Enter");
    }
    await chips(page, "Volodymyr Zelenskyy");
    await close_filters(page, person);
    assert.ok(await number_of_hits(page) > 0);
  }, far_apart),

  ...everyone("nothing found: a way out leads to what is found without a filter", async (site, page) => {
    await page.goto("/search?q=drone&actor=hezbollah&source=Sample+Desk&from=1990&to=1991");
    assert.equal(await number_of_hits(page), 0);
    const way = page.locator(".ways li").first();
    const promised = Number((await way.locator(".count").innerText()).split(" ")[0]);
    await way.locator("a").click();
    await page.waitForFunction(() => !document.querySelector(".ways"));
    assert.equal(await number_of_hits(page), promised);
  }, far_apart),

  ...everyone("copies are one hit, and all of them a link away", async (site, page) => {
    await page.goto("/search?q=convoy+grain");
    assert.equal(await number_of_hits(page), 1);
    assert.match(await page.locator(".copies").innerText(), /4 copies: 3 sources, 1 origin/);
    await page.locator(".copies").click();
    await page.waitForFunction(() => document.querySelectorAll(".hit").length === 4);
  }, far_apart),

  ...everyone("the map leads to a place, the timeline to days", async (site, page) => {
    await page.goto("/search?q=attack");
    await page.getByRole("link", { name: "Map" }).click();
    await page.waitForSelector(".map a.area");
    const land = await page.locator(".map .land").evaluate((use) => use.getBBox().width);
    assert.ok(land > 3000, `the land is ${land} wide`);
    const place = page.locator(".map a.area").first();
    const [, name, count] = /^(.*): ([0-9,]+)$/.exec(await place.getAttribute("aria-label"));
    await place.focus();
    await page.keyboard.press("Enter");
    await chips(page, name);
    assert.equal(await number_of_hits(page), Number(count));
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.waitForSelector(".day");
    const days = await page.locator(".day .date").allInnerTexts();
    assert.deepEqual(days, [...days].sort().reverse());
  }, far_apart),

  ...Object.fromEntries(people.filter(({ script }) => script).map(({ size }) => [
    `drawing across the bars narrows to their dates (${size})`,
    (site) => site.person({ size }, async (page) => {
      await page.goto("/search?q=*");
      const all = await number_of_hits(page);
      await page.evaluate(() => { window.same_page = true; });
      const box = await page.locator(".histogram svg").boundingBox();
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * .8, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * .9, y, { steps: 4 });
      await page.mouse.move(box.x + box.width * .97, y, { steps: 4 });
      await page.mouse.up();
      await page.waitForURL(/from=20\d\d&to=20\d\d/);
      await chips(page, "20");
      const some = await number_of_hits(page);
      assert.ok(some > 0 && some < all, `${some} of ${all}`);
      assert.ok(await page.evaluate(() => window.same_page), "the page was not loaded anew");
    }),
  ])),

  ...everyone("dates are typed, too", async (site, page) => {
    await page.goto("/search?q=*");
    const all = await number_of_hits(page);
    await page.locator(".period input[name=from]").fill("2024-06");
    await page.locator(".period input[name=to]").fill("2024-12");
    await page.locator(".period button").click();
    await chips(page, "2024-06 to 2024-12");
    const some = await number_of_hits(page);
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
  }, far_apart),
};
