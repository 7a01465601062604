// What a room can keep its ordinary members from using.

export const SWITCHES = [
  "isAudioDisabled",
  "isVideoDisabled",
  "isMessageDisabled",
  "isScreenSharingDisabled",
  "isCloudRecordingDisabled",
];
