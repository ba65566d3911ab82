//! Eight bytes of a text at once: where its word of ASCII letters, digits and `_` ends, and how it
//! folds.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// The eight bytes from there on, the first one lowest; zeros after the end.
#[inline]
pub(super) fn load(text: &[u8], at: usize) -> u64 {
    if let Some(bytes) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        return u64::from_le_bytes(*bytes);
    }
    load_last(text.get(at..).unwrap_or_default())
}

/// The same of fewer than eight bytes: pieces that overlap where they are equal.
#[inline]
fn load_last(rest: &[u8]) -> u64 {
    let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    match (rest.first_chunk(), rest.last_chunk(), rest) {
        (Some(first), Some(last), _) => four(first) | four(last) << (8 * (rest.len() - 4)),
        (.., [a, b, c]) => u64::from(*a) | u64::from(*b) << 8 | u64::from(*c) << 16,
        (.., [a, b]) => u64::from(*a) | u64::from(*b) << 8,
        (.., [a]) => u64::from(*a),
        _ => 0,
    }
}

/// For every byte, all of which are below 128: its high bit when it is at least `least`.
const fn at_least(bytes: u64, least: u8) -> u64 {
    (bytes + (0x80 - least as u64) * ONES) & HIGH
}

const fn between(bytes: u64, first: u8, last: u8) -> u64 {
    at_least(bytes, first) & !at_least(bytes, last + 1)
}

/// How many bytes of the word there are, and these bytes in lower case.
#[inline]
pub(super) const fn word(chunk: u64) -> (u64, usize) {
    let bytes = chunk & !HIGH;
    let letters = between(bytes | (0x20 * ONES), b'a', b'z');
    let others = between(bytes, b'0', b'9') | between(bytes, b'_', b'_');
    let ends = HIGH & !((letters | others) & !chunk);
    let count = (ends.trailing_zeros() / 8) as usize;
    let folded = bytes | (letters >> 2);
    if count == 8 {
        return (folded, 8);
    }
    (folded & !(u64::MAX << (8 * count)), count)
}

/// The same of a word with a sign before it, which stays.
#[inline]
pub(super) const fn signed_word(chunk: u64) -> (u64, usize) {
    let (folded, count) = word(chunk & !0xFF | b'_' as u64);
    (folded & !0xFF | chunk & 0xFF, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_judged() {
        for byte in 0..=255u8 {
            for at in 0..8 {
                let mut bytes = *b"aB3_zZ9Q";
                bytes[at] = byte;
                let is_word = byte.is_ascii_alphanumeric() || byte == b'_';
                let count = if is_word { 8 } else { at };
                let mut folded = bytes.map(|byte| byte.to_ascii_lowercase());
                folded[count..].fill(0);
                let found = word(load(&bytes, 0));
                assert_eq!(found, (u64::from_le_bytes(folded), count), "{bytes:?}");
            }
        }
        assert_eq!(load(b"ab", 0), 0x6261);
        assert_eq!((load(b"ab", 2), load(b"ab", 7)), (0, 0));
        for length in 0..=7 {
            let bytes: Vec<u8> = (0..length).map(|n| 0xF1 + n).collect();
            let one_by_one = bytes
                .iter()
                .rev()
                .fold(0, |chunk, byte| chunk << 8 | u64::from(*byte));
            assert_eq!(load(&bytes, 0), one_by_one, "{bytes:?}");
        }
    }
}
