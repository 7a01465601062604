// The console's page: its views, its language, its theme, and who is signed in.

import { Audit, startAudit } from "./audit.jsx";
import { loadPackage } from "./calls.js";
import { byId, element, fill } from "./dom.js";
import { History, startHistory } from "./history.jsx";
import { mount } from "./mount.jsx";
import { NewRoom } from "./new-room.jsx";
import { may, startRefreshing } from "./room/state.js";
import { RoomView } from "./room/view.jsx";
import { currentSession, onSession, startSession } from "./session.js";
import { startSeveral } from "./several.js";
import { onLanguage, startTexts, text } from "./texts.js";
import { startTheme } from "./theme.js";
import { startUserSig } from "./user-sig.js";
import { showView, startViews } from "./views.js";

startTheme();
startTexts();
// First, since others look at which view is shown.
startViews();
startSeveral();
startHistory();
startUserSig();
startRefreshing();
mount("room", RoomView);
mount("new-room", NewRoom);
mount("sent", History);
mount("audit", Audit);
onSession(showPlace);
onSession(showTabs);
onSession(loadEarly);
onLanguage(showPlace);
startSession();

/** Only what the operator may do is offered. */
function showTabs() {
  byId("tab-new-room").hidden = !may("createRoom");
  byId("tab-several").hidden = !may("updateRoomMemberInfo");
  startAudit();
  showView({ isMove: false });
}

/** Where changes go, so that nobody takes the real service for the simulator. */
function showPlace() {
  const { isSimulator, operator, role, sdkAppId, region } = currentSession();
  byId("operator").textContent = operator ? `${operator} · ${text(`rights${role}`)}` : "";
  const name = isSimulator ? text("simulator") : text("live");
  const detail = isSimulator
    ? text("simulatorHint")
    : [region, sdkAppId].filter(Boolean).join(" · ");
  byId("place").classList.toggle("real", isSimulator === false);
  fill(
    byId("place"),
    isSimulator !== undefined && [element("b", {}, name), element("span", {}, detail)],
  );
}

/** Somebody may lose the connection before they open a room; what fails here, the first call tells. */
function loadEarly() {
  if (currentSession().operator) loadPackage().catch(() => {});
}
