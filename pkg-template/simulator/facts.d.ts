/** What the build writes from the Rust tables; the simulator repeats none of it. */
declare module "#facts" {
  /** What a field of a body must be; bounds are inclusive, those of texts in bytes of UTF-8. */
  export type Shape =
    | { readonly type: "text"; readonly min?: number; readonly max?: number; readonly ascii?: true }
    | { readonly type: "int"; readonly min?: number; readonly max?: number }
    | { readonly type: "flag" }
    /** Unix time in seconds. */
    | { readonly type: "moment" }
    | { readonly type: "choice"; readonly values: readonly (string | number)[] }
    | { readonly type: "const"; readonly value: string }
    | { readonly type: "list"; readonly min?: number; readonly max?: number; readonly of: Shape }
    | { readonly type: "object"; readonly fields: readonly Field[] };

  export interface Field {
    readonly name: string;
    readonly required: boolean;
    readonly shape: Shape;
  }

  export const facts: {
    readonly callsPerSecond: number;
    /** The service's meaning of each ErrorCode. */
    readonly errors: Readonly<Record<string, string>>;
    readonly operations: Readonly<
      Record<string, { readonly path: string; readonly body: readonly Field[] }>
    >;
  };
}
