//! What is changed in wasm-bindgen's glue, which cannot be told to do otherwise.

use anyhow::{Result, ensure};

/// What is found, exactly once, and what comes in its place.
const CHANGES: [(&str, &str); 4] = [
    // Timers and promises of an instance that was replaced go on calling it. It throws, which nobody
    // can catch there: Node would end the process.
    ("throw new Error('Cannot invoke closure from previous WASM instance');", "return;"),
    // An assignment at the top keeps the class, and with it most of the glue, in apps that import
    // something else from the package. Our own class disposes of this one.
    ("if (Symbol.dispose) Client.prototype[Symbol.dispose] = Client.prototype.free;\n", ""),
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

/// The glue as it ships.
pub(super) fn changed(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for (old, new) in CHANGES {
        ensure!(
            glue.matches(old).count() == 1,
            "wasm-bindgen's glue has changed: see what has become of\n{old}"
        );
        glue = glue.replace(old, new);
    }
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_once_is_an_error() {
        let all = CHANGES.map(|(old, _)| old).concat();
        assert!(changed(&all).unwrap().contains("export function useText"));
        assert!(changed("").is_err());
        assert!(changed(&all.repeat(2)).is_err());
    }
}
