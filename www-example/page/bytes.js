// Limits of the service count bytes of UTF-8; people see characters.

const encoder = new TextEncoder();

export const byteLength = (text) => encoder.encode(text).length;
