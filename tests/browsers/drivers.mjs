// The browsers: each started afresh, with a profile that is removed with it.
//
// Chromium is driven by Playwright; Debian's Firefox by Puppeteer, through WebDriver BiDi, since
// Playwright wants a Firefox of its own.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What a browser would like to do on its own has no place in a test. */
const CHROMIUM_FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

export const chromium = {
  name: "Chromium",
  async start(flags = []) {
    const { chromium } = drivers("playwright-core");
    const browser = await chromium.launch({
      executablePath: fromEnvironment("CHROMIUM"),
      args: [...CHROMIUM_FLAGS, ...flags],
      // Its sandbox refuses to work for root.
      chromiumSandbox: process.getuid?.() !== 0,
    });
    return {
      version: `Chromium ${browser.version()}`,
      /** `options` are those of a Playwright page. */
      openTab: async (options) => new Tab(await browser.newPage(options)),
      stop: () => browser.close(),
    };
  },
};

export const firefox = {
  name: "Firefox",
  async start() {
    const puppeteer = drivers("puppeteer-core");
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: fromEnvironment("FIREFOX"),
      headless: true,
    });
    return {
      version: (await browser.version()).replace("firefox/", "Firefox "),
      openTab: async () => new Tab(await (await browser.createBrowserContext()).newPage()),
      stop: () => browser.close(),
    };
  },
};

/** One tab, with what its page complains about. */
class Tab {
  /** Uncaught errors, and what the console got as an error or a warning. */
  complaints = [];
  /** The driver's own page, for what has to be done by hand and eye. */
  page;

  constructor(page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(`uncaught: ${error.message ?? error}`));
    page.on("console", (message) => {
      const type = message.type();
      if (/^(error|warn)/.test(type)) this.complaints.push(`${type}: ${message.text()}`);
    });
  }

  async open(url) {
    await this.page.goto(url, { waitUntil: "load" });
  }

  /** Runs a function in the page; what goes in and comes out has to be JSON. */
  run(inPage, argument) {
    return this.page.evaluate(inPage, argument);
  }

  /** Waits until a function of the page gives something else than `undefined`. */
  async until(inPage, milliseconds = 20_000) {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const found = await this.run(inPage);
      if (found !== undefined && found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`nothing happened in the page; it says: ${this.complaints.join("\n")}`);
  }

  close() {
    return this.page.close();
  }
}

/** From where this folder's package-lock.json has been installed. */
export function drivers(name) {
  return createRequire(join(fromEnvironment("BROWSER_DRIVERS"), "package.json"))(name);
}

function fromEnvironment(name) {
  const { [name]: file } = process.env;
  if (file && existsSync(file)) return file;
  throw new Error(
    `${name} is not set: run these tests with \`cargo xtask test browsers bundlers\``,
  );
}
