//! What is changed in wasm-bindgen's glue, which cannot be told to do otherwise.

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The names that wasm-opt has changed.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    /// Module, old name, new name.
    imports: Vec<(String, String, String)>,
}

/// What is found, at the most once, and what comes in its place: both are looked up on import, where
/// there may be none, as in Jest's jsdom. A module that carries no texts has neither.
const CHANGES: [(&str, &str); 2] = [
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
",
        "let cachedTextDecoder;
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
        "let cachedTextEncoder;
",
    ),
];

/// The glue as it ships: under the names that the driver knows, which makes the instances itself.
pub(super) fn changed(glue: &str, names: &Names) -> Result<String> {
    let mut glue = glue.to_owned();
    let mut texts = Vec::new();
    for (old, new) in CHANGES {
        if glue.contains(old) {
            glue = replaced(&glue, old, new)?;
            texts.push(new);
        }
    }
    for (_, old, new) in &names.imports {
        glue = replaced(&glue, &format!("\n        {old}: "), &format!("\n        {new}: "))?;
    }
    for function in ["function __wbg_get_imports()", "function __wbg_finalize_init("] {
        ensure!(glue.contains(function), "wasm-bindgen's glue has no {function}");
    }
    ensure!(!glue.contains("new TextDecoder("), "wasm-bindgen's glue makes another TextDecoder");
    glue.push_str("export { __wbg_get_imports as imports, __wbg_finalize_init as attach };\n");
    let use_text: String = [("Decoder", "decoder"), ("Encoder", "encoder")]
        .iter()
        .filter(|(name, _)| texts.iter().any(|text| text.contains(name)))
        .map(|(name, given)| format!("cachedText{name} = {given};"))
        .collect();
    glue.push_str(&format!("export function useText(decoder, encoder) {{ {use_text} }}\n"));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let import = ("./core_bg.js".to_owned(), "__wbg_x_1".to_owned(), "b".to_owned());
        Names { imports: vec![import] }
    }

    fn glue(texts: &str) -> String {
        let functions = "function __wbg_get_imports() {\nfunction __wbg_finalize_init(";
        format!("{texts}{functions}\n        __wbg_x_1: y;\n")
    }

    #[test]
    fn names_are_those_of_the_module() {
        let all = CHANGES.map(|(old, _)| old).concat();
        let changed = changed(&glue(&all), &names()).unwrap();
        assert!(changed.contains("\n        b: y;\n"));
        assert!(changed.contains("cachedTextDecoder = decoder;cachedTextEncoder = encoder;"));
        assert!(changed.ends_with("export const importCount = 1;\n"));
    }

    #[test]
    fn a_module_without_texts_needs_no_decoder() {
        let changed = changed(&glue(""), &names()).unwrap();
        assert!(changed.contains("function useText(decoder, encoder) {  }"));
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(changed("", &names()).is_err());
        assert!(changed(&glue("").replace("__wbg_x_1", "__wbg_x_2"), &names()).is_err());
        assert!(changed(&glue("x = new TextDecoder('utf-16')"), &names()).is_err());
    }
}
