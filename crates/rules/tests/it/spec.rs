//! Runs `spec/*.md`: each `rule` block with the table of posts after it. Rules that follow each
//! other without a table between them are one topic.

use hearken_model::{
    Entity, EntityKind, KeywordsRule, Language, Media, MediaKind, OrgId, Post, Proximity, RuleId,
    RuleKind, Source, Timestamp, TopicId,
};
use hearken_rules::{CompiledRule, Matcher, Subject, naive, validate};
use std::path::Path;

#[test]
fn every_page_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    pages.sort();
    let mut posts = 0;
    let mut failures = Vec::new();
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        let name = page.file_name().unwrap().to_string_lossy();
        posts += run(&name, &text, &mut failures);
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(
        pages.len() >= 6 && posts >= 150,
        "{} pages, {posts} posts",
        pages.len()
    );
}

fn run(page: &str, text: &str, failures: &mut Vec<String>) -> usize {
    let mut rules: Vec<KeywordsRule> = Vec::new();
    let mut header: Vec<String> = Vec::new();
    let (mut in_rule, mut posts) = (false, 0);
    for (number, line) in text.lines().enumerate() {
        let at = format!("{page}:{}", number + 1);
        if line == "```rule" {
            in_rule = true;
            if !header.is_empty() {
                rules.clear();
                header.clear();
            }
            rules.push(KeywordsRule::default());
        } else if line.starts_with("```") {
            in_rule = false;
        } else if in_rule {
            read_setting(rules.last_mut().unwrap(), line, &at);
        } else if line.starts_with("|--") {
        } else if let Some(cells) = cells(line) {
            if header.is_empty() {
                header = cells;
                assert!(
                    header.iter().any(|h| h == "Found"),
                    "{at}: a table without Found"
                );
            } else {
                posts += 1;
                check(&at, &rules, &header, &cells, failures);
            }
        }
    }
    assert!(!header.is_empty(), "{page}: ends with a rule without posts");
    posts
}

fn read_setting(rule: &mut KeywordsRule, line: &str, at: &str) {
    let (key, value) = line
        .split_once(": ")
        .unwrap_or_else(|| panic!("{at}: {line}"));
    let words = || value.split(", ");
    match key {
        "keywords" => rule.keywords = vec![value.to_owned()],
        "inclusions" => rule.inclusions = vec![value.to_owned()],
        "exclusions" => rule.exclusions = vec![value.to_owned()],
        "proximity" => rule.proximity = Proximity::from_word(value).unwrap(),
        "languages" => rule.languages = words().map(|w| w.parse().unwrap()).collect(),
        "sources" => rule.sources = words().map(|w| w.parse().unwrap()).collect(),
        "ignore accents" => rule.ignore_accents = value == "yes",
        _ => panic!("{at}: unknown setting {key}"),
    }
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let cells = inner
        .split('|')
        .map(|cell| unescape(cell.trim().trim_matches('`')));
    Some(cells.collect())
}

fn unescape(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (c, length) = match after.chars().next() {
            Some('n') => ('\n', 1),
            Some('r') => ('\r', 1),
            Some('t') => ('\t', 1),
            Some('u') => {
                let code = after.strip_prefix("u{").unwrap().split_once('}').unwrap().0;
                let c = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
                (c, code.len() + 3)
            }
            _ => panic!("unknown escape in {cell}"),
        };
        text.push(c);
        rest = &after[length..];
    }
    text + rest
}

/// The post of a row, its language, and whether it is to be found.
fn read_row(at: &str, header: &[String], cells: &[String]) -> (Post, Language, bool) {
    assert_eq!(header.len(), cells.len(), "{at}: cells");
    let mut post = Post::new("test".parse::<Source>().unwrap(), "1", "", Timestamp(0));
    let mut language = Language::UND;
    let mut expect = None;
    for (name, value) in header.iter().zip(cells) {
        match name.as_str() {
            "Found" => {
                let answers = [("yes", true), ("no", false)];
                expect = answers.into_iter().find(|e| e.0 == value);
            }
            "Post" => post.text.clone_from(value),
            "Language" => language = value.parse().unwrap(),
            "Source" => post.source = value.parse().unwrap(),
            _ if value.is_empty() => {}
            "Title" => post.title = Some(value.clone()),
            "Warning" => post.warning = Some(value.clone()),
            "Alt" => post.media.push(Media {
                kind: MediaKind::Image,
                url: String::new(),
                alt: Some(value.clone()),
            }),
            "Entities" => post.entities.push(entity(value)),
            _ => panic!("{at}: unknown column {name}"),
        }
    }
    let expect = expect.unwrap_or_else(|| panic!("{at}: yes or no expected"));
    (post, language, expect.1)
}

fn check(
    at: &str,
    rules: &[KeywordsRule],
    header: &[String],
    cells: &[String],
    failures: &mut Vec<String>,
) {
    let (post, language, expect) = read_row(at, header, cells);
    let subject = Subject::new(&post, &language);
    let any = |answer: &dyn Fn(&KeywordsRule) -> bool| rules.iter().any(answer);
    let answers = [
        (
            "matcher",
            any(&|rule| CompiledRule::new(rule).matches(&subject)),
        ),
        (
            "index",
            any(&|rule| {
                let kind = RuleKind::Keywords(rule.clone());
                let listed = [(OrgId(1), TopicId(1), RuleId(1), &kind)];
                !Matcher::build(listed, |_, _| None)
                    .matches(&subject)
                    .is_empty()
            }),
        ),
        (
            "oracle",
            any(&|rule| naive::matches(rule, &post, &language)),
        ),
        (
            "proof",
            any(&|rule| !CompiledRule::new(rule).explain(&subject).is_empty()),
        ),
        (
            "normalized",
            any(&|rule| {
                let (rule, problems) = validate(rule, "");
                assert_eq!(problems, [], "{at}");
                CompiledRule::new(&rule).matches(&subject)
            }),
        ),
    ];
    for (who, answer) in answers {
        if answer != expect {
            failures.push(format!("{at}: {who} says {answer}: {}", cells.join(" | ")));
        }
    }
}

fn entity(value: &str) -> Entity {
    let (sign, value) = value.split_at(1);
    let kind = match sign {
        "#" => EntityKind::Hashtag,
        "@" => EntityKind::Mention,
        _ => EntityKind::Cashtag,
    };
    Entity {
        kind,
        value: value.to_owned(),
        span: None,
    }
}
