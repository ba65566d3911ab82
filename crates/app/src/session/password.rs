//! Passwords: argon2id hashes, the rule for new ones, and one-time passwords.
//!
//! A one-time password is stored as its hash with a mark before it, so that it ends being one in
//! the same write that replaces it.

use crate::{App, AppError, Result, Secret};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use hearken_model::Diagnostic;

/// Fewest characters of a password that a person chooses.
pub(crate) const SHORTEST: usize = 12;
/// Most characters; hashing is not free.
const LONGEST: usize = 200;
/// Stands before the hash of a one-time password.
const ONCE: &str = "once:";
/// Letters and digits that are not taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789_";

/// Checks a password that a person chose.
pub(crate) fn check_new_password(password: &Secret, field: &str) -> Option<Diagnostic> {
    let length = password.expose().chars().count();
    if length < SHORTEST {
        Some(Diagnostic::new("too_short", field).with("limit", SHORTEST as i64))
    } else if length > LONGEST {
        Some(Diagnostic::new("too_long", field).with("limit", LONGEST as i64))
    } else {
        None
    }
}

/// A password of 20 characters, 100 random bits.
pub(crate) fn generate_password(app: &App) -> Secret {
    let bytes = app.ids.secret();
    let letters = bytes.iter().take(20).map(|byte| {
        let at = usize::from(byte % 32);
        ALPHABET.get(at).copied().map_or('a', char::from)
    });
    Secret::new(letters.collect::<String>())
}

/// Hashes a password on a thread for slow work. `once` marks a one-time password.
pub(crate) async fn hash_password(app: &App, password: &Secret, once: bool) -> Result<String> {
    let salt = app.ids.secret();
    let (password, memory) = (password.clone(), app.limits.password_memory_kib);
    let hash = tokio::task::spawn_blocking(move || {
        let salt = salt.get(..16).unwrap_or(&salt);
        let hasher = hasher(memory).map_err(AppError::internal)?;
        hasher
            .hash_password_with_salt(password.expose().as_bytes(), salt)
            .map(|hash| hash.to_string())
            .map_err(AppError::internal)
    });
    let hash = hash.await.map_err(AppError::internal)??;
    Ok(if once { format!("{ONCE}{hash}") } else { hash })
}

/// Whether the password is the one of the stored hash. Without a hash it takes as long and is
/// false, so that time tells nobody whether an account exists.
pub(crate) async fn verify_password(
    app: &App,
    password: &Secret,
    stored: Option<&str>,
) -> Result<bool> {
    let memory = app.limits.password_memory_kib;
    let password = password.clone();
    let stored = stored.map(|hash| hash.strip_prefix(ONCE).unwrap_or(hash).to_owned());
    let matches = tokio::task::spawn_blocking(move || {
        let hasher = hasher(memory).map_err(AppError::internal)?;
        let bytes = password.expose().as_bytes();
        if let Some(stored) = stored {
            let hash = PasswordHash::new(&stored).map_err(AppError::internal)?;
            Ok(hasher.verify_password(bytes, &hash).is_ok())
        } else {
            let _ = hasher.hash_password_with_salt(bytes, &[0; 16]);
            Ok(false)
        }
    });
    matches.await.map_err(AppError::internal)?
}

/// Whether a stored hash is that of a one-time password.
pub(crate) fn is_one_time(stored: Option<&str>) -> bool {
    stored.is_some_and(|hash| hash.starts_with(ONCE))
}

fn hasher(memory_kib: u32) -> argon2::Result<Argon2<'static>> {
    let params = Params::new(memory_kib, 2, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
