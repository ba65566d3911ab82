//! Codes: of the device, and for the day on which it is lost.

use crate::{App, AppError, Result};
use hearken_model::{Timestamp, time::SECOND};
use totp_rs::{Builder, Secret, Totp};

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: 16 of 5 bits each.
const LETTERS: usize = 16;
/// Letters and digits that are not taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
/// Bytes of the secret that the device shares with us (RFC 4226 section 4 advises 160 bits).
const SECRET: usize = 20;
/// The name under which devices list us.
const ISSUER: &str = "Hearken";

/// A new secret for a device.
pub(super) fn new_secret(app: &App) -> Vec<u8> {
    app.ids.secret().iter().take(SECRET).copied().collect()
}

/// The device as an address that its camera reads, and as text for typing.
pub(super) fn address(secret: &[u8], email: &str) -> Result<(String, String)> {
    let account = email.replace(':', " ");
    let totp = totp(secret, &account)?;
    let url = totp.to_url().map_err(AppError::internal)?;
    Ok((url, totp.secret().to_base32()))
}

/// The time step whose code this is: the current one, or the one before or after it.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>> {
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let seconds = u64::try_from(now.0 / SECOND).unwrap_or_default();
    let step = totp(secret, "account")?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The code of an instant, for tests that stand in for a device.
#[cfg(test)]
pub(super) fn code_at(secret: &[u8], now: Timestamp) -> String {
    let seconds = u64::try_from(now.0 / SECOND).unwrap_or_default();
    totp(secret, "account").map_or_else(|_| String::new(), |t| t.generate(seconds).to_string())
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    let built = Builder::new()
        .with_secret(Secret::new(secret.to_vec().into_boxed_slice()))
        .with_account_name(account)
        .with_issuer(Some(ISSUER))
        .build();
    built.map_err(AppError::internal)
}

/// New recovery codes, as they are kept: without hyphens.
pub(super) fn new_recovery_codes(app: &App) -> Vec<String> {
    let code = || {
        let bytes = app.ids.secret();
        let letters = bytes.iter().take(LETTERS).map(|byte| {
            let at = usize::from(byte % 32);
            ALPHABET.get(at).copied().map_or('a', char::from)
        });
        letters.collect()
    };
    std::iter::repeat_with(code).take(RECOVERY_CODES).collect()
}

/// A recovery code as it is shown: `abcd-efgh-jkmn-pqrs`.
pub(super) fn shown(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join("-")
}

/// A code without what people type between its letters.
pub(super) fn plain(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let now = Timestamp(seconds * SECOND);
            assert_eq!(code_at(secret, now), code);
            if seconds < 60 {
                continue; // Two steps before is before all time.
            }
            for (off, expect) in [
                (-60, false),
                (-30, true),
                (0, true),
                (30, true),
                (60, false),
            ] {
                let found = step_of(secret, code, Timestamp((seconds + off) * SECOND));
                let expect = expect.then_some(seconds / 30);
                assert_eq!(found.expect("a secret"), expect, "{seconds} {off}");
            }
        }
    }

    #[test]
    fn recovery_codes_are_typed_as_one_likes() {
        assert_eq!(shown("abcdefghjkmnpqrs"), "abcd-efgh-jkmn-pqrs");
        for typed in ["abcd-efgh-jkmn-pqrs", " ABCD efgh JKMN pqrs "] {
            assert_eq!(plain(typed), "abcdefghjkmnpqrs");
        }
        assert_eq!(
            step_of(b"12345678901234567890", "abcdef", Timestamp(0)).ok(),
            Some(None)
        );
    }
}
