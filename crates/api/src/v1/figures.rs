//! Figures on the wire: a list of rows with the same keys, so that JSON and CSV say the same.

use hearken_app::analytics::{Figures, GroupRow, Ranked, Tones, Trend};
use serde_json::{Map, Value, json};

/// Rows of a part of the Overview. Shares and trends are percent; a trend is null with too little
/// history.
pub(super) fn rows(figures: &Figures) -> Vec<Map<String, Value>> {
    let rows: Vec<Value> = match figures {
        Figures::Summary(summary) => {
            vec![json!({ "posts": summary.posts, "trend": trend(summary.trend) })]
        }
        Figures::Volume(volume) => volume
            .points
            .iter()
            .map(|point| {
                json!({
                    "from": point.span.from.to_rfc3339(),
                    "to": point.span.to.to_rfc3339(),
                    "posts": point.posts,
                    "average": point.average,
                })
            })
            .collect(),
        Figures::Sentiment(sentiment) => sentiment
            .iter()
            .map(|s| with_tones(json!({ "index": s.index, "change": s.change }), s.tones))
            .collect(),
        Figures::SentimentByGroup(groups) => groups
            .iter()
            .flat_map(|groups| groups.rows.iter().map(group))
            .collect(),
        Figures::SearchTopics(topics) => topics
            .iter()
            .flat_map(|topics| topics.rows.iter().map(group))
            .collect(),
        Figures::Phrases(phrases) => phrases
            .iter()
            .map(|p| with_tones(json!({ "phrase": p.text, "posts": p.posts }), p.tones))
            .collect(),
        Figures::Sources(sources) => ranked("source", sources, ToString::to_string),
        Figures::Languages(languages) => ranked("language", languages, ToString::to_string),
        Figures::Location(location) => location.as_ref().map_or_else(Vec::new, |location| {
            ranked("country", &location.countries, ToString::to_string)
        }),
        Figures::Authors(authors) => authors
            .iter()
            .map(|row| {
                json!({
                    "author": row.author.name,
                    "handle": row.author.handle,
                    "source": row.source,
                    "posts": row.posts,
                    "share": row.share,
                    "trend": trend(row.trend),
                })
            })
            .collect(),
    };
    rows.into_iter()
        .filter_map(|row| match row {
            Value::Object(map) => Some(map),
            _ => None,
        })
        .collect()
}

fn trend(trend: Option<Trend>) -> Option<f64> {
    trend.map(|trend| trend.percent)
}

fn with_tones(mut row: Value, tones: Tones) -> Value {
    if let Value::Object(map) = &mut row {
        map.insert("positive".to_owned(), tones.positive.into());
        map.insert("negative".to_owned(), tones.negative.into());
        map.insert("neutral".to_owned(), tones.neutral.into());
        map.insert("unknown".to_owned(), tones.unknown.into());
    }
    row
}

fn group(row: &GroupRow) -> Value {
    let figures = json!({
        "id": row.id,
        "name": row.name,
        "posts": row.posts,
        "share": row.share,
        "trend": trend(row.trend),
        "index": row.sentiment.index,
    });
    with_tones(figures, row.sentiment.tones)
}

fn ranked<K>(name: &str, list: &Ranked<K>, text: impl Fn(&K) -> String) -> Vec<Value> {
    let row = |row: &hearken_app::analytics::RankedRow<K>| {
        let mut value =
            json!({ "posts": row.posts, "share": row.share, "trend": trend(row.trend) });
        if let Value::Object(map) = &mut value {
            map.insert(name.to_owned(), text(&row.key).into());
        }
        value
    };
    list.rows.iter().map(row).collect()
}

/// The rows as CSV (RFC 4180) with a head. What a spreadsheet would take for a formula is escaped
/// (ANA-213).
pub(super) fn csv(rows: &[Map<String, Value>]) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let heads: Vec<&String> = first.keys().collect();
    let mut out = heads
        .iter()
        .map(|head| head.as_str())
        .collect::<Vec<_>>()
        .join(",");
    out.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> = heads.iter().map(|head| cell(row.get(*head))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => {
            let escape = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let text = if escape {
                format!("'{text}")
            } else {
                text.clone()
            };
            if text.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: &str) {
        let mut row = Map::new();
        row.insert("phrase".to_owned(), value.into());
        assert_eq!(csv(&[row]), format!("phrase\r\n{expect}\r\n"));
    }

    #[test]
    fn cells_are_quoted_and_formulas_escaped() {
        check("plain", "plain");
        check("a,b", "\"a,b\"");
        check("say \"x\"", "\"say \"\"x\"\"\"");
        check("=1+1", "'=1+1");
        check("@name", "'@name");
    }
}
