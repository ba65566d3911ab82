//! The registry: one line per connector.

use crate::Connector;

/// Every connector, in the order the UI shows them.
pub fn connectors() -> &'static [&'static dyn Connector] {
    &[]
}

/// By name.
pub fn find(name: &str) -> Option<&'static dyn Connector> {
    connectors()
        .iter()
        .copied()
        .find(|c| c.descriptor().name == name)
}
