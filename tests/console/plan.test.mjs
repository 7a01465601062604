// What an action on several members becomes: the calls, who is left out, the retry, the way back.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "./setup.mjs";

const { planOf, remaining, undoOf, canUndo, ACTIONS } = await load("page/room/plan.js");
const { marksIn, rowsOf } = await load("page/room/rows.js");

const member = (memberAccount, more) => ({
  memberAccount,
  nameCard: "",
  role: "Member",
  marks: [],
  customInfo: "",
  ...more,
});
const many = (count) => Array.from({ length: count }, (_, index) => member(`m${index}`));
const ended = (plan, ...states) => ({
  ...plan,
  steps: plan.steps.map((step, index) => ({ ...step, state: states[index] ?? "Done" })),
});
const optionsOf = ({ steps }) => steps.map(({ options }) => options);

describe("plan", () => {
  for (const [action, values, sizes] of [
    ["kick", { reason: "x" }, [20, 20, 1]],
    ["ban", { reason: "x", duration: 60 }, [20, 20, 1]],
    ["unban", {}, [20, 20, 1]],
    ["mark", { mark: 1000 }, [10, 10, 10, 10, 1]],
    ["setRole", { role: "Admin" }, Array(41).fill(1)],
  ]) {
    test(`plan: ${action} of 41 goes out in groups of ${sizes[0]}`, () => {
      const { steps, leftOut } = planOf(action, "r", many(41), values);
      assert.deepEqual([steps.map(({ members }) => members.length), leftOut], [sizes, []]);
      assert.ok(steps.every(({ options }) => options.roomId === "r"));
    });
  }

  for (const action of ["kick", "ban", "setRole"]) {
    for (const role of ["Owner", "RoomOwner"]) {
      test(`plan: ${action} leaves out the owner, whom the service calls ${role}`, () => {
        const values = { reason: "x", duration: 60, role: "Admin" };
        const { steps, leftOut } = planOf(
          action,
          "r",
          [member("a", { role }), member("b")],
          values,
        );
        assert.deepEqual(
          leftOut.map(({ member, why }) => [member.memberAccount, why]),
          [["a", "outOwner"]],
        );
        assert.equal(steps.length, 1);
      });
    }
  }

  test("plan: who has the mark already is left out, and so is who has not what is taken away", () => {
    const members = [member("a", { marks: [1000] }), member("b", { marks: [1001] })];
    const accounts = ({ steps }) =>
      steps.flatMap(({ members }) => members.map((m) => m.memberAccount));
    assert.deepEqual(accounts(planOf("mark", "r", members, { mark: 1000 })), ["b"]);
    assert.deepEqual(accounts(planOf("unmark", "r", members, { mark: 1000 })), ["a"]);
  });

  test("retry: what was done is not sent again, and a group that failed goes one by one", () => {
    const plan = ended(planOf("kick", "r", many(45), { reason: "x" }), "Done", "Failed", "Stopped");
    const left = remaining(plan);
    assert.deepEqual(
      left.map(({ members }) => members.length),
      [...Array(20).fill(1), 5],
    );
    assert.deepEqual(left[0].options, { roomId: "r", memberAccounts: ["m20"], reason: "x" });
    assert.ok(left.every(({ state, outcome }) => state === "Ready" && outcome === undefined));
  });

  test("undo: each gets back the role that they had, and only those that were changed", () => {
    const members = [member("a"), member("b", { role: "Admin" }), member("c")];
    const plan = planOf("setRole", "r", members, { role: "Admin" });
    const back = undoOf(ended(plan, "Done", "Failed"));
    assert.deepEqual(optionsOf(back), [{ roomId: "r", memberAccount: "a", role: "Member" }]);
  });

  test("undo: a custom info that was empty is emptied again", () => {
    const plan = planOf("setCustomInfo", "r", [member("a")], { customInfo: "x" });
    assert.deepEqual(optionsOf(undoOf(ended(plan))), [
      { roomId: "r", memberAccount: "a", customInfo: "" },
    ]);
  });

  test("undo: a ban becomes an unban, and what of it fails is never a ban again", () => {
    const plan = planOf("ban", "r", many(3), { reason: "x", duration: 60 });
    const back = undoOf(ended(plan));
    assert.equal(back.action, "unban");
    const left = remaining(ended(back, "Failed"));
    assert.deepEqual(new Set(left.map(({ operation }) => operation)), new Set(["unbanRoomMember"]));
  });

  test("undo: a mark is taken away again from those who got it", () => {
    const members = [member("a", { marks: [1000] }), member("b")];
    const back = undoOf(ended(planOf("mark", "r", members, { mark: 1000 })));
    assert.deepEqual(optionsOf(back), [
      { roomId: "r", commandType: "delete", memberList: [{ memberAccount: "b", marks: [1000] }] },
    ]);
  });

  test("undo: there is none for those who were put out of the room", () => {
    const without = Object.keys(ACTIONS).filter((action) => !canUndo(action));
    assert.deepEqual(without, ["kick", "unban"]);
  });
});

describe("rows", () => {
  const members = [
    member("m10", { nameCard: "Zoë", role: "Admin", marks: [2000, 1000] }),
    member("m9", { nameCard: "anna", customInfo: "Front", role: "Owner" }),
    member("m1", { nameCard: "Ben", marks: [1000] }),
  ];
  const found = (view) => rowsOf(members, view).map(({ memberAccount }) => memberAccount);

  test("rows: numbers in accounts are numbers, and the order given is left alone", () => {
    assert.deepEqual(found({ sort: "memberAccount" }), ["m1", "m9", "m10"]);
    assert.deepEqual(found({}), ["m10", "m9", "m1"]);
  });

  test("rows: names are sorted as people sort them, roles by rank", () => {
    assert.deepEqual(found({ sort: "nameCard" }), ["m9", "m1", "m10"]);
    assert.deepEqual(found({ sort: "role" }), ["m9", "m10", "m1"]);
    assert.deepEqual(found({ sort: "role", isDescending: true }), ["m1", "m10", "m9"]);
  });

  test("rows: search, role and mark hold at once", () => {
    assert.deepEqual(found({ search: " FRONT " }), ["m9"]);
    assert.deepEqual(found({ mark: "1000" }), ["m10", "m1"]);
    assert.deepEqual(found({ mark: "1000", role: "Admin" }), ["m10"]);
    assert.deepEqual(found({ mark: "1000", role: "Admin", search: "ben" }), []);
    assert.deepEqual(marksIn(members), [1000, 2000]);
  });
});
