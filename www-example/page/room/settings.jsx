// What a room's owner decides: what members may use, the settings, who owns it, and its end.

import { useRef, useState } from "preact/hooks";
import { Check, OperationForm } from "../form.jsx";
import { currentSession } from "../session.js";
import { text } from "../texts.js";
import { AskFirst, Sure } from "./ask-first.jsx";
import { act, may } from "./state.js";
import { SWITCHES } from "./switches.js";

const FIELDS = ["roomName", "maxMemberCount", "customInfo", "takeSeatMode"];

export function Settings({ state }) {
  const { info } = state;
  return (
    <div class="cards">
      {may("updateRoomInfo") && <Switches info={info} />}
      {may("updateRoomInfo") && <General info={info} />}
      {may("updateRoomInfo") && <Password info={info} />}
      {may("addRobot") && <Robots />}
      {may("changeRoomOwner") && <Transfer info={info} />}
      {may("destroyRoom") && <End info={info} />}
      {!may("addRobot") && (
        <p class="card note">{text("onlyLook", { operator: currentSession().operator })}</p>
      )}
    </div>
  );
}

function Section({ title, note, children }) {
  return (
    <section class="card">
      <h2>{text(title)}</h2>
      {note && <p class="note">{text(note)}</p>}
      {children}
    </section>
  );
}

function Switches({ info }) {
  const set = (options, undo) =>
    act("updateRoomInfo", options, {
      what: text("whatSwitches"),
      undo: [["updateRoomInfo", undo]],
    });
  const isAllOff = SWITCHES.every((name) => info[name]);
  const all = () => {
    const now = Object.fromEntries(SWITCHES.map((name) => [name, info[name]]));
    set(Object.fromEntries(SWITCHES.map((name) => [name, !isAllOff])), now);
  };
  return (
    <Section title="switches" note="switchesNote">
      <div class="checks">
        {SWITCHES.map((name) => (
          <Check
            key={name}
            name={name}
            isOn={info[name]}
            onChange={(isOn) => set({ [name]: isOn }, { [name]: info[name] })}
          />
        ))}
      </div>
      <div class="actions">
        <button type="button" data-name="mute-all" onClick={all}>
          {text(isAllOff ? "switchOn" : "switchOff")}
        </button>
      </div>
    </Section>
  );
}

function General({ info }) {
  const values = {
    roomName: info.roomName,
    maxMemberCount: info.maxMemberCount,
    customInfo: info.customInfo,
    takeSeatMode: info.takeSeatMode === "None" ? "" : info.takeSeatMode,
  };
  const names = FIELDS.filter((name) => name !== "takeSeatMode" || info.isSeatEnabled);
  const send = (options, onDone) => {
    const undo = Object.fromEntries(Object.keys(options).map((name) => [name, values[name]]));
    return act("updateRoomInfo", options, {
      what: text("whatSettings"),
      undo: [["updateRoomInfo", undo]],
      onDone,
    });
  };
  const check = (_options, changed) =>
    changed.length === 0 ? { form: text("problemUnchanged") } : {};
  return (
    <Section title="settings">
      <OperationForm
        operation="updateRoomInfo"
        names={names}
        values={values}
        isEmptySent
        onlyChanged
        check={check}
        onSubmit={send}
        submit={text("save")}
      />
    </Section>
  );
}

function Password({ info: { roomId } }) {
  const off = () => act("updateRoomInfo", { isPasswordEnabled: false }, { what: text("password") });
  const set = ({ password }, onDone) =>
    act(
      "updateRoomInfo",
      { isPasswordEnabled: true, password },
      { what: text("password"), onDone },
    );
  const check = ({ password }) => (password ? {} : { password: text("problemMissing") });
  return (
    <Section title="roomPassword" note="roomPasswordNote">
      <OperationForm
        operation="updateRoomInfo"
        names={["password"]}
        check={check}
        onSubmit={set}
        submit={text("setPassword")}
        kind=""
      />
      <AskFirst name="ask-no-password" kind="quiet" ask={text("noPasswordAsk")}>
        {(close) => (
          <Sure
            words={text("noPasswordSure", { room: roomId })}
            submit={text("noPassword")}
            onSure={off}
            onClose={close}
          />
        )}
      </AskFirst>
    </Section>
  );
}

function Robots() {
  const add = ({ memberAccount }, onDone) =>
    act(
      "addRobot",
      { memberAccount },
      {
        what: text("whatRobot", { member: memberAccount }),
        undo: [["deleteRobot", { memberAccount }]],
        onDone,
      },
    );
  const remove = ({ memberAccount }, onDone) =>
    act(
      "deleteRobot",
      { memberAccount },
      {
        what: text("whatNoRobot", { member: memberAccount }),
        undo: [["addRobot", { memberAccount }]],
        onDone,
      },
    );
  const form = (operation, onSubmit, submit) => (
    <OperationForm
      operation={operation}
      names={["memberAccount"]}
      onSubmit={onSubmit}
      submit={text(submit)}
      kind=""
    />
  );
  return (
    <Section title="robots" note="robotsNote">
      <div class="pair">
        {form("addRobot", add, "addRobot")}
        {form("deleteRobot", remove, "deleteRobot")}
      </div>
    </Section>
  );
}

/** The account is typed first, so that it can be said who will own the room, and who no longer. */
function Transfer({ info: { roomId, ownerAccount } }) {
  const [asked, setAsked] = useState();
  const { newOwnerAccount, onDone } = asked ?? {};
  const box = useRef();
  const ask = (options, onDone) => setAsked({ ...options, onDone });
  const close = () => {
    setAsked(undefined);
    box.current.querySelector("input").focus();
  };
  const transfer = () => {
    const back = { fromAccount: newOwnerAccount, newOwnerAccount: ownerAccount };
    return act(
      "changeRoomOwner",
      { fromAccount: ownerAccount, newOwnerAccount },
      {
        what: text("whatOwner", { member: newOwnerAccount }),
        undo: [["changeRoomOwner", back]],
        onDone,
      },
    );
  };
  return (
    <Section title="transfer" note="transferNote">
      <div ref={box} onInput={() => setAsked(undefined)}>
        <OperationForm
          operation="changeRoomOwner"
          names={["newOwnerAccount"]}
          onSubmit={ask}
          submit={text("transferAsk")}
          kind="danger"
        />
      </div>
      {asked && (
        <Sure
          words={text("transferSure", {
            room: roomId,
            owner: ownerAccount,
            member: newOwnerAccount,
          })}
          submit={text("transferNow")}
          onSure={transfer}
          onClose={close}
        />
      )}
    </Section>
  );
}

/** The id has to be typed, which nobody does by mistake. */
function End({ info }) {
  const check = ({ roomId }) => (roomId === info.roomId ? {} : { roomId: text("problemEnd") });
  const send = () => act("destroyRoom", {}, { what: text("whatEnded", { room: info.roomId }) });
  return (
    <Section title="endRoom">
      <p>{text("endNote", { room: info.roomId, count: info.memberCount })}</p>
      <AskFirst name="ask-end" kind="danger" ask={text("endAsk")}>
        {() => (
          <OperationForm
            operation="destroyRoom"
            names={["roomId"]}
            check={check}
            onSubmit={send}
            submit={text("endNow")}
            kind="danger"
          />
        )}
      </AskFirst>
    </Section>
  );
}
