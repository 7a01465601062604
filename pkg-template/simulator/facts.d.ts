/** What the build writes from the Rust tables; the simulator repeats none of it. */
declare module "#facts" {
  export const facts: {
    /** Path of each operation, by name. */
    readonly operations: Readonly<Record<string, string>>;
    readonly callsPerSecond: number;
    /** Bytes of UTF-8. */
    readonly limits: { readonly nameCard: number; readonly customInfo: number };
    readonly roles: readonly string[];
    /** The service's meaning of each ErrorCode. */
    readonly errors: Readonly<Record<number, string>>;
  };
}
