// A page in Chromium, on another origin than the service's.

import { createHash, X509Certificate } from "node:crypto";
import { fileURLToPath } from "node:url";
import { chromium } from "../browsers/drivers.mjs";
import { openSite, PAGES } from "../browsers/site.mjs";
import { runMatrix } from "./matrix.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const FOLDERS = {
  "/package/": PAGES["/package/"],
  "/scenario/": at("."),
  "/": at("page"),
};

runMatrix("Chromium", async ({ certificate }) => {
  const site = await openSite({ folders: FOLDERS });
  const browser = await chromium.start([
    `--ignore-certificate-errors-spki-list=${fingerprint(certificate)}`,
    // Whatever name server there is has no part in it.
    "--host-resolver-rules=MAP *.invalid ~NOTFOUND",
  ]);
  const tab = await browser.openTab();
  await tab.open(site.url);
  await tab.until(() => typeof globalThis.run === "function" || undefined);
  return {
    run: (job) => tab.run((job) => globalThis.run(job), job),
    async stop() {
      await browser.stop();
      await site.close();
    },
  };
});

/** Of the public key, as Chromium wants it. */
function fingerprint(certificate) {
  const { publicKey } = new X509Certificate(certificate);
  const bytes = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(bytes).digest("base64");
}
