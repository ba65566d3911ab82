//! `report`.

use super::{enter, print};
use crate::{cli::ReportArgs, wiring::House};
use anyhow::Context as _;
use hearken_app::report::{self, Report, ReportInput};
use hearken_store::Store;

pub(super) async fn run(house: &House, args: ReportArgs) -> anyhow::Result<()> {
    let caller = enter(house, &args.organization).await?;
    let slug = args.organization.parse()?;
    let organization = Store::find_organization(&house.store, &house.install, &slug).await?;
    let organization = organization.context("the organization is gone")?;
    house.pipeline.catch_up(organization.id).await?;
    let input = ReportInput {
        topic: args.topic,
        from: args.from,
        to: args.to,
    };
    let report = report::make(&house.app, &caller, input).await?;
    if args.json {
        print(&serde_json::to_string(&report)?);
    } else {
        tell(&report);
    }
    Ok(())
}

/// Rows of a list in the short form.
const ROWS: usize = 10;

fn tell(report: &Report) {
    let tone = &report.sentiment;
    print(&format!("posts      {}", report.posts));
    print(&format!(
        "sentiment  {} positive, {} negative, {} neutral, {} unknown; index {}",
        tone.positive,
        tone.negative,
        tone.neutral,
        tone.unknown,
        tone.index
            .map_or_else(|| "-".to_owned(), |index| format!("{index:+.1}"))
    ));
    let list = |name: &str, rows: Vec<(&str, u64)>| {
        let rows: Vec<String> = rows
            .iter()
            .take(ROWS)
            .map(|(key, posts)| format!("{key} {posts}"))
            .collect();
        if !rows.is_empty() {
            print(&format!("{name:<10} {}", rows.join(", ")));
        }
    };
    list(
        "topics",
        report
            .topics
            .iter()
            .map(|r| (r.topic.as_str(), r.posts))
            .collect(),
    );
    list(
        "sources",
        report
            .sources
            .iter()
            .map(|r| (r.source.as_str(), r.posts))
            .collect(),
    );
    list(
        "languages",
        report
            .languages
            .iter()
            .map(|r| (r.language.as_str(), r.posts))
            .collect(),
    );
    list(
        "countries",
        report
            .countries
            .iter()
            .map(|r| (r.country.as_str(), r.posts))
            .collect(),
    );
    list(
        "authors",
        report
            .authors
            .iter()
            .map(|r| (r.author.as_str(), r.posts))
            .collect(),
    );
    list(
        "phrases",
        report
            .phrases
            .iter()
            .map(|r| (r.phrase.as_str(), r.posts))
            .collect(),
    );
}
