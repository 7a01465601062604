// Everything that runs on a server: weighed by `cargo xtask test size`.

export * from "room-engine-admin";
export * from "room-engine-admin/handler";
