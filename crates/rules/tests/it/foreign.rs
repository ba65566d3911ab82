//! Rules of other products.

use hearken_model::{KeywordsRule, Proximity};
use hearken_rules::foreign::{Imported, Syntax, import};
use proptest::prelude::*;

/// `keywords | inclusions | exclusions | proximity, languages` of each rule, then the problems.
fn shown(imported: &Imported) -> Vec<String> {
    let rule = |rule: &KeywordsRule| {
        let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
        let mut parts: Vec<String> = lists.iter().map(|list| list.join(", ")).collect();
        let mut options = vec![rule.proximity.as_str()];
        options.extend(rule.languages.iter().map(|l| l.as_str()));
        parts.push(options.join(" "));
        parts.join(" | ")
    };
    let problem = |p: &hearken_model::Diagnostic| {
        format!("{}: {}", p.code, p.entry.as_deref().unwrap_or_default())
    };
    let rules = imported.rules.iter().map(rule);
    rules.chain(imported.problems.iter().map(problem)).collect()
}

fn check(syntax: Syntax, text: &str, expect: &[&str]) {
    assert_eq!(shown(&import(text, syntax, "text")), expect, "{text}");
}

#[test]
fn filtered_stream_rules_become_lists() {
    let check = |text, expect: &[&str]| check(Syntax::XStream, text, expect);
    check("contoso", &["contoso |  |  | paragraph"]);
    check(
        "\"city light\" OR #city",
        &["city light, #city |  |  | paragraph"],
    );
    check(
        "(contoso OR fabrikam) (phone OR \"smart watch\") -offers -(win OR sale) lang:en",
        &["contoso, fabrikam | phone, smart watch | offers, win, sale | post en"],
    );
    check(
        "contoso phone OR fabrikam lang:de -is:retweet",
        &[
            "contoso | phone |  | post",
            "fabrikam |  |  | paragraph de",
            "import_operator: is:retweet",
        ],
    );
    check(
        "contoso from:news has:links",
        &[
            "contoso |  |  | paragraph",
            "import_operator: from:news",
            "import_operator: has:links",
        ],
    );
    check("-offers", &["import_only_not: offers"]);
    check("a b c", &["a | b |  | post", "import_group: c"]);
    check(
        "(a b) OR c OR d",
        &["c, d |  |  | paragraph", "a | b |  | post"],
    );
}

#[test]
fn boolean_text_becomes_lists() {
    let check = |text, expect: &[&str]| check(Syntax::Boolean, text, expect);
    check(
        "(contoso OR \"city light\") NEAR/5 (phone OR watch) NOT (offers OR \"big sale\")",
        &[
            "contoso, city light | phone, watch | offers, big sale | sentence",
            "import_near: NEAR/5",
        ],
    );
    check(
        "\"contoso phone\"~5 AND title:news AND author:(a OR b)",
        &[
            "contoso | phone |  | sentence",
            "import_near: \"contoso phone\"~5",
            "import_operator: title:news",
            "import_operator: author:",
        ],
    );
    check(
        "contos*",
        &["contos* |  |  | paragraph", "import_wildcard: contos*"],
    );
    check(
        "contoso AND NOT (win AND prize)",
        &["contoso |  |  | paragraph", "import_not: (win AND prize)"],
    );
    check(
        "((contoso AND phone) OR (fabrikam AND watch)) NOT offers",
        &[
            "contoso | phone | offers | post",
            "fabrikam | watch | offers | post",
        ],
    );
    check(
        "(contoso",
        &["contoso |  |  | paragraph", "import_syntax: ("],
    );
    check(
        "contoso)",
        &["contoso |  |  | paragraph", "import_syntax: )"],
    );
    check("“Contoso Ltd”", &["Contoso Ltd |  |  | paragraph"]);
    check("", &[]);
    let deep = format!("{}a", "(".repeat(100));
    let problems = import(&deep, Syntax::Boolean, "text").problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "import_too_large")
    );
    assert_eq!(KeywordsRule::default().proximity, Proximity::Paragraph);
}

proptest! {
    #![proptest_config(crate::property::cases(500))]

    #[test]
    fn any_text_is_read(text in "([a-c*,:\"()~/-]| |AND |OR |NOT |NEAR/2 |lang:en ){0,24}") {
        for syntax in [Syntax::XStream, Syntax::Boolean] {
            let imported = import(&text, syntax, "text");
            for rule in imported.rules {
                prop_assert!(!rule.keywords.is_empty(), "{text:?}");
            }
        }
    }
}
