// The driver around the module that the tests are in: its own files, as they are, but for how they find each other. Two
// of them are left out: what fetches the module, and what instantiates it.
(files, exports, functions, IS_PAGE) => {
  const modules = {
    "#module": {},
    "./load.js": { load: () => core },
    "./registry.js": { shared: () => ({ server: { core } }), shareRate: () => () => {} },
    "room-engine-admin": { init: async () => {} },
  };
  const Instance = class {
    exports = exports;
  };
  const evaluate = (text) => {
    const names = [];
    const body = text
      .replace(/^import (\{[^}]*\}) from (".*");$/gm, (_, list, from) => {
        return `const ${list.replaceAll(" as ", ": ")} = modules[${from}];`;
      })
      .replace(/^export ((?:async )?(?:class|const|function) (\w+))/gm, (_, line, name) => {
        names.push(name);
        return line;
      });
    const run = new Function("modules", "IS_PAGE", "WebAssembly", `${body}\nreturn { ${names} };`);
    return run(modules, IS_PAGE, { Instance });
  };
  for (const [name, text] of files) modules[`./${name}.js`] = evaluate(text);
  const glue = { imports() {}, useText() {}, attach() {}, functions };
  const core = modules["./instance.js"].makeCore(glue, undefined, 0);
  return { ...modules["./client.js"], ...modules["./handler.js"] };
};
