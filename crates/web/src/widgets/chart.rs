//! The form in which charts get their data; the same as `frontend/src/chart/data.ts`. Facts alone:
//! no colours, no HTML, no formatted numbers.

use serde::Serialize;

/// What a number is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// Posts.
    #[default]
    Count,
    /// Sentiment index.
    Index,
    /// Percent.
    Percent,
}

/// Against what went before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Percent, or points of the index; none: unknown.
    pub percent: Option<f64>,
    /// `up`, `down`, `steady` or `unknown`.
    pub direction: &'static str,
}

/// One thing that can be pointed at.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mark {
    /// Stable within its series.
    pub key: String,
    /// What a person calls it.
    pub name: String,
    /// Exact; none where nothing is known.
    pub value: Option<f64>,
    /// Share of all, percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Against the past frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Further facts for the tooltip, written out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, String)>,
    /// The dataset narrowed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The dataset with it added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add: Option<String>,
    /// The dataset without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<String>,
    /// Whether the dataset is narrowed to it now.
    #[serde(skip_serializing_if = "is_false")]
    pub active: bool,
    /// Whether its bucket is not over yet.
    #[serde(skip_serializing_if = "is_false")]
    pub partial: bool,
    /// Its own colour, by role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Icon before the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Letters in place of an icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initials: Option<String>,
    /// Second line under the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Start of the bucket, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
}

/// Marks that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Series {
    /// Stable within the chart.
    pub key: String,
    /// What a person calls it.
    pub name: String,
    /// Colour, by role.
    pub color: String,
    /// `main`, `average` or `secondary`.
    pub role: &'static str,
    /// The marks.
    pub marks: Vec<Mark>,
}

/// The time axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// `hour`, `day` or `week`.
    pub bucket: &'static str,
    /// Zone in which buckets are cut.
    pub zone: String,
}

/// What stands in the middle of a ring.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Center {
    /// The number.
    pub value: f64,
    /// What it is.
    pub kind: ValueKind,
    /// What a person calls it.
    pub label: String,
    /// Against what went before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// All that a chart knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChartData {
    /// One sentence for people who do not see it.
    pub summary: String,
    /// What its numbers are.
    pub value: ValueKind,
    /// Its series.
    pub series: Vec<Series>,
    /// Time charts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub axis: Option<Axis>,
    /// Fixed scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Fixed scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Rankings: the bar of 100 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<f64>,
    /// What changes are measured against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_note: Option<String>,
    /// Rings only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub center: Option<Center>,
    /// Maps: the box shown first, west, south, east, north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl ChartData {
    /// A chart of one series.
    pub fn single(name: String, color: &str, marks: Vec<Mark>) -> Self {
        let series = Series {
            key: "posts".to_owned(),
            name,
            color: color.to_owned(),
            role: "main",
            marks,
        };
        Self {
            series: vec![series],
            ..Self::default()
        }
    }

    /// JSON that is safe within a script element.
    pub fn json(&self) -> String {
        serde_json::to_string(self)
            .unwrap_or_default()
            .replace('<', "\\u003c")
    }
}
