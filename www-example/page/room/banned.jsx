// Who may not come back yet.

import { Id } from "../parts.jsx";
import { useStore } from "../store.js";
import { dateOf, fromNow, text } from "../texts.js";
import { Job } from "./bulk.jsx";
import { job, preview } from "./job.js";
import { act, may } from "./state.js";
import { VirtualTable } from "./virtual.jsx";

export function Banned({ state }) {
  const { banned = [], roomId } = state;
  const { plan } = useStore(job);
  const mayUnban = may("unbanRoomMember");
  const hasPlan = plan?.action === "unban" && plan.roomId === roomId;
  const heads = ["memberAccount", "until", ...(mayUnban ? ["actions"] : [])];
  return (
    <div class="card">
      {hasPlan && <Job />}
      {!hasPlan && mayUnban && <UnbanAll banned={banned} roomId={roomId} />}
      {banned.length === 0 ? (
        <p class="note">{text("nobodyBanned")}</p>
      ) : (
        <VirtualTable
          label={text("banned")}
          items={banned}
          keyOf={({ memberAccount }) => memberAccount}
          head={
            <tr>
              {heads.map((name) => (
                <th key={name} scope="col">
                  {text(name)}
                </th>
              ))}
            </tr>
          }
        >
          {(ban) => <Cells {...ban} mayUnban={mayUnban} />}
        </VirtualTable>
      )}
    </div>
  );
}

function UnbanAll({ banned, roomId }) {
  const { isRunning } = useStore(job);
  if (isRunning || banned.length < 2) return null;
  const members = banned.map(({ memberAccount }) => ({ memberAccount, nameCard: "" }));
  return (
    <div class="actions">
      <button type="button" onClick={() => preview("unban", roomId, members, {})}>
        {text("unbanAll", { count: banned.length })}
      </button>
    </div>
  );
}

function Cells({ memberAccount, bannedUntil, mayUnban }) {
  const what = text("whatUnbanned", { member: memberAccount });
  const unban = () => act("unbanRoomMember", { memberAccounts: [memberAccount] }, { what });
  return (
    <>
      <th scope="row">
        <Id value={memberAccount} />
      </th>
      <td>
        {dateOf(bannedUntil)} <span class="note">{fromNow(bannedUntil)}</span>
      </td>
      {mayUnban && (
        <td>
          <button
            type="button"
            class="small"
            aria-label={text("unbanOne", { member: memberAccount })}
            onClick={unban}
          >
            {text("unban")}
          </button>
        </td>
      )}
    </>
  );
}
