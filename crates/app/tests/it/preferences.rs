//! How people like Analytics to begin (GLO-04, GLO-30, GLO-32).

use crate::support::{World, pairs, problems};
use hearken_app::{
    Caller, analytics, organizations, tokens,
    users::{self, MyChoices},
};
use hearken_model::{
    ChartFormat, ConfigurationRole, DefaultFrame, PageStyle, Preferences, TimeFrame,
};

fn chosen(time_frame: &str, charts: &str) -> MyChoices {
    MyChoices {
        time_frame: time_frame.to_owned(),
        charts: charts.to_owned(),
        ..MyChoices::default()
    }
}

async fn frame(world: &World, caller: &Caller, query: &[(&str, &str)]) -> TimeFrame {
    let view = analytics::open(&world.app, caller, &pairs(query)).await;
    view.expect("a view").dataset.frame
}

#[tokio::test]
async fn analytics_begins_as_a_person_likes_it() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Analyst)
        .await;
    let again = || world.sign_in("dana@people.example", "contoso");
    assert_eq!(frame(&world, &dana, &[]).await, TimeFrame::LastMonth);
    let saved = users::set_choices(&world.app, &dana, chosen(" week ", "table")).await;
    assert_eq!(
        saved.expect("saved").preferences,
        Preferences {
            time_frame: Some(DefaultFrame::LastWeek),
            charts: Some(ChartFormat::Table),
            style: PageStyle::default(),
        }
    );
    let dana = again().await;
    assert_eq!(dana.preferences().charts, Some(ChartFormat::Table));
    assert_eq!(frame(&world, &dana, &[]).await, TimeFrame::LastWeek);
    assert_eq!(
        frame(&world, &dana, &[("time", "today")]).await,
        TimeFrame::Today
    );
    // Others go on as before, and so does a program of hers.
    assert_eq!(frame(&world, &admin, &[]).await, TimeFrame::LastMonth);
    let token = tokens::NewToken {
        name: "Script".to_owned(),
        ..tokens::NewToken::default()
    };
    let token = tokens::create(&world.app, &dana, token)
        .await
        .expect("made");
    let program = tokens::resume(&world.app, token.token.expose()).await;
    let program = organizations::enter(&world.app, &program.expect("known"), "contoso").await;
    let program = program.expect("inside");
    assert_eq!(frame(&world, &program, &[]).await, TimeFrame::LastMonth);

    // Nothing chosen is the default again.
    users::set_choices(&world.app, &program, chosen("", ""))
        .await
        .expect("a token's choices are its person's");
    let dana = again().await;
    assert_eq!(dana.preferences(), Preferences::default());
    assert_eq!(frame(&world, &dana, &[]).await, TimeFrame::LastMonth);
    let bad = users::set_choices(&world.app, &dana, chosen("all", "pie")).await;
    assert_eq!(
        problems(bad.expect_err("refused")),
        pairs(&[("time_frame", "unknown_value"), ("charts", "unknown_value")])
    );
}

/// What a missing frame means differs by person, so that no link leaves it out.
#[tokio::test]
async fn links_name_their_frame() {
    let (world, admin, _) = World::two().await;
    for (query, link) in [
        ("", "time=month"),
        ("week", "time=week"),
        ("month", "time=month"),
    ] {
        let query = [("time", query)];
        let query = if query[0].1.is_empty() {
            &[]
        } else {
            &query[..]
        };
        let view = analytics::open(&world.app, &admin, &pairs(query)).await;
        assert_eq!(view.expect("a view").link().query(), link);
    }
}
