//! Posts over time with the average of the past frames (ANA-090, ANA-037).

use super::{Axis, ChartData, Context, Mark, Series, Widget};
use crate::format;
use hearken_app::analytics::{Figures, Part, VolumePoint};
use hearken_model::{TimeFrame, dataset::Bucket};

pub(super) const WIDGET: Widget = Widget {
    name: "volume",
    part: Part::Volume,
    kind: "area",
    span: 12,
    rows: 1,
    has_full_view: false,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Volume(volume) = figures else {
        return None;
    };
    let total: u64 = volume.points.iter().map(|point| point.posts).sum();
    if total == 0 {
        return None;
    }
    let marks: Vec<Mark> = volume
        .points
        .iter()
        .map(|p| mark(p, volume.bucket, context))
        .collect();
    let peak = volume.points.iter().max_by_key(|point| point.posts)?;
    let span = context.view.span();
    let texts = context.texts;
    let day = |at| format::day(at, context.zone(), texts);
    let summary = texts.with(
        "volume-summary",
        &[
            ("posts", context.number(total).into()),
            ("from", day(span.from).into()),
            ("to", day(span.to.plus(-1)).into()),
            ("peak", name(peak, volume.bucket, context).into()),
            ("most", context.number(peak.posts).into()),
        ],
    );
    let mut data = ChartData::single(texts.get("series-posts"), "accent", marks);
    if volume.points.iter().any(|point| point.average.is_some()) {
        data.series
            .push(average(&volume.points, volume.bucket, context));
    }
    data.summary = summary;
    data.axis = Some(Axis {
        bucket: match volume.bucket {
            Bucket::Hour => "hour",
            Bucket::Day => "day",
            Bucket::Week => "week",
        },
        zone: context.zone().name().to_owned(),
    });
    data.change_note = context.change_note();
    Some(data)
}

fn mark(point: &VolumePoint, bucket: Bucket, context: &Context<'_>) -> Mark {
    let is_future = point.span.from > context.now();
    Mark {
        key: key(point, context),
        name: name(point, bucket, context),
        at: Some(point.span.from.to_rfc3339()),
        value: (!is_future).then_some(point.posts as f64),
        partial: !is_future && point.span.to > context.now(),
        href: Some(context.href(context.view.link().time(frame(point, bucket, context)))),
        ..Mark::default()
    }
}

fn average(points: &[VolumePoint], bucket: Bucket, context: &Context<'_>) -> Series {
    let mark = |point: &VolumePoint| Mark {
        key: key(point, context),
        name: name(point, bucket, context),
        at: Some(point.span.from.to_rfc3339()),
        value: point.average,
        ..Mark::default()
    };
    Series {
        key: "past".to_owned(),
        name: context
            .change_note()
            .unwrap_or_else(|| context.texts.get("series-past")),
        color: "past".to_owned(),
        role: "average",
        marks: points.iter().map(mark).collect(),
    }
}

fn key(point: &VolumePoint, context: &Context<'_>) -> String {
    context.zone().zoned(point.span.from).datetime().to_string()
}

fn name(point: &VolumePoint, bucket: Bucket, context: &Context<'_>) -> String {
    let (zone, texts) = (context.zone(), context.texts);
    let first = format::day(point.span.from, zone, texts);
    match bucket {
        Bucket::Hour => format::moment(point.span.from, zone, texts),
        Bucket::Day => first,
        Bucket::Week => format!(
            "{first} – {}",
            format::day(point.span.to.plus(-1), zone, texts)
        ),
    }
}

/// The time frame of a bucket (ANA-025).
fn frame(point: &VolumePoint, bucket: Bucket, context: &Context<'_>) -> TimeFrame {
    let zone = context.zone();
    match bucket {
        Bucket::Hour => TimeFrame::Exact(point.span),
        Bucket::Day | Bucket::Week => TimeFrame::Days(
            zone.date(point.span.from),
            zone.date(point.span.to.plus(-1)),
        ),
    }
}
