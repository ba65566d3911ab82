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
    house.pipeline.persist().await?;
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
    macro_rules! list {
        ($name:literal, $rows:ident, $key:ident) => {
            list(
                $name,
                report
                    .$rows
                    .iter()
                    .map(|row| (row.$key.as_str(), row.posts)),
            );
        };
    }
    list!("topics", topics, topic);
    list!("sources", sources, source);
    list!("languages", languages, language);
    list!("countries", countries, country);
    list!("authors", authors, author);
    list!("phrases", phrases, phrase);
}

fn list<'r>(name: &str, rows: impl Iterator<Item = (&'r str, u64)>) {
    let rows: Vec<String> = rows
        .take(ROWS)
        .map(|(key, posts)| format!("{key} {posts}"))
        .collect();
    if !rows.is_empty() {
        print(&format!("{name:<10} {}", rows.join(", ")));
    }
}
