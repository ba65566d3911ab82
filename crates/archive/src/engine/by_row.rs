//! The topics of each row of a segment: what its lists of rows say, the other way round. A selection
//! by anything but topics asks for the topics of its rows, and looks at no others.

use super::{codes::Codes, selected::Selected, topics::Topics};

/// Topics by row; a topic is the place of its list among those of the segment.
#[derive(Debug)]
pub(super) struct ByRow {
    /// The first topic of each row, [`MORE`] added where there are others; [`NOTHING`] without one.
    first: Box<[u16]>,
    /// The other topics, by row.
    others: Box<[(u16, u16)]>,
}

const NOTHING: u16 = u16::MAX;
const MORE: u16 = 1 << 15;

impl ByRow {
    /// From lists; none where there are more topics than there are numbers.
    pub(super) fn of(topics: &Topics, rows: usize) -> Option<Self> {
        let mut first = vec![NOTHING; rows];
        let mut others = Vec::new();
        for (place, (_, list)) in topics.lists().enumerate() {
            let place = u16::try_from(place)
                .ok()
                .filter(|place| *place < MORE - 1)?;
            for row in list {
                match first.get_mut(usize::from(*row)) {
                    Some(free) if *free == NOTHING => *free = place,
                    Some(taken) => {
                        *taken |= MORE;
                        others.push((*row, place));
                    }
                    None => {}
                }
            }
        }
        others.sort_unstable();
        Some(Self {
            first: first.into(),
            others: others.into(),
        })
    }

    /// The first topic of a row, and the others.
    fn topics(&self, row: u16) -> Option<(u16, &[(u16, u16)])> {
        let first = *self.first.get(usize::from(row))?;
        if first == NOTHING {
            return None;
        }
        if first & MORE == 0 {
            return Some((first, &[]));
        }
        let from = self.others.partition_point(|other| other.0 < row);
        let rest = self.others.get(from..).unwrap_or_default();
        let own = rest.iter().take_while(|other| other.0 == row).count();
        Some((first & !MORE, rest.get(..own).unwrap_or_default()))
    }

    pub(super) fn heap_bytes(&self) -> usize {
        size_of_val(&*self.first) + size_of_val(&*self.others)
    }
}

/// The codes of each of a segment's topics.
struct CodesOf {
    /// Where the codes of a topic end; they begin where those of the topic before end.
    ends: Vec<u32>,
    codes: Vec<u32>,
}

impl CodesOf {
    /// From topics with their codes, rising.
    fn new(topics: &Topics, coded: &[(i64, u32)]) -> Self {
        let mut rest = coded.iter().peekable();
        let mut of = Self {
            ends: Vec::new(),
            codes: Vec::with_capacity(coded.len()),
        };
        for (topic, _) in topics.lists() {
            while rest.next_if(|other| other.0 < topic.0).is_some() {}
            while let Some((_, code)) = rest.next_if(|other| other.0 == topic.0) {
                of.codes.push(*code);
            }
            of.ends.push(of.codes.len() as u32);
        }
        of
    }

    #[inline]
    fn of(&self, place: u16) -> &[u32] {
        let end_of = |place: usize| self.ends.get(place).copied().unwrap_or_default() as usize;
        let place = usize::from(place);
        let start = place.checked_sub(1).map_or(0, end_of);
        self.codes.get(start..end_of(place)).unwrap_or_default()
    }
}

/// Calls `f` with every selected row and each of its codes, if they are of topics and the rows are so
/// few that going by rows is less work than going through the lists; tells whether it did.
pub(super) fn visit(selected: &Selected<'_>, codes: &Codes, mut f: impl FnMut(usize, u32)) -> bool {
    let (segment, Some(rows)) = (selected.segment, selected.filtered()) else {
        return false;
    };
    if rows.len() > segment.topics.listed() / 2 {
        return false;
    }
    let coded = match codes {
        Codes::Topic(topics) => topics.iter().map(|t| t.0).zip(0..).collect(),
        Codes::Category(groups, _) => {
            let of = |(code, group): (u32, &(_, Vec<hearken_model::TopicId>))| {
                let topics = group.1.iter();
                topics.map(|topic| (topic.0, code)).collect::<Vec<_>>()
            };
            let mut coded: Vec<(i64, u32)> = (0..).zip(groups).flat_map(of).collect();
            coded.sort_unstable();
            coded
        }
        _ => return false,
    };
    let make = || ByRow::of(&segment.topics, segment.rows());
    let Some(by_row) = segment.partials.by_row(make) else {
        return false;
    };
    let codes = CodesOf::new(&segment.topics, &coded);
    let mut several = Vec::new();
    for row in rows {
        let Some((first, others)) = by_row.topics(*row) else {
            continue;
        };
        let own = codes.of(first);
        if others.is_empty() {
            for code in own {
                f(usize::from(*row), *code);
            }
            continue;
        }
        // Two topics of a category count once.
        several.clear();
        several.extend_from_slice(own);
        for (_, place) in others {
            several.extend_from_slice(codes.of(*place));
        }
        several.sort_unstable();
        several.dedup();
        for code in &several {
            f(usize::from(*row), *code);
        }
    }
    true
}
