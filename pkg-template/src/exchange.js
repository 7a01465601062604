// One HTTP exchange through the platform's fetch, or the caller's own.

const HTTP_DATE =
  /^\w+,? (?:(\d\d)[ -](\w{3})[ -](\d\d|\d{4}) ([\d:]{8}) GMT|(\w{3}) ([ \d]\d) ([\d:]{8}) (\d{4}))$/;

/**
 * What an answer says, or nothing where it is none. A caller's own fetch need not give the
 * platform's Response.
 */
export async function answerOf(answer) {
  const response = await answer;
  if (typeof response?.text !== "function") return undefined;
  const { status } = response;
  const [contentType = "", retryAfter, date] = headersOf(response);
  const text = await response.text();
  const isAnswer = typeof text === "string" && status >= 0 && status <= 999;
  if (!isAnswer || typeof status !== "number") return undefined;
  const clock = dateOf(date);
  return { status, text: `${contentType}\0${text}`, retryAfter: pauseOf(retryAfter, clock), clock };
}

function headersOf({ headers }) {
  try {
    return ["content-type", "retry-after", "date"].map((name) => headers.get(name) ?? undefined);
  } catch {
    // They say more about an answer, and are not needed to read it.
    return [];
  }
}

/** `Retry-After`, seconds or a date, in milliseconds. The server's own clock decides, if it is told. */
function pauseOf(text, clock) {
  if (!text) return Number.NaN;
  if (/^\d+$/.test(text)) return text * 1000;
  return Math.max(0, dateOf(text) - (Number.isNaN(clock) ? Date.now() : clock));
}

/**
 * A date of HTTP, in any of its three forms, in milliseconds since 1970; NaN for anything else, of
 * which `Date.parse` would make some date. The form of C's asctime names no time zone, and means GMT.
 */
function dateOf(text) {
  const [, ...parts] = (text && HTTP_DATE.exec(text)) || [];
  if (parts.length === 0) return Number.NaN;
  const [day, month, year, time] = parts[0] ? parts : [parts[5], parts[4], parts[7], parts[6]];
  return Date.parse(`${day} ${month} ${fullYear(year)} ${time} GMT`);
}

/** Of two digits: the year of that end which is not more than 50 years ahead. */
function fullYear(year) {
  if (year?.length !== 2) return year;
  const latest = new Date().getFullYear() + 50;
  return latest - ((latest - year) % 100);
}
