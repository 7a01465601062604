// How a gateway, a sign-in page or the service itself gives a UserSig back in its answer.

const json = (fields) => JSON.stringify({ ActionStatus: "FAIL", ErrorCode: 70_003, ...fields });
const hex = (text, prefix, digits) =>
  [...text].map((c) => prefix + c.charCodeAt(0).toString(16).padStart(digits, "0")).join("");
const starEncoded = (text) =>
  text.replace(/[*_-]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Each makes a body out of the URL that was asked for and the UserSig in it. */
export const BODIES = {
  "the URL in a page": ({ url }) => `<html><a href="${url}">here</a></html>`,
  "the URL percent-encoded in a page": ({ url }) =>
    `<a href="/login?to=${encodeURIComponent(url)}">`,
  "the UserSig at the start of a page": ({ userSig }) => userSig,
  "the UserSig where the page is cut": ({ userSig }) => `${" ".repeat(60)}${userSig}`,
  "the UserSig percent-encoded in a page": ({ userSig }) => `<b>${starEncoded(userSig)}</b>`,
  "the UserSig in ErrorInfo": ({ userSig }) => json({ ErrorInfo: `bad sig ${userSig}` }),
  "the UserSig percent-encoded in ErrorInfo": ({ userSig }) =>
    json({ ErrorInfo: `bad sig ${starEncoded(userSig)}` }),
  "every letter of the UserSig percent-encoded": ({ userSig }) =>
    json({ ErrorInfo: hex(userSig, "%", 2) }),
  "the UserSig with JSON's escapes": ({ userSig }) =>
    json({ ErrorInfo: "?" }).replace("?", hex(userSig, "\\u", 4)),
  "the UserSig in RequestId": ({ userSig }) => json({ RequestId: userSig }),
  "the UserSig in ActionStatus": ({ userSig }) => json({ ActionStatus: userSig }),
  "the UserSig as the name of a field": ({ userSig }) => json({ [userSig]: 1 }),
  "the UserSig as the ErrorCode": ({ userSig }) => json({ ErrorCode: userSig }),
  "the query in ErrorInfo": ({ url }) => json({ ErrorInfo: new URL(url).search }),
  "the UserSig in a cut reply": ({ userSig }) => json({ ErrorInfo: userSig }).slice(0, -5),
  "the UserSig in a known code's reply": ({ userSig }) =>
    json({ ErrorCode: 60_026, ErrorInfo: userSig, RequestId: `Id-${userSig}` }),
};

/** The same for headers. */
export const HEADERS = {
  "the URL in Location": ({ url }) => ({ location: url }),
  "the UserSig in Content-Type": ({ userSig }) => ({ "content-type": `text/${userSig}` }),
  "the query in Content-Type": ({ url }) => ({
    "content-type": `text/html;${new URL(url).search}`,
  }),
};
