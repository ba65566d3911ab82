//! Figures by hand, for the engine and the oracle alike: what random comparison cannot tell is
//! whether both are wrong in the same way.

use crate::support::*;
use hearken_archive::{
    Ask, Change, Count, Data, Dimension, Key, PostRow, Terms, TermsAsk, Tones, TopicGroup,
};
use hearken_model::{
    AuthorId, CategoryId, Language, Place, PlaceKind, PostId, PostKind, Sentiment, Seq, Source,
    Span, Timestamp, TopicId, Zone,
    annotation::PhraseKey,
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn post(id: i64, published_at: &str, topics: &[i64], sentiment: Sentiment) -> PostRow {
    PostRow {
        id: PostId(id),
        published_at: at(published_at),
        source: Source::BLUESKY,
        language: Language::EN,
        sentiment,
        kind: PostKind::Post,
        reach: None,
        author: Some(AuthorId(1)),
        place: None,
        phrases: Vec::new(),
        words: words(id),
        topics: topics.iter().copied().map(TopicId).collect(),
    }
}

fn dataset(from: &str, to: &str, past: &[(&str, &str)]) -> BoundDataset {
    let span = |from, to| Span {
        from: at(from),
        to: at(to),
    };
    BoundDataset {
        span: span(from, to),
        past: past.iter().map(|(from, to)| span(from, to)).collect(),
        topics: vec![TopicId(1), TopicId(2), TopicId(3)],
        filters: Filters::default(),
        zone: Zone::UTC,
        bucket: Bucket::Day,
    }
}

fn check(rows: &[PostRow], dataset: &BoundDataset, ask: Ask, expect: impl Fn(&Data)) {
    for make in [naive, memory] {
        let archive = make();
        let puts: Vec<Change> = rows
            .iter()
            .map(|r| Change::Put(Box::new(r.clone())))
            .collect();
        archive.apply(&scope(1), Seq(1), &puts).unwrap();
        let answers = archive
            .ask(&scope(1), dataset, std::slice::from_ref(&ask))
            .unwrap();
        assert!(answers[0].exact && answers[0].as_of == Seq(1));
        expect(&answers[0].data);
    }
}

fn terms(data: &Data) -> &Terms {
    match data {
        Data::Terms(terms) => terms,
        other => panic!("not terms: {other:?}"),
    }
}

use Sentiment::{Negative, Neutral, Positive, Unknown};

/// Two topics of which some posts have both, over three days.
fn three_days() -> (Vec<PostRow>, BoundDataset) {
    let rows = vec![
        post(1, "2026-03-10T00:00:00Z", &[1], Neutral),
        post(2, "2026-03-10T23:59:59.999999Z", &[1, 2], Neutral),
        post(3, "2026-03-11T00:00:00Z", &[1], Neutral),
        post(4, "2026-03-09T12:00:00Z", &[2], Neutral),
        post(5, "2026-03-08T12:00:00Z", &[2], Neutral),
        post(6, "2026-03-08T13:00:00Z", &[3], Neutral),
        post(7, "2026-03-10T13:00:00Z", &[9], Neutral),
        post(8, "2026-03-10T13:00:00Z", &[], Neutral),
    ];
    let frames = dataset(
        "2026-03-10T00:00:00Z",
        "2026-03-11T00:00:00Z",
        &[
            ("2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z"),
            ("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z"),
        ],
    );
    (rows, frames)
}

/// ANA-030..032: the frame against the mean of the past ones; the end of a span is outside.
#[test]
fn a_trend_compares_with_the_mean_of_past_frames() {
    let (rows, frames) = three_days();
    check(&rows, &frames, Ask::Count, |data| {
        let Data::Count(count) = data else { panic!() };
        assert_eq!(
            *count,
            Count {
                now: 2,
                past: vec![1, 2]
            }
        );
        assert_eq!(count.past_mean(), Some(1.5));
        assert_eq!(count.trend_percent().map(f64::round), Some(33.0));
    });
}

/// Q5: a post with two topics is in both; in a category it counts once.
#[test]
fn topics_overlap_and_categories_do_not() {
    let (rows, frames) = three_days();
    let topics = Ask::Terms(TermsAsk::new(Dimension::Topic, 5).with_trend());
    check(&rows, &frames, topics, |data| {
        let found = terms(data);
        let rows: Vec<_> = found
            .rows
            .iter()
            .map(|row| (row.key.clone(), row.posts, row.past.clone()))
            .collect();
        assert_eq!(
            rows,
            [
                (Key::Topic(TopicId(1)), 2, vec![0, 0]),
                (Key::Topic(TopicId(2)), 1, vec![1, 1])
            ]
        );
        assert_eq!((found.distinct, found.carrying), (2, 2));
        assert_eq!(
            found.rows[0].trend_percent(),
            None,
            "nothing to compare with"
        );
    });
    let by = Dimension::Category(vec![TopicGroup {
        category: CategoryId(4),
        topics: vec![TopicId(1), TopicId(2), TopicId(9)],
    }]);
    check(&rows, &frames, Ask::Terms(TermsAsk::new(by, 5)), |data| {
        let found = terms(data);
        assert_eq!((found.rows[0].posts, found.rows.len()), (2, 1));
        assert_eq!(found.rows[0].key, Key::Category(CategoryId(4)));
    });
}

/// ANA-162, ANA-164.
#[test]
fn tones_are_of_the_frame_and_the_nearest_past_one() {
    let tones = [Positive, Positive, Negative, Neutral, Unknown];
    let mut rows: Vec<PostRow> = (1..)
        .zip(tones)
        .map(|(id, tone)| post(id, "2026-03-10T05:00:00Z", &[1], tone))
        .collect();
    rows.push(post(9, "2026-03-09T05:00:00Z", &[1], Negative));
    let frames = dataset(
        "2026-03-10T00:00:00Z",
        "2026-03-11T00:00:00Z",
        &[("2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z")],
    );
    check(&rows, &frames, Ask::Tones, |data| {
        let Data::Tones { now, before } = data else {
            panic!()
        };
        let expect = Tones {
            positive: 2,
            negative: 1,
            neutral: 1,
            unknown: 1,
        };
        assert_eq!((*now, now.posts(), now.rated()), (expect, 5, 4));
        assert_eq!(now.index().map(|i| i.value()), Some(3.3));
        assert_eq!(
            before.and_then(|b| b.index()).map(|i| i.value()),
            Some(-10.0)
        );
    });
}

/// ANA-024, ANA-037: days of Berlin across the change of the clock, and the line of the past.
#[test]
fn a_time_axis_follows_the_zone() {
    let rows = [
        post(1, "2026-03-28T23:00:00Z", &[1], Neutral), // 29 March, 00:00
        post(2, "2026-03-29T21:59:59Z", &[1], Neutral), // 29 March, 23:59
        post(3, "2026-03-29T22:00:00Z", &[1], Neutral), // 30 March, 00:00
        post(4, "2026-03-26T23:30:00Z", &[1], Neutral), // 27 March
        post(5, "2026-03-27T23:30:00Z", &[1], Neutral), // 28 March
        post(6, "2026-03-27T23:40:00Z", &[1], Neutral), // 28 March
    ];
    let mut frames = dataset(
        "2026-03-28T23:00:00Z",
        "2026-03-30T22:00:00Z",
        &[
            ("2026-03-26T23:00:00Z", "2026-03-28T23:00:00Z"),
            ("2026-03-24T23:00:00Z", "2026-03-25T20:00:00Z"),
        ],
    );
    frames.zone = "Europe/Berlin".parse().unwrap();
    let ask = Ask::Histogram {
        bucket: None,
        split: None,
    };
    check(&rows, &frames, ask, |data| {
        let Data::Histogram(histogram) = data else {
            panic!()
        };
        assert_eq!(
            histogram.starts,
            [at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z")]
        );
        assert_eq!(histogram.posts, [2, 1]);
        assert_eq!(histogram.past, [vec![1, 2], vec![0]]);
        assert_eq!(histogram.average(0), Some(0.5));
        assert_eq!(
            histogram.average(1),
            Some(2.0),
            "the cut frame has no second day"
        );
        assert_eq!(histogram.average(2), None);
    });
}

/// ANA-168: a phrase is a positive one only if it is more so than the dataset.
#[test]
fn phrases_of_a_tone_stand_out_from_the_dataset() {
    let with = |id, tone, phrases: &[u64]| PostRow {
        phrases: phrases.iter().copied().map(PhraseKey).collect(),
        ..post(id, "2026-03-10T05:00:00Z", &[1], tone)
    };
    let rows = [
        with(1, Positive, &[10, 20, 30]),
        with(2, Positive, &[10, 20, 20]),
        with(3, Negative, &[10, 40]),
        with(4, Negative, &[10]),
    ];
    let frames = dataset("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z", &[]);
    let ask = |at_least| Ask::TonePhrases {
        tone: Positive,
        limit: 9,
        at_least,
    };
    let keys = |data: &Data| -> Vec<(Key, u64, Option<PostId>)> {
        let rows = terms(data).rows.iter();
        rows.map(|row| (row.key.clone(), row.posts, row.latest))
            .collect()
    };
    check(&rows, &frames, ask(1), |data| {
        let expect = [
            (Key::Phrase(PhraseKey(20)), 2, Some(PostId(2))),
            (Key::Phrase(PhraseKey(30)), 1, Some(PostId(1))),
        ];
        assert_eq!(keys(data), expect, "10 is in every post");
        assert_eq!(terms(data).carrying, 2);
    });
    check(&rows, &frames, ask(2), |data| {
        assert_eq!(keys(data).len(), 1);
    });
    // ANA-176: posts, not occurrences.
    let phrases = Ask::Terms(TermsAsk::new(Dimension::Phrase, 1).at_least(2));
    check(&rows, &frames, phrases, |data| {
        assert_eq!(
            keys(data),
            [(Key::Phrase(PhraseKey(10)), 4, Some(PostId(4)))]
        );
        assert_eq!((terms(data).distinct, terms(data).carrying), (2, 4));
    });
}

/// ANA-134: posts at one spot and posts near each other are one cell.
#[test]
fn cells_cluster_posts_of_an_area() {
    let located = |id, latitude, longitude, tone| PostRow {
        place: Some(Place {
            kind: PlaceKind::Post,
            country: "DE".parse().unwrap(),
            latitude,
            longitude,
        }),
        ..post(id, "2026-03-10T05:00:00Z", &[1], tone)
    };
    let rows = [
        located(1, 52.0, 13.0, Positive),
        located(2, 53.0, 13.5, Negative),
        located(3, 48.0, 11.5, Neutral),
        located(4, 99.0, 11.5, Neutral),
        post(5, "2026-03-10T05:00:00Z", &[1], Neutral),
    ];
    let frames = dataset("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z", &[]);
    let counts = |data: &Data| match data {
        Data::Cells(cells) => {
            let posts: Vec<u64> = cells.cells.iter().map(|cell| cell.tones.posts()).collect();
            (posts, cells.distinct, cells.located)
        }
        _ => panic!(),
    };
    check(&rows, &frames, Ask::Cells { zoom: 0, limit: 9 }, |data| {
        assert_eq!(counts(data), (vec![3], 1, 3));
        let Data::Cells(cells) = data else { panic!() };
        assert_eq!(
            (cells.cells[0].latitude, cells.cells[0].latest),
            (51.0, PostId(3))
        );
    });
    check(&rows, &frames, Ask::Cells { zoom: 4, limit: 9 }, |data| {
        assert_eq!(counts(data), (vec![2, 1], 2, 3));
    });
    check(&rows, &frames, Ask::Cells { zoom: 9, limit: 2 }, |data| {
        assert_eq!(counts(data), (vec![1, 1], 3, 3));
    });
    // A place without a point on the map still counts for its country.
    let countries = Ask::Terms(TermsAsk::new(Dimension::Country, 5));
    check(&rows, &frames, countries, |data| {
        assert_eq!((terms(data).rows[0].posts, terms(data).carrying), (4, 4));
    });
}

/// ANA-041: values are OR, filters are AND, excluded values AND NOT.
#[test]
fn filters_combine_as_documented() {
    let source = |id, source: &str, tone| PostRow {
        source: source.parse().unwrap(),
        ..post(id, "2026-03-10T05:00:00Z", &[1], tone)
    };
    let rows = [
        source(1, "bluesky", Positive),
        source(2, "reddit", Positive),
        source(3, "feed", Positive),
        source(4, "reddit", Negative),
        source(6, "bluesky", Unknown),
    ];
    let value = |name: &str| FilterValue::Source(name.parse().unwrap());
    let posts = |change: &dyn Fn(&mut Filters), expect: &[i64]| {
        let mut frames = dataset("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z", &[]);
        change(&mut frames.filters);
        check(&rows, &frames, Ask::Latest(9), |data| {
            let Data::Posts(ids) = data else { panic!() };
            let mut ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            ids.sort_unstable();
            assert_eq!(ids, expect);
        });
    };
    let either = |filters: &mut Filters| {
        filters.include(FilterKey::Source, value("bluesky"));
        filters.include(FilterKey::Source, value("reddit"));
    };
    posts(&|_| {}, &[1, 2, 3, 4, 6]);
    posts(&either, &[1, 2, 4, 6]);
    posts(
        &|f| f.exclude(FilterKey::Source, value("reddit")),
        &[1, 3, 6],
    );
    posts(&|f| f.include(FilterKey::Source, value("nowhere")), &[]);
    posts(
        &|f| f.exclude(FilterKey::Source, value("nowhere")),
        &[1, 2, 3, 4, 6],
    );
    posts(
        &|f| {
            either(f);
            f.include(FilterKey::Sentiment, FilterValue::Sentiment(Positive));
        },
        &[1, 2],
    );
    posts(
        &|f| {
            either(f);
            f.include(FilterKey::Keywords, FilterValue::Keyword("2".into()));
            f.exclude(FilterKey::Keywords, FilterValue::Keyword("3".into()));
        },
        &[2, 4],
    );
}
