//! Session tokens as text: 64 hexadecimal digits of 256 random bits.

use crate::Secret;
use std::fmt::Write as _;

/// The text of a secret, or of a hash.
pub(crate) fn print_secret(secret: &[u8]) -> String {
    secret
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The secret of a text; none for anything else.
pub(crate) fn parse_secret(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut secret = [0; 32];
    for (byte, pair) in secret.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(secret)
}

/// The token of a session.
pub(crate) fn session_token(secret: &[u8; 32]) -> Secret {
    Secret::new(print_secret(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_print_and_parse() {
        let secret: [u8; 32] = std::array::from_fn(|n| n as u8 * 8);
        assert_eq!(parse_secret(&print_secret(&secret)), Some(secret));
        let text = print_secret(&secret);
        for bad in [
            "",
            "00",
            &format!("{text}0"),
            &text.replace('0', "g"),
            &"ü".repeat(32),
        ] {
            assert_eq!(parse_secret(bad), None, "{bad}");
        }
    }
}
