//! Operating the installation: rebuilding indexes, sizes for backups.

mod info;
mod rebuild;

pub use info::{Installation, info};
pub use rebuild::rebuild;
