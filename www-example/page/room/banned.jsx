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
  const { plan, isRunning } = useStore(job);
  const mayUnban = may("unbanRoomMember");
  const unban = ({ memberAccount }) =>
    act(
      "unbanRoomMember",
      { memberAccounts: [memberAccount] },
      { what: text("whatUnbanned", { member: memberAccount }) },
    );
  const asMembers = banned.map(({ memberAccount }) => ({ memberAccount, nameCard: "" }));
  return (
    <div class="card">
      {plan?.action === "unban" && plan.roomId === roomId ? (
        <Job />
      ) : (
        mayUnban &&
        !isRunning &&
        banned.length > 1 && (
          <div class="actions">
            <button type="button" onClick={() => preview("unban", roomId, asMembers, {})}>
              {text("unbanAll", { count: banned.length })}
            </button>
          </div>
        )
      )}
      {banned.length === 0 ? (
        <p class="note">{text("nobodyBanned")}</p>
      ) : (
        <VirtualTable
          label={text("banned")}
          items={banned}
          keyOf={({ memberAccount }) => memberAccount}
          head={
            <tr>
              <th scope="col">{text("memberAccount")}</th>
              <th scope="col">{text("until")}</th>
              {mayUnban && <th scope="col">{text("actions")}</th>}
            </tr>
          }
        >
          {(ban) => (
            <>
              <th scope="row">
                <Id value={ban.memberAccount} />
              </th>
              <td>
                {dateOf(ban.bannedUntil)} <span class="note">{fromNow(ban.bannedUntil)}</span>
              </td>
              {mayUnban && (
                <td>
                  <button
                    type="button"
                    class="small"
                    aria-label={text("unbanOne", { member: ban.memberAccount })}
                    onClick={() => unban(ban)}
                  >
                    {text("unban")}
                  </button>
                </td>
              )}
            </>
          )}
        </VirtualTable>
      )}
    </div>
  );
}
