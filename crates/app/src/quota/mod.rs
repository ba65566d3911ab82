//! How many posts an organization takes in a month (searches section 11). Months and days are UTC.

mod check;
mod forecast;
mod summary;

pub use check::{Fit, QuotaCheck};
pub use summary::{CategoryUsage, QuotaState, Summary, TopicUsage, Usage, summary};
