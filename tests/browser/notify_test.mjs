// A search is saved, tells of what comes in, and is ended from its e-mail.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { faults_for_people, start_server } from "./site.mjs";

// As much SMTP as a mail needs; `arrived` is the first mail.
async function mail_server() {
  let tell;
  const arrived = new Promise((done) => { tell = done; });
  const server = createServer((socket) => {
    let text = "";
    let data = null;
    socket.write("220 test\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf("\r\n")) >= 0; text = text.slice(end + 2)) {
        const line = text.slice(0, end);
        if (data === null && line === "DATA") {
          data = "";
          socket.write("354 go on\r\n");
        } else if (data !== null && line !== ".") {
          data += `${line}\n`;
        } else {
          if (data !== null) tell(data);
          data = null;
          socket.write(line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
        }
      }
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, arrived, port: server.address().port };
}

function index(site, database, articles) {
  const run = spawnSync(`${site.out}/../indexer/sitrep-index`, ["--db", database, "--format", "jsonl", "-"],
                        { input: articles.map((article) => JSON.stringify(article)).join("\n") });
  assert.equal(run.status, 0, String(run.stderr));
}

export const cases = {
  "a saved search tells why by e-mail, and the e-mail ends it": async (site) => {
    const database = `${site.out}/notify`;
    index(site, database, [{ id: "old", title: "Bridge closed in Kherson", text: "A bridge in Kherson, Ukraine, was closed.", date: "2026-11-01" }]);
    const mails = await mail_server();
    const { server, address } = await start_server(site.program, database, [
      "--smtp", `smtp://127.0.0.1:${mails.port}`, "--mail-from", "sitrep@example.org"]);
    const mine = Object.assign(Object.create(site), { address });
    try {
      await mine.person({ script: false }, async (page) => {
        await page.goto("/search?q=bridge&region=ukraine");
        await page.getByRole("link", { name: "Notify me" }).click();
        assert.equal(await page.getByLabel("Query").inputValue(), "bridge region:ukraine");
        await page.getByLabel("Name").fill("Bridges");
        await page.getByLabel("Tell me of").selectOption("every");
        await page.getByLabel("By").selectOption("email");
        await page.getByLabel("Address").fill("desk@example.net");
        await page.getByRole("button", { name: "Save and notify me" }).click();
        await page.getByText("You will be told of what comes in from now on.").waitFor();

        index(site, database, [{ id: "new", title: "Bridge hit near Kherson", text: "Shells hit a bridge near Kherson, Ukraine.", date: "2026-11-02" }]);
        const mail = (await mails.arrived).replace(/=\n/g, "");
        assert.match(mail, /Subject: \[Bridges\] Bridge hit near Kherson/);
        assert.match(mail, /matched: bridge, region:ukraine/);
        await page.goto("/subscriptions");
        await page.getByRole("link", { name: "Bridges" }).click();
        await page.getByText("matched: bridge, region:ukraine").waitFor();

        await page.goto(/List-Unsubscribe: <([^>]+)>/.exec(mail)[1]);
        await page.getByRole("button", { name: "Stop them" }).click();
        await page.getByRole("heading", { name: "Done" }).waitFor();
        await page.goto("/subscriptions");
        await page.getByText("unsubscribed: the recipient").waitFor();
      });
      await mine.person({}, async (page) => {
        for (const path of ["/subscriptions", "/subscriptions/new?q=bridge"]) {
          await page.goto(path);
          assert.deepEqual(await faults_for_people(page), []);
        }
        await page.goto("/subscriptions");
        await page.getByRole("link", { name: "Bridges" }).click();
        assert.deepEqual(await faults_for_people(page), []);
        await site.screenshot(page, "subscription", { fullPage: true });
      });
    } finally {
      server.removeAllListeners("exit");
      server.kill("SIGTERM");
      mails.server.close();
    }
  },
};
