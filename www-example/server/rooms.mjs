// The rooms that the page offers. The service cannot list them, so they are those that ROOMS names; a
// team that keeps its own list asks for it here.

/** `[{ roomId, roomName }]`, of which the page offers those that the operator may see. */
export async function knownRooms({ settings, simulator }) {
  if (!simulator) return settings.rooms.map((roomId) => ({ roomId }));
  return Object.entries(simulator.rooms).map(([roomId, { roomName }]) => ({ roomId, roomName }));
}
