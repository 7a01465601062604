// The console's page: its views, its language, its theme, and who is signed in.

import { byId, element, fill } from "./dom.js";
import { startHistory } from "./history.js";
import { startMember } from "./member.js";
import { currentSession, onSession, startSession } from "./session.js";
import { startSeveral } from "./several.js";
import { onLanguage, startTexts, text } from "./texts.js";
import { startTheme } from "./theme.js";
import { startUserSig } from "./user-sig.js";
import { startViews } from "./views.js";

startTheme();
startTexts();
// First, since others look at which view is shown.
startViews();
startMember();
startSeveral();
startHistory();
startUserSig();
onSession(showPlace);
onLanguage(showPlace);
startSession();

/** Where changes go, so that nobody takes the real service for the simulator. */
function showPlace() {
  const { isSimulator, operator, sdkAppId, region } = currentSession();
  byId("operator").textContent = operator ?? "";
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
