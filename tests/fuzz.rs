//! Whatever comes from outside, in every shape that chance can give it: nothing panics, and what is
//! accepted is what it claims to be.
//!
//! By `cargo test`, since cargo-fuzz needs a nightly compiler. A plain run takes a second for each
//! target; `cargo xtask fuzz` takes minutes. An input that fails is kept in `target/fuzz/`, and
//! becomes a test for good when it is moved to `tests/corpus/<target>/`.
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

#[path = "fuzz/mutation.rs"]
mod mutation;
#[path = "fake_platform/rng.rs"]
#[allow(dead_code, unreachable_pub, reason = "a module of tests, each of which uses a part of it")]
mod rng;
#[path = "fuzz/targets.rs"]
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use mutation::Mutator;

/// One test for each target: a new one is one row here and one function.
macro_rules! fuzz {
    ($($target:ident),+ $(,)?) => { $(
        #[test]
        fn $target() {
            run(stringify!($target), targets::$target);
        }
    )+ };
}

fuzz! { base_url, body, driver, endpoint, guard, json, options, reply, user_sig }

fn run(name: &str, target: fn(&[u8])) {
    let corpus = corpus(name);
    corpus.iter().for_each(|input| check(name, target, input));
    let seconds = env::var("FUZZ_SECONDS").map_or(1, |text| text.parse().expect("FUZZ_SECONDS"));
    let time = Duration::from_secs(seconds);
    // Another run looks elsewhere; the input that failed is kept, so that none has to be repeated.
    let mut mutator = Mutator::new(seed(), corpus);
    let (start, mut count) = (Instant::now(), 0_u64);
    while start.elapsed() < time {
        for _ in 0..100 {
            check(name, target, &mutator.input());
        }
        count += 100;
    }
    println!("{name}: {count} inputs");
}

fn check(name: &str, target: fn(&[u8]), input: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(input))).is_err() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../fuzz");
        let file = folder.join(format!("{name}-{:016x}", hash(input)));
        fs::create_dir_all(&folder).and_then(|()| fs::write(&file, input)).expect("keeping it");
        panic!("{name}: see {}; moved to tests/corpus/{name}/ it stays a test", file.display());
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let entries = fs::read_dir(&folder).expect("each target has a folder in tests/corpus/");
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn seed() -> u64 {
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    time.expect("a clock").as_nanos() as u64
}

fn hash(input: &[u8]) -> u64 {
    input.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
