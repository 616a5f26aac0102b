// The server under test and a browser before it. Every page of a person is watched: nothing may be
// asked of another host, and nothing may be refused or fail on the way.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const sizes = {
  desktop: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

const browser_flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function start_server(program, index, options = []) {
  const server = spawn(program, ["--db", index, "--listen", "127.0.0.1:0", ...options],
                       { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((found, failed) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (match) found(match[0]);
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { server, address };
}

export class Site {
  static async start(program, out) {
    const site = new Site();
    site.out = out;
    site.program = program;
    Object.assign(site, await start_server(program, `${out}/index`));
    site.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: browser_flags, chromiumSandbox: false,
    });
    return site;
  }

  async stop() {
    await this.browser.close();
    this.server.removeAllListeners("exit");
    const ended = new Promise((done) => this.server.on("exit", done));
    this.server.kill("SIGTERM");
    const code = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  }

  // Does `what` as a person with a new browser profile; what went wrong unseen fails it.
  async person({ size = "desktop", script = true, ...more }, what) {
    const context = await this.browser.newContext({
      ...sizes[size], javaScriptEnabled: script, baseURL: this.address, locale: "en-GB", ...more,
    });
    context.setDefaultTimeout(10_000);
    const faults = [];
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.address && protocol !== "data:") faults.push(`asked for ${request.url()}`);
    });
    context.on("console", (message) => {
      // A page that answers 400 or 404 on purpose is logged too.
      if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
    });
    context.on("weberror", (error) => faults.push(String(error.error())));
    context.on("response", (response) => {
      if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
    });
    try {
      const page = await context.newPage();
      await what(page);
    } finally {
      await context.close();
    }
    if (faults.length) throw new Error(faults.join("\n"));
  }

  screenshot(page, name, options = {}) {
    return page.screenshot({ path: `${this.out}/${name}.png`, ...options });
  }
}

// What axe finds that keeps people out, in words; empty: nothing.
// Colours alone, where all else is the same as on a page that was looked at.
export async function faults_for_people(page, colours_alone = false) {
  // Through the debugger: the page's own policy lets no such script in.
  await page.evaluate(axe);
  const rules = colours_alone
    ? ["color-contrast"]
    : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // What passes need not be described, and no style is fetched again.
  const found = await page.evaluate(
    (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false }), rules);
  return found.violations
    .filter((fault) => ["serious", "critical", "moderate"].includes(fault.impact))
    .map((fault) => `${fault.id}: ${fault.help}: ${fault.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}
