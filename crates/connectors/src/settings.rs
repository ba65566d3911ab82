//! Settings as the configuration gives them: JSON, read into the connector's own type.

use crate::ConnectorError;
use serde::de::DeserializeOwned;

/// Reads settings; absent ones (`null`) are empty.
///
/// # Errors
/// `Reject` with what serde says: it names the field, and the settings of a connector hold nothing
/// that may not be shown but secrets, which are text and never the wrong type.
pub(crate) fn read<S: DeserializeOwned>(settings: &serde_json::Value) -> Result<S, ConnectorError> {
    let settings = if settings.is_null() {
        serde_json::Value::Object(serde_json::Map::new())
    } else {
        settings.clone()
    };
    serde_json::from_value(settings)
        .map_err(|error| ConnectorError::reject(format!("bad setting: {error}")))
}

/// For a connector that has no settings.
///
/// # Errors
/// `Reject` when there are some.
pub(crate) fn none(settings: &serde_json::Value) -> Result<(), ConnectorError> {
    let empty = settings.is_null() || settings.as_object().is_some_and(serde_json::Map::is_empty);
    if empty {
        Ok(())
    } else {
        Err(ConnectorError::reject("this connector has no settings"))
    }
}
