//! The audit: who did what, for those whose organization it is (DEL-72), and whether it is as it was
//! written.

mod checkpoint;
mod denials;
mod list;
mod verify;

pub use checkpoint::{Checkpoint, checkpoint};
pub(crate) use denials::Denials;
pub use denials::write_denials;
pub use hearken_store::AuditHead;
pub use list::{AuditRow, list};
pub use verify::{ChainView, parse_head, verify};
