//! The contract of `hearken match`.

use hearken_rules::cli_form::{MatchOptions, MatchSummary, RuleFile, match_stream};

type Told = Vec<(u64, String)>;

fn run(rules: &str, posts: &str, options: MatchOptions) -> (String, Told, MatchSummary) {
    let rules = RuleFile::read(rules.as_bytes()).unwrap();
    let mut output = Vec::new();
    let mut told = Vec::new();
    let report = |line, problem: &str| told.push((line, problem.to_owned()));
    let summary = match_stream(&rules, posts.as_bytes(), &mut output, options, report).unwrap();
    (String::from_utf8(output).unwrap(), told, summary)
}

const RULES: &str = r#"[
    {"id": "r1", "keywords": ["contoso", "city light"]},
    {"id": 2, "keywords": ["product"], "inclusions": ["contoso"], "proximity": "sentence"},
    {"id": "r3", "keywords": ["café"], "exclusions": ["offers"], "ignore_accents": true},
    {"id": "r4", "keywords": ["contoso"], "languages": ["de"], "sources": ["reddit"]},
    {"id": "none", "keywords": []}
]"#;

#[test]
fn hits_are_written_in_input_order() {
    let posts = concat!(
        "{\"id\":1,\"text\":\"City  Light!\"}\n",
        "{\"id\":\"b\",\"text\":\"nothing\"}\n",
        "\n",
        "{\"id\":\"c\",\"text\":\"my product by Contoso\",\"language\":\"de-AT\",\"source\":\"reddit\",\"more\":[1]}\r\n",
        "{\"id\":-4,\"title\":\"Cafe\",\"text\":\"\"}\n",
        "{\"id\":\"e\",\"text\":\"cafe offers \\u0043ontoso\",\"language\":null}",
    );
    let expect = concat!(
        "{\"post\":1,\"rules\":[\"r1\"]}\n",
        "{\"post\":\"c\",\"rules\":[\"r1\",2,\"r4\"]}\n",
        "{\"post\":-4,\"rules\":[\"r3\"]}\n",
        "{\"post\":\"e\",\"rules\":[\"r1\"]}\n",
    );
    for threads in [0, 1, 3] {
        let options = MatchOptions {
            threads,
            explain: false,
        };
        let (output, told, summary) = run(RULES, posts, options);
        assert_eq!(output, expect);
        assert_eq!(told, []);
        let counts = (summary.read, summary.matched, summary.rejected);
        assert_eq!(counts, (5, 4, 0));
    }
}

#[test]
fn evidence_names_keyword_inclusion_and_bytes() {
    let posts = "{\"id\":1,\"title\":\"Contoso\",\"text\":\"é contoso product. Contoso\"}";
    let options = MatchOptions {
        explain: true,
        threads: 1,
    };
    let (output, ..) = run(RULES, posts, options);
    let expect = concat!(
        r#"{"post":1,"rules":["r1",2],"evidence":["#,
        r#"{"rule":"r1","keyword":"contoso","spans":[{"field":"title","start":0,"end":7},"#,
        r#"{"field":"text","start":3,"end":10},{"field":"text","start":20,"end":27}]},"#,
        r#"{"rule":2,"keyword":"product","inclusion":"contoso","spans":["#,
        r#"{"field":"text","start":3,"end":10},{"field":"text","start":11,"end":18}]}]}"#,
        "\n",
    );
    assert_eq!(output, expect);
}

#[test]
fn malformed_lines_are_told_and_skipped() {
    let posts = concat!(
        "{\"id\":1,\"text\":\"contoso\"}\n",
        "not json\n",
        "\n",
        "{\"id\":2}\n",
        "{\"id\":3,\"text\":\"contoso\",\"language\":\"?\"}\n",
        "{\"id\":4,\"text\":\"contoso\",\"source\":\"No Source\"}\n",
        "{\"id\":[5],\"text\":\"contoso\"}\n",
        "{\"id\":6,\"text\":\"contoso\"}\n",
    );
    let (output, told, summary) = run(RULES, posts, MatchOptions::default());
    assert_eq!(
        output,
        "{\"post\":1,\"rules\":[\"r1\"]}\n{\"post\":6,\"rules\":[\"r1\"]}\n"
    );
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 7]);
    assert!(told.iter().all(|(_, problem)| !problem.is_empty()));
    assert_eq!((summary.read, summary.matched, summary.rejected), (7, 2, 5));
    let broken = b"{\"id\":1,\"text\":\"\xff\"}\n{\"id\":2,\"text\":\"contoso\"}";
    let rules = RuleFile::read(RULES.as_bytes()).unwrap();
    let mut output = Vec::new();
    let options = MatchOptions::default();
    let summary = match_stream(&rules, &broken[..], &mut output, options, |_, _| ()).unwrap();
    assert_eq!((summary.read, summary.matched, summary.rejected), (2, 1, 1));
}

#[test]
fn many_lines_keep_their_order_on_many_threads() {
    let post = |n: usize| {
        let word = if n.is_multiple_of(3) {
            "contoso"
        } else {
            "other"
        };
        format!(
            "{{\"id\":{n},\"text\":\"{word} {}\"}}\n",
            "padding ".repeat(n % 60)
        )
    };
    let posts: String = (0..20_000).map(post).collect();
    let options = MatchOptions {
        threads: 4,
        explain: false,
    };
    let (output, _, summary) = run(RULES, &posts, options);
    let hit = |n: usize| format!("{{\"post\":{n},\"rules\":[\"r1\"]}}\n");
    let expect: String = (0..20_000).filter(|n| n % 3 == 0).map(hit).collect();
    assert_eq!(output, expect);
    assert_eq!(summary.read, 20_000);
}

#[test]
fn rules_in_another_form_are_refused() {
    for bad in [
        "",
        "{}",
        "[{\"keywords\":[\"a\"]}]",
        "[{\"id\":1,\"keywords\":\"a\"}]",
        "[{\"id\":1,\"keywords\":[\"a\"],\"proximity\":\"near\"}]",
        "[{\"id\":1,\"keywords\":[\"a\"],\"languages\":[\"?\"]}]",
    ] {
        assert!(RuleFile::read(bad.as_bytes()).is_err(), "{bad}");
    }
}
