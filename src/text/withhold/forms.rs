//! What a text says once escapes in it are undone: percent-encoding, JSON's and JavaScript's
//! backslashes, HTML's entities.
//!
//! Which was written within which cannot be told from the text, and undoing them in another order
//! may destroy what they say: all orders are tried, a layer at a time. Most undo the same.

/// So many forms nobody's honest text has: four layers of all three kinds have about a hundred.
const MOST: usize = 128;

/// Whether `is_found` says so of `text` or of any form of it; also where there is no end of forms.
/// With `keeps_blanks`, a space stands for all that is not visible ASCII, which is left out else.
pub(super) fn any_form(
    text: &str,
    keeps_blanks: bool,
    mut is_found: impl FnMut(&[u8]) -> bool,
) -> bool {
    let mut forms = vec![plain(text, keeps_blanks)];
    let mut at = 0;
    while let Some(form) = forms.get(at) {
        if at == MOST || is_found(form) {
            return true;
        }
        let kinds: [(u8, Reader); 3] = [(b'%', percent), (b'\\', backslash), (b'&', entity)];
        let further = kinds.iter().filter(|(sign, _)| form.contains(sign));
        let further: Vec<_> = further.map(|(_, read)| decoded(form, keeps_blanks, read)).collect();
        for form in further {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        at += 1;
    }
    false
}

/// Stands for anything that is not visible ASCII.
const BLANK: u8 = b' ';

/// How long the escape is that `text` begins with, and what it stands for.
type Escape = Option<(usize, u8)>;

type Reader = fn(&[u8]) -> Escape;

fn plain(text: &str, keeps_blanks: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() {
            out.push(byte);
        } else if keeps_blanks {
            out.push(BLANK);
        }
    }
    out
}

/// `text` with each escape of one kind undone once.
fn decoded(mut text: &[u8], keeps_blanks: bool, read: &Reader) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    while let Some(first) = text.first() {
        let (length, meant) = read(text).unwrap_or((1, *first));
        if meant.is_ascii_graphic() {
            out.push(meant);
        } else if keeps_blanks {
            out.push(BLANK);
        }
        text = text.get(length..).unwrap_or_default();
    }
    out
}

/// `%2A`, and `%u002A`, which only `escape` of JavaScript writes.
fn percent(text: &[u8]) -> Escape {
    match text {
        [b'%', b'u', ..] => hexadecimal(text, 2, 4),
        [b'%', ..] => hexadecimal(text, 1, 2),
        _ => None,
    }
}

fn backslash(text: &[u8]) -> Escape {
    match text {
        [b'\\', b'u', ..] => hexadecimal(text, 2, 4),
        [b'\\', b'x', ..] => hexadecimal(text, 2, 2),
        [b'\\', b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'0', ..] => Some((2, BLANK)),
        [b'\\', other, ..] => Some((2, *other)),
        _ => None,
    }
}

fn hexadecimal(text: &[u8], prefix: usize, digits: usize) -> Escape {
    let length = prefix + digits;
    Some((length, meant_by(text.get(prefix..length)?, 16)?))
}

/// HTML takes a number without its semicolon too.
fn entity(text: &[u8]) -> Escape {
    let (prefix, radix) = match text {
        [b'&', b'#', b'x' | b'X', ..] => (3, 16),
        [b'&', b'#', ..] => (2, 10),
        [b'&', rest @ ..] => return named(rest),
        _ => return None,
    };
    let is_digit = |byte: &&u8| char::from(**byte).is_digit(radix);
    let digits = text.get(prefix..)?;
    let digits = digits.get(..digits.iter().take_while(is_digit).count())?;
    let length = prefix + digits.len();
    let semicolon = usize::from(text.get(length) == Some(&b';'));
    Some((length + semicolon, meant_by(digits, radix)?))
}

fn meant_by(digits: &[u8], radix: u32) -> Option<u8> {
    let number = digits.iter().try_fold(0_u32, |number, digit| {
        let digit = char::from(*digit).to_digit(radix)?;
        Some(number.saturating_mul(radix).saturating_add(digit))
    });
    let number = number.filter(|_| !digits.is_empty())?;
    Some(u8::try_from(number).ok().filter(u8::is_ascii_graphic).unwrap_or(BLANK))
}

/// Those that can stand in a UserSig, a token or a URL, or begin an escape.
fn named(after_sign: &[u8]) -> Escape {
    const LONGEST: usize = 14;
    let end = after_sign.iter().take(LONGEST + 1).position(|byte| *byte == b';')?;
    let meant = match after_sign.get(..end)? {
        b"amp" | b"AMP" => b'&',
        b"ast" | b"midast" => b'*',
        b"bsol" => b'\\',
        b"dash" | b"hyphen" => b'-',
        b"equals" => b'=',
        b"lowbar" | b"UnderBar" => b'_',
        b"num" => b'#',
        b"percnt" => b'%',
        b"period" => b'.',
        b"plus" => b'+',
        b"semi" => b';',
        b"sol" => b'/',
        b"nbsp" | b"shy" | b"Tab" | b"NewLine" | b"ZeroWidthSpace" => BLANK,
        _ => return None,
    };
    Some((end + 2, meant))
}
