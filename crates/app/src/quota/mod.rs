//! How many posts an organization takes in a month (searches section 11). Months and days are UTC.

mod forecast;
mod summary;

pub use summary::{CategoryUsage, Summary, TopicUsage, Usage, summary};
