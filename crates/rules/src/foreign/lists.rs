//! A tree of conditions to rules of three lists.

use super::tree::{Tell, Tree};
use hearken_model::{KeywordsRule, Proximity};

/// The rules that together say what the tree says, as far as rules can.
pub(super) fn rules(tree: Tree, tell: Tell<'_>) -> Vec<KeywordsRule> {
    // What every branch demands stands in every branch.
    let (branches, common) = match flat(tree) {
        Tree::All(parts) => {
            let (mut wide, rest): (Vec<_>, Vec<_>) = parts
                .into_iter()
                .partition(|part| matches!(part, Tree::Any(parts) if !parts.iter().all(is_simple)));
            match (wide.pop(), wide) {
                (Some(Tree::Any(branches)), others) => (branches, [rest, others].concat()),
                (_, others) => (vec![Tree::All(rest)], others),
            }
        }
        Tree::Any(parts) if !parts.iter().all(is_simple) => (parts, Vec::new()),
        other => (vec![other], Vec::new()),
    };
    let mut alike = KeywordsRule::default();
    let mut rules = Vec::new();
    for branch in branches {
        // Words side by side are one rule, not one each.
        if let (Tree::Term(term), true) = (&branch, common.is_empty()) {
            alike.keywords.push(term.clone());
            continue;
        }
        let parts = [vec![branch], common.clone()].concat();
        rules.extend(rule(flat(Tree::All(parts)), tell));
    }
    if !alike.keywords.is_empty() {
        rules.insert(0, alike);
    }
    rules
}

/// Without an `All` in an `All`, or an `Any` in an `Any`.
fn flat(tree: Tree) -> Tree {
    match tree {
        Tree::All(parts) => {
            let parts = parts.into_iter().map(flat).flat_map(|part| match part {
                Tree::All(inner) => inner,
                other => vec![other],
            });
            Tree::All(parts.collect())
        }
        Tree::Any(parts) => {
            let parts = parts.into_iter().map(flat).flat_map(|part| match part {
                Tree::Any(inner) => inner,
                other => vec![other],
            });
            Tree::Any(parts.collect())
        }
        Tree::Not(inner) => match flat(*inner) {
            Tree::Not(twice) => *twice,
            other => Tree::Not(Box::new(other)),
        },
        Tree::Near(left, right) => Tree::Near(Box::new(flat(*left)), Box::new(flat(*right))),
        other => other,
    }
}

const fn is_simple(tree: &Tree) -> bool {
    matches!(tree, Tree::Term(_) | Tree::Language(_))
}

/// The terms of which any is enough; none when it is more than that.
fn any_of(tree: &Tree) -> Option<Vec<String>> {
    match tree {
        Tree::Term(term) => Some(vec![term.clone()]),
        Tree::Any(parts) => {
            let lists: Option<Vec<_>> = parts.iter().map(any_of).collect();
            lists.map(|lists| lists.concat())
        }
        _ => None,
    }
}

/// One rule out of conditions that all hold.
fn rule(tree: Tree, tell: Tell<'_>) -> Option<KeywordsRule> {
    let parts = match tree {
        Tree::All(parts) => parts,
        other => vec![other],
    };
    let mut rule = KeywordsRule {
        proximity: Proximity::Post,
        ..KeywordsRule::default()
    };
    let mut groups: Vec<Vec<String>> = Vec::new();
    for part in parts {
        match &part {
            Tree::Language(code) => match code.parse() {
                Ok(language) => rule.languages.push(language),
                Err(_) => tell("import_operator", code),
            },
            Tree::Not(inner) => match any_of(inner) {
                Some(terms) => rule.exclusions.extend(terms),
                None => tell("import_not", &shown(inner)),
            },
            Tree::Near(left, right) => match (any_of(left), any_of(right)) {
                (Some(left), Some(right)) if groups.is_empty() => {
                    rule.proximity = Proximity::Sentence;
                    groups.extend([left, right]);
                }
                _ => tell("import_group", &shown(&part)),
            },
            other => match any_of(other) {
                Some(terms) if groups.len() < 2 => groups.push(terms),
                _ => tell("import_group", &shown(other)),
            },
        }
    }
    let mut groups = groups.into_iter();
    let Some(keywords) = groups.next() else {
        let excluded = rule.exclusions.join(", ");
        tell("import_only_not", &excluded);
        return None;
    };
    rule.keywords = keywords;
    rule.inclusions = groups.next().unwrap_or_default();
    if rule.inclusions.is_empty() {
        rule.proximity = Proximity::default();
    }
    Some(rule)
}

/// The condition in words of a person, for a diagnostic.
fn shown(tree: &Tree) -> String {
    let list = |parts: &[Tree], between: &str| {
        let parts: Vec<String> = parts.iter().map(shown).collect();
        format!("({})", parts.join(between))
    };
    match tree {
        Tree::Term(term) if term.contains(' ') => format!("\"{term}\""),
        Tree::Term(term) => term.clone(),
        Tree::Language(code) => format!("lang:{code}"),
        Tree::All(parts) => list(parts, " AND "),
        Tree::Any(parts) => list(parts, " OR "),
        Tree::Not(inner) => format!("NOT {}", shown(inner)),
        Tree::Near(left, right) => format!("{} NEAR {}", shown(left), shown(right)),
    }
}
