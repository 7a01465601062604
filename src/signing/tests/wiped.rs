//! Nothing that is as good as a key stays in this process's memory once its user is done with it.
//! Looked up where the machine shows a process its own memory.
#![cfg(target_os = "linux")]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may fail like tests"
)]

use std::collections::HashMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Seek, SeekFrom};

use sha2::block_api::compress256;
use signing::key::Key;
use signing::text::Signed;
use signing::user_sig;
use zeroize::Zeroize;

/// Not written down as one text, which would lie in memory for good.
fn secret_key(length: usize) -> String {
    let mut text = String::with_capacity(length);
    text.extend((0..length).map(|at| char::from(b'!' + (at * 7 % 90) as u8)));
    text
}

/// What can be written, by area: stacks, heap, statics.
type Memory = Vec<(String, Vec<u8>)>;

fn memory() -> Memory {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut file = File::open("/proc/self/mem").unwrap();
    let writable = maps.lines().filter(|line| line.contains(" rw-p "));
    let areas = writable.filter_map(|line| {
        let (start, end) = line.split_once(' ')?.0.split_once('-')?;
        let at = |hex| u64::from_str_radix(hex, 16).unwrap();
        let mut bytes = vec![0; usize::try_from(at(end) - at(start)).unwrap()];
        file.seek(SeekFrom::Start(at(start))).unwrap();
        // What cannot be read (a guard page) holds nothing.
        file.read_exact(&mut bytes).ok().map(|()| (line.to_owned(), bytes))
    });
    areas.collect()
}

/// The key's blocks and both states, as signing has them at hand. Made after the memory was read.
fn traces(secret_key: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut block = [0; 64];
    block[..secret_key.len()].copy_from_slice(secret_key.as_bytes());
    let traces = [("inner", 0x36), ("outer", 0x5c)].map(|(name, pad)| {
        let block = block.map(|byte| byte ^ pad);
        let mut state = INITIAL;
        compress256(&mut state, &[block]);
        let words = |big_endian: bool| -> Vec<u8> {
            let bytes = state
                .iter()
                .flat_map(|word| if big_endian { word.to_be_bytes() } else { word.to_le_bytes() });
            bytes.collect()
        };
        // As SHA instructions have it: the words of a register in the other order.
        let order = [[5, 4, 1, 0], [7, 6, 3, 2]].map(|half| {
            half.iter()
                .rev()
                .flat_map(|word: &usize| state[*word].to_le_bytes())
                .collect::<Vec<u8>>()
        });
        let [first, second] = order;
        [
            (name, block.to_vec()),
            (name, words(false)),
            (name, words(true)),
            (name, first),
            (name, second),
        ]
    });
    traces.into_iter().flatten().chain([("key", block.to_vec())]).collect()
}

/// SHA-256's beginning (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// Where sixteen bytes in a row of any trace stand, at any whole word.
fn found(memory: &Memory, traces: &[(&'static str, Vec<u8>)]) -> Vec<String> {
    let parts = traces
        .iter()
        .flat_map(|(name, trace)| trace.chunks_exact(16).map(move |part| (part, *name)));
    let parts: HashMap<_, _> = parts.collect();
    let mut found = Vec::new();
    for (area, bytes) in memory {
        for at in (0..=bytes.len() - 16).step_by(4) {
            if let Some(name) = parts.get(&bytes[at..at + 16]) {
                found.push(format!("{name}: {at:#x} of {area}"));
            }
        }
    }
    found
}

fn sign(key: &Key) {
    let signed = Signed {
        identifier: "administrator",
        sdk_app_id: 1_400_000_000,
        issued_at: 1_700_000_000,
        ttl: 86_400,
        user_buf: None,
    };
    black_box(user_sig(key, &signed));
}

/// So far down the stack that nothing called afterwards writes over what was left there.
#[inline(never)]
fn far_down(levels: usize, work: &dyn Fn()) {
    let room = black_box([1_u8; 50_000]);
    if levels == 0 {
        work()
    } else {
        far_down(levels - 1, work)
    }
    black_box(room);
}

#[test]
fn signing_leaves_nothing_of_the_key() {
    const LENGTH: usize = 59;
    let new_key = || {
        let mut text = secret_key(black_box(LENGTH));
        let key = Key::new(&text);
        text.zeroize();
        key
    };
    far_down(3, &|| drop(new_key()));
    far_down(6, &|| sign(&new_key()));
    let left = memory();
    let key = new_key();
    let in_use = memory();
    drop(key);
    let traces = traces(&secret_key(LENGTH));
    let left = found(&left, &traces);
    assert!(left.is_empty(), "{left:#?}");
    let in_use = found(&in_use, &traces);
    assert_eq!(in_use.len(), 4, "32 bytes of both states are where they must be: {in_use:#?}");
}
