//! Operating the installation: rebuilding indexes, sizes for backups.

mod backup;
mod info;
mod rebuild;

pub use backup::backup;
pub use info::{Installation, info};
pub use rebuild::rebuild;
