//! The workload as files in the form of `hearken match`, for other engines: as it is measured here,
//! and a plain one that every engine reads alike.
//!
//! Plain texts are normalized and folded, their words of letters, marks and digits parted by single
//! spaces; posts and rules with a script of which the kernel reads more than words (Hangul, scripts
//! without spaces) are left out. Plain rules ask of the whole post, in any language.

use caseless::Caseless;
use hearken_model::{KeywordsRule, Language, Post, Proximity};
use hearken_rules::naive;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup as Group, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// Writes `real` and `plain` below the folder: `posts.ndjson` and `rules.json` in each.
pub(crate) fn write(
    folder: &Path,
    posts: &[Post],
    rules: &[KeywordsRule],
) -> Result<(), Box<dyn Error>> {
    let plain_posts: Vec<Post> = posts.iter().filter_map(plain_post).collect();
    let plain_rules: Vec<KeywordsRule> = rules.iter().map(plain_rule).collect();
    for (name, posts, rules) in [
        ("real", posts, rules),
        ("plain", &plain_posts, &plain_rules),
    ] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let mut file = BufWriter::new(File::create(folder.join("posts.ndjson"))?);
        for (post, number) in posts.iter().zip(0..) {
            let line = serde_json::json!({"id": number, "text": post.text});
            writeln!(file, "{line}")?;
        }
        file.flush()?;
        let row = |(number, rule): (usize, &KeywordsRule)| {
            let mut row = serde_json::to_value(rule)?;
            if let Some(row) = row.as_object_mut() {
                row.insert("id".to_owned(), number.into());
            }
            Ok(row)
        };
        let rows: Result<Vec<_>, serde_json::Error> = rules.iter().enumerate().map(row).collect();
        std::fs::write(folder.join("rules.json"), serde_json::to_vec(&rows?)?)?;
        println!("{name}: {} posts, {} rules", posts.len(), rules.len());
    }
    Ok(())
}

/// Whether the oracle finds the same by the words alone: what the other engines are asked.
pub(crate) fn check_plain(posts: &[Post], rules: &[KeywordsRule]) -> Result<(), Box<dyn Error>> {
    for post in posts
        .iter()
        .filter_map(plain_post)
        .step_by(posts.len() / 20 + 1)
    {
        let text = format!(" {} ", post.text);
        let holds = |entries: &[String]| entries.iter().any(|e| text.contains(&format!(" {e} ")));
        for rule in rules.iter().map(plain_rule).step_by(rules.len() / 500 + 1) {
            let found = holds(&rule.keywords)
                && (rule.inclusions.is_empty() || holds(&rule.inclusions))
                && !holds(&rule.exclusions);
            if found != naive::matches(&rule, &post, &Language::UND) {
                return Err(format!("not plain enough: {rule:?} {post:?}").into());
            }
        }
    }
    Ok(())
}

fn plain_post(post: &Post) -> Option<Post> {
    let text = plain(&post.text)?;
    Some(Post {
        text,
        ..post.clone()
    })
}

fn plain_rule(rule: &KeywordsRule) -> KeywordsRule {
    let list = |entries: &[String]| {
        let plain = entries.iter().filter_map(|entry| plain(entry));
        plain.filter(|entry| !entry.is_empty()).collect()
    };
    KeywordsRule {
        keywords: list(&rule.keywords),
        inclusions: list(&rule.inclusions),
        exclusions: list(&rule.exclusions),
        proximity: Proximity::Post,
        ..KeywordsRule::default()
    }
}

fn plain(text: &str) -> Option<String> {
    let folded: String = text.nfkc().default_case_fold().nfkc().collect();
    let word = |c: char| {
        let group = c.general_category_group();
        matches!(group, Group::Letter | Group::Mark | Group::Number)
    };
    // Marks that nobody sees, and those of no letter, are no words.
    let unseen =
        |c: char| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{34F}');
    let words = folded.split(|c| !word(c) || unseen(c));
    let is_mark = |c: char| c.general_category_group() == Group::Mark;
    let words = words.map(|word| word.trim_start_matches(is_mark));
    let words = words.filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(" ");
    (!plain.chars().any(is_more_than_words)).then_some(plain)
}

fn is_more_than_words(c: char) -> bool {
    let scripts = [
        Script::Hangul,
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
    ];
    let extension = c.script_extension();
    !extension.is_common()
        && !extension.is_inherited()
        && scripts
            .iter()
            .any(|script| extension.contains_script(*script))
}
