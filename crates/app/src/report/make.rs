// Being written by the integrator right now; leave this file, posts/ and report/ alone.
//! Making the report.

use super::Report;
use crate::{App, Caller, Result};
use jiff::civil::Date;

/// Of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportInput {
    /// Name of a topic, whatever the case; none: all topics. Field `topic`.
    pub topic: Option<String>,
    /// First UTC day; none: the day of the oldest post.
    pub from: Option<Date>,
    /// Last UTC day; none: the later of today and the newest post's day.
    pub to: Option<Date>,
}

/// Makes the report of the visited organization.
pub async fn make(app: &App, caller: &Caller, input: ReportInput) -> Result<Report> {
    Err(crate::error::unfinished((app, caller, input)))
}
