// The same UserSigs on a platform that cannot inflate.
delete globalThis.DecompressionStream;
await import("./usersig.test.mjs");
