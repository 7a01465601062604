// Who is in the room: to search, to change in place, and to choose for an action.

import { useState } from "preact/hooks";
import { Select } from "../form.jsx";
import { Id } from "../parts.jsx";
import { useStore } from "../store.js";
import { text } from "../texts.js";
import { Bulk, NOTHING_ASKED } from "./bulk.jsx";
import { InPlace, Role } from "./in-place.jsx";
import { job } from "./job.js";
import { marksIn, rowsOf } from "./rows.js";
import { may } from "./state.js";
import { VirtualTable } from "./virtual.jsx";

const COLUMNS = ["memberAccount", "nameCard", "role", "marks", "customInfo"];
const ROLES = ["Owner", "Admin", "Member"];

export function Members({ state }) {
  const { members = [] } = state;
  const [view, setView] = useState({ sort: undefined, isDescending: false });
  const [chosen, setChosen] = useState(new Set());
  const [asked, ask] = useState(NOTHING_ASKED);
  const { plan } = useStore(job);
  const rows = rowsOf(members, view);
  const selected = members.filter(({ memberAccount }) => chosen.has(memberAccount));
  const isAll = rows.length > 0 && rows.every(({ memberAccount }) => chosen.has(memberAccount));
  const canAct = may("updateRoomMemberInfo");

  const toggle = (accounts, isOn) => {
    const next = new Set(chosen);
    for (const account of accounts) isOn ? next.add(account) : next.delete(account);
    setChosen(next);
  };
  return (
    <div class="card">
      <Filters
        view={view}
        marks={marksIn(members)}
        onChange={(more) => setView({ ...view, ...more })}
      />
      <p class="note" role="status" id="members-shown">
        {text("shownOf", { shown: rows.length, count: members.length, chosen: selected.length })}
      </p>
      {canAct && (selected.length > 0 || plan?.roomId === state.roomId) && (
        <Bulk members={selected} roomId={state.roomId} asked={asked} onAsk={ask} />
      )}
      <VirtualTable
        label={text("members")}
        items={rows}
        keyOf={({ memberAccount }) => memberAccount}
        rowClass={({ memberAccount }) => (chosen.has(memberAccount) ? "chosen" : undefined)}
        head={
          <Heads
            view={view}
            onView={setView}
            isAll={isAll}
            onAll={canAct && (() => toggle(accountsOf(rows), !isAll))}
          />
        }
      >
        {(member) => (
          <Row
            member={member}
            isChosen={chosen.has(member.memberAccount)}
            onChoose={canAct && ((isOn) => toggle([member.memberAccount], isOn))}
          />
        )}
      </VirtualTable>
    </div>
  );
}

const accountsOf = (members) => members.map(({ memberAccount }) => memberAccount);

/** The head of the table; `onAll` is given to who may choose. */
function Heads({ view, onView, isAll, onAll }) {
  return (
    <tr>
      {onAll && (
        <th scope="col" class="tick">
          <input
            type="checkbox"
            id="choose-all"
            aria-label={text("chooseAll")}
            checked={isAll}
            onChange={onAll}
          />
        </th>
      )}
      {COLUMNS.map((name) => (
        <Head key={name} name={name} view={view} onChange={onView} />
      ))}
    </tr>
  );
}

function Filters({ view, marks, onChange }) {
  const select = (name, values, labelOf) => (
    <Select
      name={`filter-${name}`}
      label={text(name)}
      value={view[name] ?? ""}
      options={[["", text("all")], ...values.map((value) => [value, labelOf(value)])]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <div class="filters">
      <label class="field grow">
        <span>{text("search")}</span>
        <input
          type="search"
          data-name="search"
          autocomplete="off"
          value={view.search ?? ""}
          onInput={({ currentTarget }) => onChange({ search: currentTarget.value })}
        />
      </label>
      {select("role", ROLES, (role) => text(`value${role}`))}
      {select("mark", marks, String)}
    </div>
  );
}

function Head({ name, view, onChange }) {
  const isSorted = view.sort === name;
  const order = view.isDescending ? "descending" : "ascending";
  const turn = () =>
    onChange({ ...view, sort: name, isDescending: isSorted && !view.isDescending });
  return (
    <th scope="col" aria-sort={isSorted ? order : "none"}>
      <button type="button" class="plain" data-sort={name} onClick={turn}>
        {text(name)}
        <span aria-hidden="true">{isSorted ? (view.isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );
}

function Row({ member, isChosen, onChoose }) {
  const { memberAccount, nameCard, marks, customInfo } = member;
  return (
    <>
      {onChoose && (
        <td class="tick">
          <input
            type="checkbox"
            aria-label={text("chooseOne", { member: memberAccount })}
            checked={isChosen}
            onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row">
        <Id value={memberAccount} />
      </th>
      <td>
        <InPlace member={member} name="nameCard" value={nameCard} />
      </td>
      <td>
        <Role member={member} />
      </td>
      <td class="marks">{marks.join(", ")}</td>
      <td>
        <InPlace member={member} name="customInfo" value={customInfo} />
      </td>
    </>
  );
}
