//! A keywords filter over stored posts finds what the rules find in their texts, whether it is told by
//! the words in the archive or by reading.

use crate::{
    archive::{open, scope},
    binary::Installation,
};
use hearken::House;
use hearken_archive::{Ask, Data};
use hearken_model::{
    OrgId, PostId, Span, Timestamp,
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
};
use hearken_rules::{Subject, TextQuery};

const WORDS: [&str; 8] = [
    "zephyrine",
    "Zephyrine, the TEA pot,",
    "zephyrine teapot #tea @tea.example",
    "zephyrine's 東京都 and",
    "zephyrine 京都 ❤️",
    "zephyrine of café AT&T",
    "zephyrine 서울에서",
    "ZEPHYRINE KILIÇ klick",
];

const ENTRIES: [&str; 16] = [
    "tea",
    "tea pot",
    "pot tea",
    "#tea",
    "@tea",
    "東京",
    "京都",
    "東京都",
    "都",
    "❤️",
    "cafe",
    "café",
    "at & t",
    "서울",
    "kılıç",
    "number 7",
];

#[test]
fn filters_find_what_rules_find() {
    let installation = Installation::with_topic();
    let file = installation.write_posts(400, |n| WORDS[n % WORDS.len()]);
    assert!(installation.start_import(&file).wait().unwrap().success());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let house = open(&installation).await;
        let (org, head) = house.store.outbox_heads(&house.install).await.unwrap()[0];
        assert_eq!(house.pipeline.catch_up(org).await.unwrap(), head);
        compare(&house, org).await;
        house.pipeline.rebuild(org).await.unwrap();
        compare(&house, org).await;
    });
}

async fn compare(house: &House, org: OrgId) {
    let scope = scope(org);
    let texts = house.store.stream_texts(&scope, PostId(0), 1000).await;
    let texts = texts.unwrap();
    assert_eq!(texts.len(), 400);
    let mut found_any = 0;
    for entry in ENTRIES {
        for keep in [true, false] {
            let query = if keep {
                TextQuery::new([entry], [])
            } else {
                TextQuery::new([], [entry])
            };
            let matching = texts
                .iter()
                .filter(|(_, language, post)| query.matches(&Subject::new(post, language)));
            let expected = matching.count() as u64;
            let dataset = dataset(house, org, entry, keep).await;
            let (archive, scope) = (house.archive.clone(), scope.clone());
            let answer =
                tokio::task::spawn_blocking(move || archive.ask(&scope, &dataset, &[Ask::Count]));
            let answer = answer.await.unwrap().unwrap();
            let Data::Count(count) = &answer[0].data else {
                panic!("{answer:?}");
            };
            assert_eq!(count.now, expected, "{entry} {keep}");
            found_any += u64::from((1..400).contains(&count.now));
        }
    }
    assert!(found_any > 20, "the entries tell nothing: {found_any}");
}

async fn dataset(house: &House, org: OrgId, entry: &str, keep: bool) -> BoundDataset {
    let topics = house.store.list_topics(&scope(org)).await.unwrap();
    let mut filters = Filters::default();
    let value = FilterValue::Keyword(entry.into());
    if keep {
        filters.include(FilterKey::Keywords, value);
    } else {
        filters.exclude(FilterKey::Keywords, value);
    }
    BoundDataset {
        span: Span {
            from: Timestamp(0),
            to: Timestamp(i64::MAX),
        },
        past: Vec::new(),
        topics: topics.iter().map(|topic| topic.id).collect(),
        filters,
        zone: "UTC".parse().unwrap(),
        bucket: Bucket::Week,
    }
}
