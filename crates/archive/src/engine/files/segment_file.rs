//! A segment as two files: columns, which are written once, and the state that changes.

use super::container::{Container, Draft, Flaw, Kind};
use crate::engine::{
    bits::Bits,
    column::Column,
    ends::Ends,
    late::Late,
    segment::{Columns, ROWS_MAX, Segment},
    topics::Topics,
    words::Words,
};
use hearken_model::TopicId;
use std::sync::Arc;

/// Sections of a file of columns.
const COLUMNS: usize = 21;

impl Columns {
    /// In the order of the file; [`read_columns`] is the other direction.
    pub(in crate::engine) fn sections(&self) -> Vec<&[u8]> {
        vec![
            self.published.as_bytes(),
            self.ids.as_bytes(),
            self.by_id.as_bytes(),
            self.author.as_bytes(),
            self.source.as_bytes(),
            self.language.as_bytes(),
            self.country.as_bytes(),
            self.place_kind.as_bytes(),
            self.kind.as_bytes(),
            self.reach.as_bytes(),
            self.point_rows.as_bytes(),
            self.latitudes.as_bytes(),
            self.longitudes.as_bytes(),
            self.phrase_ends.low.as_bytes(),
            self.phrase_ends.blocks.as_bytes(),
            self.phrases.as_bytes(),
            self.phrased.as_bytes(),
            self.rare.as_bytes(),
            self.rare_rows.as_bytes(),
            self.words.starts.as_bytes(),
            self.words.entries.as_bytes(),
        ]
    }
}

/// Hands the file of the columns to `write`.
pub(super) fn write_columns<T>(columns: &Columns, write: impl FnOnce(&Draft<'_>) -> T) -> T {
    write(&Draft::new(Kind::Columns, columns.sections()))
}

pub(super) fn read_columns(file: &Container) -> Result<Columns, Flaw> {
    let columns = Columns {
        published: file.column(0)?,
        ids: file.column(1)?,
        by_id: file.column(2)?,
        author: file.column(3)?,
        source: file.column(4)?,
        language: file.column(5)?,
        country: file.column(6)?,
        place_kind: file.column(7)?,
        kind: file.column(8)?,
        reach: file.column(9)?,
        point_rows: file.column(10)?,
        latitudes: file.column(11)?,
        longitudes: file.column(12)?,
        phrase_ends: Ends {
            low: file.column(13)?,
            blocks: file.column(14)?,
        },
        phrases: file.column(15)?,
        phrased: file.column(16)?,
        rare: file.column(17)?,
        rare_rows: file.column(18)?,
        words: Words {
            starts: file.column(19)?,
            entries: file.column(20)?,
        },
    };
    if fits(&columns) {
        Ok(columns)
    } else {
        Err(Flaw::Damaged("its columns are not of one length"))
    }
}

fn fits(c: &Columns) -> bool {
    let rows = c.published.len();
    let wide = [c.ids.len(), c.author.len()];
    let two = [
        c.by_id.len(),
        c.source.len(),
        c.language.len(),
        c.country.len(),
    ];
    let one = [c.place_kind.len(), c.kind.len(), c.reach.len()];
    let points = c.point_rows.len();
    rows <= ROWS_MAX
        && wide
            .iter()
            .chain(&two)
            .chain(&one)
            .all(|length| *length == rows)
        && [c.latitudes.len(), c.longitudes.len()] == [points; 2]
        && points <= rows
        && c.phrase_ends.fits(rows)
        && c.phrases_before(rows) == c.phrases.len()
        && c.phrased.len() == rows.div_ceil(64)
        && c.rare.len() == c.rare_rows.len()
        && c.words.fits()
}

/// Hands the file of the state to `write`.
pub(super) fn write_state<T>(
    segment: &Segment,
    late: &Late,
    write: impl FnOnce(&Draft<'_>) -> T,
) -> T {
    let lists = || segment.topics.lists();
    let topics: Column<i64> = lists().map(|l| l.0.0).collect::<Vec<_>>().into();
    let mut rows = Vec::with_capacity(segment.topics.listed());
    let mut ends = Vec::new();
    for (_, list) in lists() {
        rows.extend_from_slice(list);
        ends.push(rows.len() as u32);
    }
    let (rows, ends): (Column<u16>, Column<u32>) = (rows.into(), ends.into());
    let live: Column<u64> = segment.live().words().to_vec().into();
    let upto: Column<u32> = vec![late.upto].into();
    write(&Draft::new(
        Kind::State,
        vec![
            segment.tones.as_bytes(),
            live.as_bytes(),
            topics.as_bytes(),
            ends.as_bytes(),
            rows.as_bytes(),
            upto.as_bytes(),
            late.places.as_bytes(),
            late.rows.as_bytes(),
            late.codes.as_bytes(),
        ],
    ))
}

pub(super) fn read_segment(name: u64, columns: Columns, file: &Container) -> Result<Segment, Flaw> {
    let rows = columns.published.len();
    let tones: Column<u8> = file.column(0)?;
    let live = Bits::of_words(rows, file.column::<u64>(1)?.to_vec());
    if tones.len() != rows {
        return Err(Flaw::Damaged("its tones are not those of its rows"));
    }
    let live = live.ok_or(Flaw::Damaged("its live rows are not its rows"))?;
    let topics = read_topics(rows, file)?;
    let late = read_late(&columns, file)?;
    Ok(Segment::with_live(name, columns, tones, topics, live).with_late(Arc::new(late)))
}

fn read_late(columns: &Columns, file: &Container) -> Result<Late, Flaw> {
    let upto = file.column::<u32>(5)?;
    let late = Late {
        upto: upto.first().copied().unwrap_or_default(),
        places: file.column(6)?,
        rows: file.column(7)?,
        codes: file.column(8)?,
    };
    if upto.len() == 1 && late.fits(columns.published.len(), columns.rare.len()) {
        Ok(late)
    } else {
        Err(Flaw::Damaged("its late phrases don't fit"))
    }
}

fn read_topics(rows: usize, file: &Container) -> Result<Topics, Flaw> {
    let topics: Column<i64> = file.column(2)?;
    let ends: Column<u32> = file.column(3)?;
    let listed: Column<u16> = file.column(4)?;
    let mut lists = Vec::with_capacity(topics.len());
    let mut start = 0;
    for (topic, end) in topics.iter().zip(ends.iter()) {
        let end = *end as usize;
        if end < start || end > listed.len() {
            break;
        }
        lists.push((TopicId(*topic), Arc::new(listed.part(start, end))));
        start = end;
    }
    if lists.len() != topics.len() || ends.len() != topics.len() || start != listed.len() {
        return Err(Flaw::Damaged("its lists of topics don't fit"));
    }
    Ok(Topics::new(rows, lists))
}

/// Bytes as the two files of a segment: lengths of sections of up to 64 KiB, then what is in them.
/// Checksums are made right, so that everything behind them is reached.
pub(in crate::engine) fn read_fuzzed(bytes: &[u8]) -> Option<Segment> {
    const SECTIONS: usize = COLUMNS + 9;
    let (lengths, mut rest) = bytes.split_at_checked(SECTIONS * 2)?;
    let (lengths, _) = lengths.as_chunks::<2>();
    let mut sections = Vec::new();
    for length in lengths {
        let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
        let (section, after) = rest.split_at_checked(length)?;
        sections.push(section);
        rest = after;
    }
    let state = sections.split_off(COLUMNS);
    let file = |kind, sections| {
        let bytes = Draft::new(kind, sections).parts().concat();
        Container::of_bytes(&bytes, kind)
    };
    let columns = read_columns(&file(Kind::Columns, sections).ok()?).ok()?;
    read_segment(1, columns, &file(Kind::State, state).ok()?).ok()
}
