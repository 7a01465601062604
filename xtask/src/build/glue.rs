//! What is changed in wasm-bindgen's glue, which cannot be told to do otherwise.

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The names that wasm-opt has changed.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    /// Module, old name, new name.
    imports: Vec<(String, String, String)>,
    /// Old name, new name.
    exports: Vec<(String, String)>,
}

/// What is found, exactly once, and what comes in its place.
const CHANGES: [(&str, &str); 5] = [
    // Timers and promises of an instance that was replaced go on calling it. It throws, which nobody
    // can catch there: Node would end the process.
    ("throw new Error('Cannot invoke closure from previous WASM instance');", "return;"),
    // An assignment at the top keeps the class, and with it most of the glue, in apps that import
    // something else from the package. Our own class disposes of this one.
    ("if (Symbol.dispose) Client.prototype[Symbol.dispose] = Client.prototype.free;\n", ""),
    ("if (Symbol.dispose) Handler.prototype[Symbol.dispose] = Handler.prototype.free;\n", ""),
    // Both are looked up on import, where there may be none: Jest's jsdom has no such classes.
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
",
        "let cachedTextDecoder, cachedTextEncoder;
export function useText(decoder, encoder) {
    cachedTextDecoder = decoder;
    cachedTextEncoder = encoder;
}
",
    ),
    (
        "const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
",
        "",
    ),
];

/// The module by which wasm-bindgen's modules import their glue, and what wasm-opt calls it.
const MODULE: (&str, &str) = ("\"./core_bg.js\"", "a");

/// The glue as it ships.
pub(super) fn changed(glue: &str, names: &Names) -> Result<String> {
    let mut glue = glue.to_owned();
    for (old, new) in CHANGES {
        glue = replaced(&glue, old, new)?;
    }
    glue = replaced(&glue, MODULE.0, MODULE.1)?;
    for (module, old, new) in &names.imports {
        ensure!(module == MODULE.0.trim_matches('"'), "the module imports {old} from {module}");
        glue = replaced(&glue, &format!("\n        {old}: "), &format!("\n        {new}: "))?;
    }
    for (old, new) in &names.exports {
        glue = with_export(&glue, old, new);
    }
    // By which a module that somebody gives is known to be this one.
    glue.push_str(&format!("export const importCount = {};\n", names.imports.len()));
    Ok(glue)
}

fn replaced(glue: &str, old: &str, new: &str) -> Result<String> {
    ensure!(
        glue.matches(old).count() == 1,
        "wasm-bindgen's glue has changed: see what has become of\n{old}"
    );
    Ok(glue.replace(old, new))
}

/// The glue with `wasm.old`, wherever it stands, as `wasm.new`.
fn with_export(glue: &str, old: &str, new: &str) -> String {
    let old = format!("wasm.{old}");
    let mut out = String::with_capacity(glue.len());
    for (index, part) in glue.split(&old).enumerate() {
        let goes_on = part.starts_with(|c: char| c.is_ascii_alphanumeric() || "_$".contains(c));
        match index {
            0 => {}
            _ if goes_on => out.push_str(&old),
            _ => out.push_str(&format!("wasm.{new}")),
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let import = ("./core_bg.js".to_owned(), "__wbg_x_1".to_owned(), "b".to_owned());
        let exports = vec![("call".to_owned(), "c".to_owned())];
        Names { imports: vec![import], exports }
    }

    fn glue() -> String {
        let all = CHANGES.map(|(old, _)| old).concat();
        all + "\"./core_bg.js\": x\n        __wbg_x_1: y; wasm.call(); wasm.callOnce(); wasm.call;\n"
    }

    #[test]
    fn names_are_those_of_the_module() {
        let changed = changed(&glue(), &names()).unwrap();
        assert!(changed.contains("export function useText"));
        assert!(changed.contains("a: x\n        b: y; wasm.c(); wasm.callOnce(); wasm.c;\n"));
        assert!(changed.ends_with("export const importCount = 1;\n"));
    }

    #[test]
    fn what_is_not_there_once_is_an_error() {
        assert!(changed("", &names()).is_err());
        assert!(changed(&glue().repeat(2), &names()).is_err());
        assert!(changed(&glue().replace("__wbg_x_1", "__wbg_x_2"), &names()).is_err());
    }
}
