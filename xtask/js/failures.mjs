// A reporter for `node --test` that prints what failed or was skipped, and the counts: nothing else
// of a thousand tests is read by anybody.
import { inspect } from "node:util";

export default async function* failures(events) {
  for await (const { type, data } of events) {
    if (type === "test:fail" && !isWrapper(data)) yield failed(data);
    if (type === "test:pass" && data.skip !== undefined)
      yield `SKIPPED ${data.name} (${place(data)})\n`;
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type === "test:diagnostic" && data.nesting === 0) yield `# ${data.message}\n`;
  }
}

/** A suite or a file fails because of what is in it, which is printed for itself. */
const isWrapper = ({ details }) => details.error?.failureType === "subtestsFailed";

function failed({ name, details, ...data }) {
  const { error } = details;
  return `FAILED ${name} (${place(data)})\n${inspect(error?.cause ?? error)}\n\n`;
}

const place = ({ file, line }) => (file ? `${file}:${line}` : "no file");
