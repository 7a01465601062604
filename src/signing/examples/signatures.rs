//! Signs as often as it is told, for the stage `instructions`: with a key that is kept, or one that
//! is hashed anew for each.

use std::env::args;
use std::hint::black_box;

use signing::key::Key;
use signing::text::Signed;
use signing::user_sig;

const SECRET_KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

fn main() {
    let mut args = args().skip(1);
    let is_kept = args.next().is_some_and(|way| way == "kept");
    let count = args.next().and_then(|count| count.parse().ok()).unwrap_or(0);
    let kept = Key::new(SECRET_KEY);
    for number in 0..count {
        let signed = Signed {
            identifier: "administrator",
            sdk_app_id: 1_400_000_000,
            issued_at: 1_700_000_000 + number,
            ttl: 86_400,
            user_buf: None,
        };
        let text = if is_kept {
            user_sig(&kept, &signed)
        } else {
            user_sig(&Key::new(black_box(SECRET_KEY)), &signed)
        };
        black_box(text);
    }
}
