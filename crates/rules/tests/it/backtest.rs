//! What a rule would have found.

use hearken_model::{KeywordsRule, Language, Post, Source, Timestamp};
use hearken_rules::backtest::{BackTest, Count, EXAMPLES, Month};
use hearken_rules::{Subject, naive};

const DAY_US: i64 = 86_400_000_000;

fn rule() -> KeywordsRule {
    let list = |entries: &[&str]| entries.iter().map(|e| (*e).to_owned()).collect();
    KeywordsRule {
        keywords: list(&["contoso", "nowhere"]),
        inclusions: list(&["phone, watch"]),
        exclusions: list(&["offers", "unheard"]),
        ..KeywordsRule::default()
    }
}

#[test]
fn clauses_days_and_examples_are_counted() {
    let texts = [
        ("contoso phone", true),
        ("contoso watch phone", true),
        ("contoso phone offers", false),
        ("contoso", false),
        ("offers", false),
    ];
    let (language, mut test, mut hits) = (Language::UND, BackTest::new(&rule()), 0);
    for n in 0..100i64 {
        let (text, expect) = texts[n as usize % texts.len()];
        let post = Post::new(Source::FEED, "1", text, Timestamp(n % 10 * DAY_US + n));
        assert_eq!(test.look(&Subject::new(&post, &language)), expect, "{text}");
        assert_eq!(naive::matches(&rule(), &post, &language), expect, "{text}");
        hits += u64::from(expect);
    }
    let report = test.report("rules.0");
    assert_eq!((report.looked_at, report.met, report.hits), (100, 60, hits));
    let counts = |counts: &[Count]| -> Vec<(String, u64)> {
        counts.iter().map(|c| (c.entry.clone(), c.posts)).collect()
    };
    let of = |entry: &str, posts| (entry.to_owned(), posts);
    assert_eq!(
        counts(&report.keywords),
        [of("contoso", 60), of("nowhere", 0)]
    );
    assert_eq!(
        counts(&report.inclusions),
        [of("phone", 60), of("watch", 20)]
    );
    assert_eq!(
        counts(&report.exclusions),
        [of("offers", 20), of("unheard", 0)]
    );
    let warned = report.warnings.iter();
    let warned: Vec<_> = warned
        .map(|w| (w.code.as_ref(), w.entry.as_deref().unwrap()))
        .collect();
    let expect = [
        ("backtest_never", "nowhere"),
        ("backtest_always", "phone"),
        ("backtest_never", "unheard"),
    ];
    assert_eq!(warned, expect);
    // n % 10 and n % 5 go together: days 0, 1, 5 and 6 have ten hits each.
    let days: Vec<u64> = report.days.iter().map(|day| day.1).collect();
    assert_eq!(days, [10, 10, 0, 0, 0, 10, 10, 0, 0, 0]);
    let times: Vec<i64> = report.examples.iter().map(|e| e.published_at.0).collect();
    assert_eq!(times.len(), EXAMPLES);
    assert!(
        times.is_sorted_by(|a, b| a > b) && times[0] == 6 * DAY_US + 96,
        "{times:?}"
    );
    assert_eq!(report.examples[0].proofs[0].keyword, "contoso");
    let Month { low, likely, high } = report.month.unwrap();
    assert!(
        (likely - 120.0).abs() < 1e-9 && low < likely && likely < high,
        "{low} {high}"
    );
}

#[test]
fn little_is_not_judged() {
    let mut test = BackTest::new(&rule());
    let post = Post::new(Source::FEED, "1", "contoso phone", Timestamp(0));
    test.look(&Subject::new(&post, &Language::UND));
    let report = test.report("rules.0");
    assert_eq!((report.hits, report.month), (1, None));
    assert_eq!(report.warnings, []);
    assert_eq!(BackTest::new(&rule()).report("x").days, []);
}
