// Each bundler, with the command that its users type. None has a configuration file, but for what
// one of them needs to find sub-paths of a package, and one is told that the app is for browsers.

/**
 * `command(entry)` bundles `src/<entry>.js` into `dist/`, and `script(entry)` is what the page loads:
 * the source where the bundler starts from the page (`takesPage`), else what it has written.
 *
 * `split` is what to say for an app in parts, and `policy` what its page needs of a
 * Content-Security-Policy besides. `keepsParts` says that a part of the app is written also when
 * nothing is left that would load it, and `loader` how many bytes it then adds to load it. `subPaths`
 * is what the app's manifest has to say before it finds any `room-engine-admin/...`.
 */
export const BUNDLERS = [
  {
    name: "Vite",
    package: "vite",
    command: () => ["vite", "build"],
    takesPage: true,
    script: (entry) => `/src/${entry}.js`,
  },
  {
    name: "webpack",
    package: "webpack",
    command: (entry) => ["webpack", "--mode", "production", "--entry", `./src/${entry}.js`],
    script: () => "./main.js",
    keepsParts: true,
    loader: 2_600,
  },
  {
    name: "Rspack",
    package: "@rspack/core",
    command: (entry) => ["rspack", "--mode", "production", "--entry", `./src/${entry}.js`],
    script: () => "./main.js",
  },
  {
    name: "esbuild",
    package: "esbuild",
    command: (entry) => ["esbuild", `src/${entry}.js`, "--bundle", "--minify", "--outdir=dist"],
    split: ["--splitting", "--format=esm"],
    script: (entry) => `./${entry}.js`,
  },
  {
    name: "Rollup",
    package: "rollup",
    // Without it the plugin takes what is for Node: that works as well, and is larger.
    command: (entry) => [
      "rollup",
      `src/${entry}.js`,
      ...["--plugin", "node-resolve={browser: true}"],
      ...["--dir", "dist"],
    ],
    script: (entry) => `./${entry}.js`,
  },
  {
    name: "Parcel",
    package: "parcel",
    command: () => ["parcel", "build", "index.html", "--no-cache", "--no-autoinstall"],
    takesPage: true,
    script: (entry) => `/src/${entry}.js`,
    // For an app in parts it writes an import map into the page.
    policy: "'unsafe-inline'",
    keepsParts: true,
    subPaths: { "@parcel/resolver-default": { packageExports: true } },
  },
];
