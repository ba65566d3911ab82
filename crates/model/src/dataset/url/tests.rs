use super::*;
use crate::{AuthorId, CategoryId, LocationGroup, TopicId};
use jiff::civil::date;
use proptest::prelude::*;

fn catalogue() -> Catalogue {
    Catalogue {
        categories: (1..4)
            .map(|n| (CategoryId(n), PublicId(n as u128)))
            .collect(),
        topics: (1..6)
            .map(|n| (TopicId(n), PublicId(100 + n as u128), CategoryId(1 + n % 3)))
            .collect(),
        authors: (1..9)
            .map(|n| (AuthorId(n), PublicId(200 + n as u128)))
            .collect(),
        location_groups: vec![LocationGroup {
            id: PublicId(300),
            name: "Nordics".to_owned(),
            owner: None,
            locations: vec!["DK".parse().unwrap(), "SE".parse().unwrap()],
            version: 1,
            created_at: Timestamp(0),
        }],
    }
}

fn read(pairs: &[(String, String)]) -> (Dataset, Vec<Diagnostic>) {
    parse(
        pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())),
        &catalogue(),
    )
}

fn values() -> impl Strategy<Value = (FilterKey, FilterValue)> {
    prop_oneof![
        "[a-z@#,&=% äß]{0,10}[a-z]"
            .prop_map(|t| (FilterKey::Keywords, FilterValue::Keyword(t.trim().into()))),
        prop_oneof![Just("bluesky"), Just("reddit"), Just("feed")].prop_filter_map("source", |s| {
            Some((FilterKey::Source, FilterValue::Source(s.parse().ok()?)))
        }),
        prop_oneof![Just("en"), Just("und"), Just("zh-Hant")].prop_filter_map(
            "language",
            |s| Some((FilterKey::Language, FilterValue::Language(s.parse().ok()?)))
        ),
        (0..4i64).prop_filter_map("tone", |n| Some((
            FilterKey::Sentiment,
            FilterValue::Sentiment(Sentiment::from_number(n)?)
        ))),
        (1..6u8).prop_map(|n| (FilterKey::Reach, FilterValue::Reach(n))),
        prop_oneof![
            Just(Location::Country("DE".parse().unwrap())),
            Just("europe".parse().unwrap()),
            Just(PublicId(300).to_string().parse().unwrap()),
        ]
        .prop_map(|location| (
            FilterKey::Country,
            match location {
                Location::Country(code) => FilterValue::Country(code),
                Location::Group(key) => FilterValue::LocationGroup(key),
            }
        )),
        (1..9i64).prop_map(|n| (FilterKey::Author, FilterValue::Author(AuthorId(n)))),
        (1..6i64).prop_map(|n| (FilterKey::Topic, FilterValue::Topic(TopicId(n)))),
    ]
}

fn frames() -> impl Strategy<Value = TimeFrame> {
    prop_oneof![
        Just(TimeFrame::Today),
        Just(TimeFrame::LastWeek),
        Just(TimeFrame::LastMonth),
        Just(TimeFrame::All),
        (0..300i64, 0..300i64).prop_map(|(a, n)| {
            let first = super::super::frame::plus_days(date(2008, 1, 22), a);
            TimeFrame::Days(first, super::super::frame::plus_days(first, n))
        }),
        (0..1i64 << 50, 1..1i64 << 40).prop_map(|(a, n)| TimeFrame::Exact(Span {
            from: Timestamp(a),
            to: Timestamp(a + n)
        })),
    ]
}

proptest! {
    #[test]
    fn print_then_parse_is_identity(
        focus in prop_oneof![
            Just(Focus::All),
            (1..4i64).prop_map(|n| Focus::Category(CategoryId(n))),
            (1..6i64).prop_map(|n| Focus::Topic(TopicId(n))),
        ],
        frame in frames(),
        chosen in prop::collection::vec((values(), any::<bool>()), 0..12),
    ) {
        let mut dataset = Dataset { focus, frame, filters: Filters::default() };
        for ((key, value), exclude) in chosen {
            if exclude { dataset.filters.exclude(key, value) } else { dataset.filters.include(key, value) }
        }
        let pairs = print(&dataset, &catalogue());
        let (read, problems) = read(&pairs);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(&read, &dataset);
        prop_assert_eq!(print(&read, &catalogue()), pairs);
    }

    #[test]
    fn no_query_panics(pairs in prop::collection::vec((".{0,12}", ".{0,40}"), 0..6)) {
        let pairs: Vec<(String, String)> = pairs;
        let _ = read(&pairs);
    }
}

#[test]
fn groups_are_bound_as_their_countries() {
    let bound = |query: &[(&str, &str)]| {
        let (dataset, problems) = parse(query.iter().copied(), &catalogue());
        assert_eq!(problems, vec![]);
        let bound = dataset.bind(
            Timestamp::from_seconds(1_790_000_000),
            &"UTC".parse().unwrap(),
            None,
            &catalogue(),
        );
        let filter = bound.filters.get(FilterKey::Country).cloned();
        let codes = |values: Vec<FilterValue>| -> Vec<String> {
            let print = |v: &FilterValue| print_value(v, &catalogue()).unwrap();
            values.iter().map(print).collect()
        };
        let filter = filter.unwrap();
        (codes(filter.include), codes(filter.exclude))
    };
    let nordics = PublicId(300).to_string();
    assert_eq!(
        bound(&[("country", &format!("{nordics},DE,SE"))]),
        (vec!["DE".into(), "DK".into(), "SE".into()], vec![])
    );
    // Left out wins, on its own side.
    let (include, exclude) = bound(&[("country", "SE"), ("-country", "europe")]);
    assert_eq!(include, ["SE"]);
    assert!(exclude.contains(&"SE".to_owned()) && exclude.len() > 40);
    let gone = PublicId(301).to_string();
    let (_, problems) = parse([("country", gone.as_str())], &catalogue());
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_ref()).collect();
    assert_eq!(codes, ["unknown_location_group"]);
}

#[test]
fn every_problem_is_reported() {
    let pairs = [
        ("focus", "topic-00000000000000000000000000000fff"),
        ("time", "yesterday"),
        ("source", "Blue Sky,reddit"),
        ("-location_type", "post"),
        ("reach", "6"),
        ("page", "2"),
        ("time", "2026-02-30..2026-03-01"),
    ];
    let (dataset, problems) = parse(pairs, &catalogue());
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_ref()).collect();
    assert_eq!(
        codes,
        [
            "unknown_focus",
            "bad_time_frame",
            "unknown_value",
            "cannot_exclude",
            "unknown_value",
            "bad_time_frame"
        ]
    );
    assert_eq!(
        dataset
            .filters
            .get(FilterKey::Source)
            .map(|f| f.include.len()),
        Some(1)
    );
}
