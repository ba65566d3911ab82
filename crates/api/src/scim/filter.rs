//! The filter language of SCIM (RFC 7644, 3.4.2.2) and the paths of its patches (3.5.2): parsed into
//! a tree, and asked of a resource as JSON. Names are compared without regard to case, and so are
//! texts but for ids.

use serde_json::{Number, Value};
use std::cmp::Ordering;

/// How deep parentheses may stand in each other.
const DEPTH: usize = 16;

/// The longest filter that is read, in bytes.
const LIMIT: usize = 4096;

/// Which resources, or which values of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    /// All of them hold.
    And(Box<Filter>, Box<Filter>),
    /// One of them holds.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// The attribute has a value.
    Present(Name),
    /// The attribute compares so.
    Compare(Name, Compare, Value),
    /// One of the attribute's values is so.
    Values(Name, Box<Filter>),
}

/// An attribute, and one of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// `name`
    pub(super) attribute: String,
    /// `familyName`
    pub(super) sub: Option<String>,
}

/// How values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    /// `eq`
    Equal,
    /// `ne`
    Different,
    /// `co`
    Contains,
    /// `sw`
    StartsWith,
    /// `ew`
    EndsWith,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
}

impl Compare {
    fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::Different,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "ew" => Self::EndsWith,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }
}

/// What a patch is about: `members[value eq "x"].display`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Target {
    /// The attribute.
    pub(super) attribute: String,
    /// Which of its values; none: all of it.
    pub(super) filter: Option<Filter>,
    /// Of these, one attribute.
    pub(super) sub: Option<String>,
}

/// Reads a filter; none where it is none.
pub(super) fn parse(text: &str) -> Option<Filter> {
    let mut parser = Parser::of(text)?;
    let filter = parser.or(DEPTH)?;
    parser.at_end().then_some(filter)
}

/// Reads the path of a patch; none where it is none.
pub(super) fn parse_target(text: &str) -> Option<Target> {
    let mut parser = Parser::of(text)?;
    let name = parser.name()?;
    let mut target = Target {
        attribute: name.attribute,
        filter: None,
        sub: name.sub,
    };
    if parser.takes('[') {
        let filter = parser.or(DEPTH)?;
        if !parser.takes(']') || target.sub.is_some() {
            return None;
        }
        target.filter = Some(filter);
        if parser.takes('.') {
            target.sub = Some(parser.word()?);
        }
    }
    parser.at_end().then_some(target)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn of(text: &'t str) -> Option<Self> {
        (text.len() <= LIMIT).then_some(Self { rest: text })
    }

    fn at_end(&self) -> bool {
        self.rest.trim().is_empty()
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes a word of the language, which something else must follow.
    fn takes_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let Some((head, tail)) = rest.split_at_checked(word.len()) else {
            return false;
        };
        let ends = tail.starts_with([' ', '(', '\t']);
        let is_it = head.eq_ignore_ascii_case(word) && ends;
        if is_it {
            self.rest = tail;
        }
        is_it
    }

    fn or(&mut self, depth: usize) -> Option<Filter> {
        let mut left = self.and(depth)?;
        while self.takes_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.and(depth)?));
        }
        Some(left)
    }

    fn and(&mut self, depth: usize) -> Option<Filter> {
        let mut left = self.one(depth)?;
        while self.takes_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Some(left)
    }

    fn one(&mut self, depth: usize) -> Option<Filter> {
        let depth = depth.checked_sub(1)?;
        if self.takes_word("not") {
            return Some(Filter::Not(Box::new(self.group(depth)?)));
        }
        if self.rest.trim_start().starts_with('(') {
            return self.group(depth);
        }
        let name = self.name()?;
        if name.sub.is_none() && self.takes('[') {
            let filter = self.or(depth)?;
            return self
                .takes(']')
                .then(|| Filter::Values(name, Box::new(filter)));
        }
        let operator = self.word()?;
        if operator.eq_ignore_ascii_case("pr") {
            return Some(Filter::Present(name));
        }
        Some(Filter::Compare(
            name,
            Compare::of(&operator)?,
            self.value()?,
        ))
    }

    fn group(&mut self, depth: usize) -> Option<Filter> {
        if !self.takes('(') {
            return None;
        }
        let filter = self.or(depth)?;
        self.takes(')').then_some(filter)
    }

    /// A name, of which the schema's own may stand before: `urn:...:User:userName`.
    fn name(&mut self) -> Option<Name> {
        let rest = self.rest.trim_start();
        let path = |c: char| c.is_ascii_alphanumeric() || "-_$:.".contains(c);
        let end = rest.find(|c: char| !path(c)).unwrap_or(rest.len());
        let (name, tail) = rest.split_at_checked(end)?;
        self.rest = tail;
        // The dots of the version are before the last colon.
        let name = name.rsplit(':').next()?;
        let (attribute, sub) = match name.split_once('.') {
            Some((attribute, sub)) => (attribute, Some(sub)),
            None => (name, None),
        };
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$') && !name.contains('.')
        };
        let good = is_name(attribute) && sub.is_none_or(is_name);
        good.then(|| Name {
            attribute: attribute.to_owned(),
            sub: sub.map(str::to_owned),
        })
    }

    fn word(&mut self) -> Option<String> {
        let rest = self.rest.trim_start();
        let in_word = |c: char| c.is_ascii_alphanumeric() || "-_$".contains(c);
        let end = rest.find(|c: char| !in_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at_checked(end)?;
        self.rest = tail;
        (!word.is_empty()).then(|| word.to_owned())
    }

    /// A value as JSON writes it, but no list and no object.
    fn value(&mut self) -> Option<Value> {
        let rest = self.rest.trim_start();
        if rest.starts_with(['{', '[']) {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let value = values.next()?.ok();
        let value = value.or_else(|| word_value(rest));
        let end = match &value {
            // What stands behind it without a space is none of JSON's business.
            Some(Value::Bool(true) | Value::Null) => 4,
            Some(Value::Bool(false)) => 5,
            Some(_) => values.byte_offset(),
            None => return None,
        };
        self.rest = rest.get(end..)?;
        value
    }
}

/// Words are written in any case by some.
fn word_value(rest: &str) -> Option<Value> {
    let starts = |word: &str| {
        rest.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    match () {
        () if starts("true") => Some(Value::Bool(true)),
        () if starts("false") => Some(Value::Bool(false)),
        () if starts("null") => Some(Value::Null),
        () => None,
    }
}

impl Filter {
    /// Whether it holds of a resource, or of one value of an attribute.
    pub(super) fn holds(&self, resource: &Value) -> bool {
        match self {
            Self::And(a, b) => a.holds(resource) && b.holds(resource),
            Self::Or(a, b) => a.holds(resource) || b.holds(resource),
            Self::Not(filter) => !filter.holds(resource),
            Self::Present(name) => values(resource, name).any(|value| !is_empty(value)),
            Self::Compare(name, Compare::Different, wanted) => {
                !values(resource, name).any(|value| name.compare(value, Compare::Equal, wanted))
            }
            Self::Compare(name, how, wanted) => {
                let nothing = *how == Compare::Equal && wanted.is_null();
                let mut found = values(resource, name).peekable();
                (nothing && found.peek().is_none())
                    || found.any(|value| name.compare(value, *how, wanted))
            }
            Self::Values(name, filter) => values(resource, name).any(|value| filter.holds(value)),
        }
    }
}

impl Name {
    fn compare(&self, value: &Value, how: Compare, wanted: &Value) -> bool {
        let last = self.sub.as_deref().unwrap_or(&self.attribute);
        // Ids are compared as they are written (RFC 7643, 3.1).
        let exact = ["id", "externalid", "$ref"].contains(&last.to_ascii_lowercase().as_str());
        match (value, wanted) {
            (Value::String(a), Value::String(b)) if exact => texts(a, how, b),
            (Value::String(a), Value::String(b)) => {
                texts(&a.to_lowercase(), how, &b.to_lowercase())
            }
            (Value::Number(a), Value::Number(b)) => ordered(order(a, b), how),
            (a, b) => how == Compare::Equal && a == b,
        }
    }
}

fn order(a: &Number, b: &Number) -> Option<Ordering> {
    a.as_f64()?.partial_cmp(&b.as_f64()?)
}

fn texts(a: &str, how: Compare, b: &str) -> bool {
    match how {
        Compare::Contains => a.contains(b),
        Compare::StartsWith => a.starts_with(b),
        Compare::EndsWith => a.ends_with(b),
        _ => ordered(Some(a.cmp(b)), how),
    }
}

fn ordered(order: Option<Ordering>, how: Compare) -> bool {
    order.is_some_and(|order| match how {
        Compare::Equal => order.is_eq(),
        Compare::Greater => order.is_gt(),
        Compare::GreaterOrEqual => order.is_ge(),
        Compare::Less => order.is_lt(),
        Compare::LessOrEqual => order.is_le(),
        _ => false,
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// An entry of an object, by its name in any case.
pub(super) fn entry<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let object = value.as_object()?;
    let found = object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// The values of an attribute, each of a list; a complex value stands for its `value` (RFC 7644,
/// 3.4.2.2).
fn values<'v>(resource: &'v Value, name: &Name) -> impl Iterator<Item = &'v Value> {
    let list = |value: &'v Value| match value {
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    };
    let found = entry(resource, &name.attribute).map(list);
    let sub = name.sub.clone();
    found
        .unwrap_or_default()
        .into_iter()
        .filter_map(move |value| match &sub {
            Some(sub) => entry(value, sub),
            None => Some(value),
        })
        .filter(|value| !value.is_null())
}
