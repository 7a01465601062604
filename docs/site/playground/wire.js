// What went over the wire: the address part by part, the UserSig shortened and explained, both bodies.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { inspectUserSig } from "room-engine-admin";

const MEANING = {
  sdkappid: "the application",
  identifier: "who calls: an App admin",
  usersig: "what proves that: signed with the key, which is never sent",
  random: "another number in each call",
  contenttype: "the form of the bodies",
};

export function Exchange({ exchange: { url, body, status, answer }, number, count }) {
  const { origin, pathname, searchParams } = new URL(url);
  const userSig = searchParams.get("usersig");
  return html`<section class="exchange">
    ${count > 1 ? html`<h4>Attempt ${number} of ${count}</h4>` : ""}
    <p class="line"><b>POST</b> <code>${origin}<wbr />${pathname}</code></p>
    <table>
      <tbody>
        ${[...searchParams].map(
          ([name, value]) =>
            html`<tr><th scope="row"><code>${name}</code></th>
              <td><code>${name === "usersig" ? shortened(value) : value}</code></td>
              <td>${MEANING[name] ?? ""}</td></tr>`,
        )}
      </tbody>
    </table>
    ${userSig ? html`<${UserSig} text=${userSig} />` : ""}
    <div class="columns">
      <div><h4>Body</h4><pre>${indented(body)}</pre></div>
      <div><h4>Answer, HTTP ${status}</h4><pre>${indented(answer)}</pre></div>
    </div>
  </section>`;
}

function UserSig({ text }) {
  const [claims, setClaims] = useState({});
  useEffect(() => {
    inspectUserSig(text).then(setClaims);
  }, [text]);
  const { identifier, sdkAppId, issuedAt, expiresAt } = claims;
  const parts = [
    ["identifier", identifier, "for whom it is"],
    ["sdkAppId", sdkAppId, "for which application"],
    ["issuedAt", issuedAt?.toISOString(), "when it was signed"],
    ["expiresAt", expiresAt?.toISOString(), "when it ends; the package makes a new one before"],
  ];
  return html`<details>
    <summary>What the UserSig says (${text.length} characters: JSON with an HMAC, zlib, base64)</summary>
    <table>
      <tbody>
        ${parts.map(
          ([name, value, meaning]) =>
            html`<tr><th scope="row">${name}</th><td><code>${value}</code></td><td>${meaning}</td></tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

export const shortened = (text) => `${text.slice(0, 12)}…${text.slice(-6)}`;

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
