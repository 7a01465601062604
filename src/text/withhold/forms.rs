//! What a text says once escapes in it are undone: percent-encoding, JSON's and JavaScript's
//! backslashes, HTML's entities and tags.
//!
//! Which was written within which cannot be told from the text, and undoing them in another order
//! may destroy what they say: all orders are tried, a layer at a time. Most undo the same.

use crate::text::{digit, has, next_part};

/// So many forms nobody's honest text has: four layers of three kinds have about a hundred.
const MOST: usize = 128;

/// And so many bytes in all forms together: a longer text would hold everybody up for seconds.
const MOST_BYTES: usize = 1 << 24;

/// What an escape of each kind begins with.
const SIGNS: [u8; 4] = [b'%', b'\\', b'&', b'<'];

/// Whether `is_found` says so of `text` or of any form of it; also where there is no end of forms, or they are too long.
/// With `keeps_blanks`, a space stands for all that is not visible ASCII, which is left out else.
pub(super) fn any_form(
    text: &str,
    keeps_blanks: bool,
    is_found: &mut dyn FnMut(&[u8]) -> bool,
) -> bool {
    let text = text.as_bytes();
    // Most texts are: nothing has to be copied then.
    if text.iter().all(|byte| byte.is_ascii_graphic() && !has(&SIGNS, *byte)) {
        return is_found(text);
    }
    // No escape begins with this: nothing is undone.
    let mut forms = vec![decoded(text, keeps_blanks, 0)];
    let mut at = 0;
    let mut bytes = 0;
    while let Some(form) = forms.get(at) {
        bytes += form.len();
        if at == MOST || bytes > MOST_BYTES || is_found(form) {
            return true;
        }
        let form = form.clone();
        for sign in SIGNS {
            if has(&form, sign) {
                let further = decoded(&form, keeps_blanks, sign);
                if !forms.contains(&further) {
                    forms.push(further);
                }
            }
        }
        at += 1;
    }
    false
}

/// Stands for anything that is not visible ASCII.
const BLANK: u8 = b' ';

/// How long the escape is that a text begins with, and what it stands for.
type Escape = Option<(usize, u8)>;

/// `text` with each escape that begins with `sign` undone once.
fn decoded(mut text: &[u8], keeps_blanks: bool, sign: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    while let [first, after @ ..] = text {
        let escape = if *first == sign { escape(sign, after) } else { None };
        let (length, meant) = escape.unwrap_or((0, *first));
        if meant.is_ascii_graphic() {
            out.push(meant);
        } else if keeps_blanks {
            out.push(BLANK);
        }
        text = after.get(length..).unwrap_or_default();
    }
    out
}

/// Reads what stands after the sign: `2A` of `%2A`, `u002A` that only `escape` of JavaScript writes after it, JSON's
/// `\u002a` and JavaScript's `\u{2a}` and `\x2a`, `#42;` and `#x2a;` of HTML, which takes a number without its semicolon
/// too. A tag stands for nothing.
fn escape(sign: u8, text: &[u8]) -> Escape {
    match (sign, text) {
        (b'\\', [b'u', b'{', ..]) => number(text, 2, usize::MAX, 16),
        (b'%' | b'\\', [b'u', ..]) => number(text, 1, 4, 16),
        (b'%', _) => number(text, 0, 2, 16),
        (b'\\', [b'x', ..]) => number(text, 1, 2, 16),
        (b'\\', [b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'0', ..]) => Some((1, BLANK)),
        (b'\\', [other, ..]) => Some((1, *other)),
        (b'&', [b'#', b'x' | b'X', ..]) => number(text, 2, usize::MAX, 16),
        (b'&', [b'#', ..]) => number(text, 1, usize::MAX, 10),
        (b'<', _) => Some((text.iter().position(|byte| *byte == b'>')? + 1, BLANK)),
        _ => named(text),
    }
}

/// A number of so many digits after what stands before it; as many as there are where that has no end.
fn number(text: &[u8], prefix: usize, most: usize, radix: u32) -> Escape {
    let mut length = prefix;
    let mut number = 0_u32;
    while let Some(digit) = text.get(length).and_then(|byte| digit(*byte, radix)) {
        if length - prefix == most {
            break;
        }
        number = number.saturating_mul(radix).saturating_add(digit);
        length += 1;
    }
    let count = length - prefix;
    if count == 0 || most != usize::MAX && count < most {
        return None;
    }
    if most == usize::MAX && matches!(text.get(length), Some(b';' | b'}')) {
        length += 1;
    }
    let is_visible = (33..127).contains(&number);
    Some((length, if is_visible { number as u8 } else { BLANK }))
}

/// Entities that can stand in a UserSig, a token or a URL, or begin an escape, each after what it stands for. Any other
/// stands for nothing: many are blanks that nobody sees.
const NAMED: &str = "&amp &AMP <lt <LT >gt >GT *ast *midast \\bsol -dash -hyphen =equals _lowbar _UnderBar #num %percnt \
                     .period +plus ;semi /sol";

fn named(text: &[u8]) -> Escape {
    let mut rest = NAMED;
    while let Some(entry) = next_part(&mut rest, b' ') {
        let (meant, name) = entry.split_at_checked(1)?;
        let is_it = text.starts_with(name.as_bytes()) && text.get(name.len()) == Some(&b';');
        if is_it {
            return Some((name.len() + 1, *meant.as_bytes().first()?));
        }
    }
    let length = text.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    (length > 0 && text.get(length) == Some(&b';')).then_some((length + 1, BLANK))
}
