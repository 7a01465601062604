// What everybody has done, for owners.

import { useEffect, useState } from "preact/hooks";
import { byId } from "./dom.js";
import { visible } from "./invisible.js";
import { Id, RequestId } from "./parts.jsx";
import { VirtualTable } from "./room/virtual.jsx";
import { currentSession } from "./session.js";
import { dateOf, maybeText, text } from "./texts.js";

export function startAudit() {
  byId("tab-audit").hidden = currentSession().role !== "owner";
}

export function Audit() {
  const [entries, setEntries] = useState([]);
  const [problem, setProblem] = useState(false);
  const read = async () => {
    try {
      const answer = await fetch("/api/audit");
      setProblem(!answer.ok);
      if (answer.ok) setEntries((await answer.json()).entries);
    } catch {
      setProblem(true);
    }
  };
  const { role } = currentSession();
  const readIfShown = () => {
    if (!byId("view-audit").hidden && currentSession().role === "owner") read();
  };
  useEffect(() => {
    window.addEventListener("hashchange", readIfShown);
    readIfShown();
    return () => window.removeEventListener("hashchange", readIfShown);
  }, [role]);
  return (
    <div class="card">
      <div class="actions">
        <button type="button" class="small quiet" onClick={read}>
          {text("refresh")}
        </button>
      </div>
      {problem && <p class="problem">{text("auditFailed")}</p>}
      {entries.length === 0 ? (
        <p class="note">{text("auditNothing")}</p>
      ) : (
        <VirtualTable
          label={text("changes")}
          items={entries}
          keyOf={({ at, requestId, operation, roomId }) =>
            [at, requestId, operation, roomId].join()
          }
          head={
            <tr>
              {["time", "operator", "what", "roomId", "members", "state"].map((name) => (
                <th key={name} scope="col">
                  {text(name)}
                </th>
              ))}
            </tr>
          }
        >
          {(entry) => <Cells {...entry} />}
        </VirtualTable>
      )}
    </div>
  );
}

function Cells({ at, operator, operation, roomId, members, outcome, code, requestId }) {
  return (
    <>
      <td>{dateOf(new Date(at))}</td>
      <th scope="row">{operator}</th>
      <td>{maybeText(`operation${operation}`) ?? operation}</td>
      <td>
        <Id value={roomId} />
      </td>
      <td>{members.map(visible).join(", ")}</td>
      <td class="state">
        <b>
          {outcome === "done"
            ? text("stateDone")
            : [maybeText(`kind${outcome[0].toUpperCase()}${outcome.slice(1)}`) ?? outcome, code]
                .filter(Boolean)
                .join(" ")}
        </b>
        <RequestId value={requestId} />
      </td>
    </>
  );
}
