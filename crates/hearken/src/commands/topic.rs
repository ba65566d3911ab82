//! `topic create`.

use super::{enter, print, split};
use crate::{
    cli::{NewTopic, ProximityArg},
    wiring::House,
};
use anyhow::Context as _;
use hearken_app::topics::{self, CategoryChoice, RuleInput, SaveTopic};
use hearken_model::{KeywordsRule, Proximity};
use serde_json::json;

pub(super) async fn create(house: &House, args: NewTopic) -> anyhow::Result<()> {
    let caller = enter(house, &args.organization).await?;
    let rule = rule(&args)?;
    let input = SaveTopic {
        id: None,
        version: None,
        name: args.name,
        category: CategoryChoice::Named(args.category),
        owner: None,
        rules: vec![RuleInput::Keywords { id: None, rule }],
    };
    let topic = topics::save(&house.app, &caller, input).await?;
    // Posts that other topics found are looked at now, since this process does not stay.
    house.pipeline.run_due_jobs().await?;
    if args.json {
        let row = &topic.row;
        let value = json!({ "topic": row.id, "name": row.name, "category": row.category_name });
        print(&value.to_string());
    } else {
        print(&format!(
            "topic {} in {} ({})",
            topic.row.name, topic.row.category_name, topic.row.id
        ));
    }
    Ok(())
}

fn rule(args: &NewTopic) -> anyhow::Result<KeywordsRule> {
    let sources = split(&args.sources)
        .iter()
        .map(|s| s.parse().with_context(|| format!("--sources {s}")))
        .collect::<Result<_, _>>()?;
    let languages = split(&args.languages)
        .iter()
        .map(|l| l.parse().with_context(|| format!("--languages {l}")))
        .collect::<Result<_, _>>()?;
    Ok(KeywordsRule {
        groups: Vec::new(),
        keywords: split(&args.keywords),
        inclusions: split(&args.inclusions),
        exclusions: split(&args.exclusions),
        proximity: match args.proximity {
            ProximityArg::Sentence => Proximity::Sentence,
            ProximityArg::Paragraph => Proximity::Paragraph,
            ProximityArg::Post => Proximity::Post,
        },
        languages,
        sources,
        ignore_accents: false,
    })
}
