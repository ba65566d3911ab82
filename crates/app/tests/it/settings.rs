//! Settings of an organization.

use crate::{
    support::{World, pairs, problems},
    topics::topic,
};
use hearken_app::{
    Code, settings,
    settings::{General, SetupDefaults},
    style::TypedStyle,
    topics::{self, RuleInput, RuleView, TopicFilter},
};
use hearken_model::{DefaultFrame, KeywordsRule, Theme};

fn rule(languages: &[&str]) -> RuleInput {
    RuleInput::Keywords {
        id: None,
        rule: KeywordsRule {
            keywords: vec!["word".to_owned()],
            languages: languages
                .iter()
                .map(|l| l.parse().expect("a code"))
                .collect(),
            ..KeywordsRule::default()
        },
    }
}

fn codes(languages: &[&str]) -> Vec<String> {
    languages.iter().map(|code| (*code).to_owned()).collect()
}

#[tokio::test]
async fn removing_a_language_is_confirmed_and_carried_through() {
    let (world, admin, _) = World::two().await;
    for (name, rules) in [
        ("Any", vec![rule(&[])]),
        ("English", vec![rule(&["en"])]),
        ("German", vec![rule(&["de"])]),
        ("Mixed", vec![rule(&["de", "en"]), rule(&["de"])]),
    ] {
        topics::save(&world.app, &admin, topic(name, "All", rules))
            .await
            .expect("made");
    }
    let defaults = SetupDefaults {
        languages: codes(&["de", "en"]),
        ..SetupDefaults::default()
    };
    settings::set_defaults(&world.app, &admin, defaults)
        .await
        .expect("saved");
    let chosen = codes(&["en", "fr"]);
    let impact = settings::language_impact(&world.app, &admin, &chosen)
        .await
        .expect("impact");
    let names =
        |rows: &[(_, String, u64)]| rows.iter().map(|r| (r.1.clone(), r.2)).collect::<Vec<_>>();
    assert!(!impact.is_harmless());
    assert_eq!(names(&impact.rules_narrowed), [("Mixed".to_owned(), 1)]);
    assert_eq!(names(&impact.rules_deleted), [("Mixed".to_owned(), 1)]);
    assert_eq!(impact.topics_deleted.len(), 1);
    assert_eq!(impact.topics_deleted[0].1, "German");

    let ask = settings::set_languages(&world.app, &admin, &chosen, false).await;
    assert_eq!(ask.expect_err("asks").code, Code::ConfirmationRequired);
    let rows = topics::list(&world.app, &admin, TopicFilter::default())
        .await
        .expect("listed");
    assert_eq!(rows.len(), 4, "nothing happened yet");
    let saved = settings::set_languages(&world.app, &admin, &chosen, true)
        .await
        .expect("saved");
    assert_eq!(
        saved
            .languages
            .iter()
            .map(|l| l.as_str())
            .collect::<Vec<_>>(),
        ["en", "fr"]
    );
    assert_eq!(
        saved
            .default_languages
            .iter()
            .map(|l| l.as_str())
            .collect::<Vec<_>>(),
        ["en"]
    );
    let rows = topics::list(&world.app, &admin, TopicFilter::default())
        .await
        .expect("listed");
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Any", "English", "Mixed"]);
    let mixed = topics::get(&world.app, &admin, rows[2].id)
        .await
        .expect("got");
    let [RuleView::Keywords { rule, .. }] = &mixed.rules[..] else {
        panic!("one rule")
    };
    assert_eq!(
        rule.languages
            .iter()
            .map(|l| l.as_str())
            .collect::<Vec<_>>(),
        ["en"]
    );

    let harmless = settings::set_languages(&world.app, &admin, &codes(&["en"]), false).await;
    harmless.expect("nothing to confirm");
    let bad = settings::set_languages(&world.app, &admin, &codes(&["!", "und"]), true).await;
    assert_eq!(
        problems(bad.expect_err("refused")),
        pairs(&[("languages", "not_a_language"), ("languages", "required")])
    );
}

#[tokio::test]
async fn general_settings_are_checked() {
    let (world, admin, _) = World::two().await;
    let input = General {
        name: "Contoso Group".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        time_frame: "week".to_owned(),
        style: TypedStyle {
            theme: "dark".to_owned(),
            dates: " yyyy-MM-dd ".to_owned(),
            ..TypedStyle::default()
        },
        ..General::default()
    };
    let saved = settings::set_general(&world.app, &admin, input)
        .await
        .expect("saved");
    assert_eq!(saved.organization.name, "Contoso Group");
    assert_eq!(saved.organization.zone.name(), "Europe/Berlin");
    assert_eq!(saved.organization.time_frame, DefaultFrame::LastWeek);
    let style = saved.organization.style;
    assert_eq!(style.theme, Some(Theme::Dark));
    assert_eq!(style.dates, "yyyy-MM-dd".parse().ok());
    assert_eq!(saved.languages.len(), 26, "SEA-136");
    let bad = General {
        zone: "x".to_owned(),
        time_frame: "all".to_owned(),
        style: TypedStyle {
            dates: "dd/mm".to_owned(),
            numbers: "roman".to_owned(),
            ..TypedStyle::default()
        },
        ..General::default()
    };
    let bad = settings::set_general(&world.app, &admin, bad)
        .await
        .expect_err("refused");
    assert_eq!(
        problems(bad),
        pairs(&[
            ("name", "required"),
            ("zone", "not_a_zone"),
            ("time_frame", "bad_time_frame"),
            ("dates", "not_a_date_pattern"),
            ("numbers", "unknown_value")
        ])
    );
    let bad = SetupDefaults {
        languages: codes(&["tlh"]),
        sources: codes(&["Blue Sky"]),
        local_previews: None,
    };
    let bad = settings::set_defaults(&world.app, &admin, bad)
        .await
        .expect_err("refused");
    assert_eq!(
        problems(bad),
        pairs(&[
            ("languages", "not_a_search_language"),
            ("sources", "not_a_source")
        ])
    );
    assert_eq!(world.last_deed("contoso").await, "settings.changed");
}
