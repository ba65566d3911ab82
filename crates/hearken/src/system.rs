//! The machine's clock and randomness: the only place that reads them.

use hearken_model::{PublicId, Timestamp};
use hearken_store::{Clock, Ids};

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one reader of the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        jiff::Timestamp::now().into()
    }
}

/// The machine's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

/// Random bytes from the system. Without them no id and no secret can be made, and going on would
/// be worse than stopping.
#[expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the one source of randomness; without it nothing can be served"
)]
fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has randomness");
}

impl Ids for SystemIds {
    fn public_id(&self) -> PublicId {
        let mut bytes = [0; 16];
        fill(&mut bytes);
        PublicId::from_bytes(bytes)
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        fill(&mut bytes);
        bytes
    }
}

/// A number for spreading retries; not for secrets.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_ne_bytes(bytes)
}
