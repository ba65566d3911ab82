//! The audit: who did what, for those whose organization it is (DEL-72), and whether it is as it was
//! written.

mod list;
mod verify;

pub use list::{AuditRow, list};
pub use verify::{ChainView, parse_head, verify};
