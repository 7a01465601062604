//! What is changed in wasm-bindgen's glue, which cannot be told to do otherwise.

use anyhow::{Result, ensure};

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
pub(super) fn changed(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    let mut texts = Vec::new();
    for (old, new) in CHANGES {
        if glue.contains(old) {
            glue = replaced(&glue, old, new)?;
            texts.push(new);
        }
    }
    for function in ["function __wbg_get_imports()", "function __wbg_finalize_init("] {
        ensure!(glue.contains(function), "wasm-bindgen's glue has no {function}");
    }
    // Within functions it does: a decoder ends, in some browsers, with two gigabytes of text.
    let is_global = |line: &str| !line.starts_with(' ') && line.contains("= new Text");
    ensure!(!glue.lines().any(is_global), "wasm-bindgen's glue looks for a class on import");
    glue.push_str("export { __wbg_get_imports as imports, __wbg_finalize_init as attach };\n");
    let use_text: String = [("Decoder", "decoder"), ("Encoder", "encoder")]
        .iter()
        .filter(|(name, _)| texts.iter().any(|text| text.contains(name)))
        .map(|(name, given)| format!("cachedText{name} = {given};"))
        .collect();
    glue.push_str(&format!("export function useText(decoder, encoder) {{ {use_text} }}\n"));
    // By which a module that somebody gives is known to be this one.
    glue.push_str(&format!("export const importCount = {};\n", imports(&glue)));
    Ok(glue)
}

/// How many functions the module imports: a line each, whatever they are called.
fn imports(glue: &str) -> usize {
    glue.lines().filter(|line| line.starts_with("        __wb") && line.contains(": ")).count()
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

    fn glue(texts: &str) -> String {
        let functions = "function __wbg_get_imports() {\nfunction __wbg_finalize_init(";
        format!("{texts}{functions}\n        __wbg_x_1: y;\n")
    }

    #[test]
    fn imports_are_counted_and_texts_are_made_later() {
        let all = CHANGES.map(|(old, _)| old).concat();
        let changed = changed(&glue(&all)).unwrap();
        assert!(changed.contains("cachedTextDecoder = decoder;cachedTextEncoder = encoder;"));
        assert!(changed.ends_with("export const importCount = 1;\n"));
    }

    #[test]
    fn a_module_without_texts_needs_no_decoder() {
        let changed = changed(&glue("")).unwrap();
        assert!(changed.contains("function useText(decoder, encoder) {  }"));
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(changed("").is_err());
        assert!(changed(&glue("x = new TextDecoder('utf-16')")).is_err());
    }
}
