//! Posts on a map.

use super::{
    MOST_ROWS,
    selected::{Part, Selected},
};
use crate::{Cell, Cells, Cursor, Tones, grid};
use hashbrown::HashMap;
use hearken_model::{PostId, Sentiment};
use std::cmp::Reverse;

#[derive(Debug, Default)]
struct Cluster {
    cell: (u32, u32),
    latitude: i64,
    longitude: i64,
    by_tone: [u32; 4],
    latest: Option<Cursor>,
    /// The newest row of the segment that is looked at.
    newest: Option<u16>,
}

impl Cluster {
    fn posts(&self) -> u64 {
        self.by_tone.iter().map(|posts| u64::from(*posts)).sum()
    }

    /// Adds what was found in one segment.
    fn add(&mut self, part: &PartialCluster) {
        self.latitude += part.latitude;
        self.longitude += part.longitude;
        for (sum, posts) in self.by_tone.iter_mut().zip(part.by_tone) {
            *sum = sum.wrapping_add(posts);
        }
    }

    /// Takes out again what was found in a part of a segment.
    fn subtract(&mut self, part: &PartialCluster) {
        self.latitude -= part.latitude;
        self.longitude -= part.longitude;
        for (sum, posts) in self.by_tone.iter_mut().zip(part.by_tone) {
            *sum = sum.wrapping_sub(posts);
        }
    }
}

/// What of a cell is in one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartialCluster {
    cell: (u32, u32),
    latitude: i64,
    longitude: i64,
    by_tone: [u32; 4],
    newest: u16,
}

/// Up to this zoom there are few enough cells for a table of them all.
const TABLE_ZOOM: u8 = 5;
/// Columns of that table, the outermost edge included.
const TABLE_COLUMNS: u32 = (8 << TABLE_ZOOM) + 1;
/// Rows of that table, the outermost edge included.
const TABLE_ROWS: u32 = (4 << TABLE_ZOOM) + 1;

/// Clusters by cell.
struct Clusters {
    list: Vec<Cluster>,
    /// By place in the table one more than the position in the list; empty at large zooms.
    table: Vec<u32>,
    map: HashMap<(u32, u32), u32>,
}

impl Clusters {
    fn new(zoom: u8) -> Self {
        let places = if zoom <= TABLE_ZOOM {
            TABLE_COLUMNS * TABLE_ROWS
        } else {
            0
        };
        Self {
            list: Vec::new(),
            table: vec![0; places as usize],
            map: HashMap::new(),
        }
    }

    fn place(cell: (u32, u32)) -> usize {
        (cell.1 * TABLE_COLUMNS + cell.0) as usize
    }

    /// The clusters; the table is as new.
    fn take_clusters(&mut self) -> Vec<Cluster> {
        for cluster in &self.list {
            if let Some(number) = self.table.get_mut(Self::place(cluster.cell)) {
                *number = 0;
            }
        }
        self.map.clear();
        std::mem::take(&mut self.list)
    }

    /// The clusters of one segment.
    fn take(&mut self) -> Vec<PartialCluster> {
        let part = |cluster: Cluster| {
            Some(PartialCluster {
                cell: cluster.cell,
                latitude: cluster.latitude,
                longitude: cluster.longitude,
                by_tone: cluster.by_tone,
                newest: cluster.newest?,
            })
        };
        self.take_clusters().into_iter().filter_map(part).collect()
    }

    fn of(&mut self, cell: (u32, u32)) -> Option<&mut Cluster> {
        let place = Self::place(cell);
        let next = self.list.len() as u32 + 1;
        let number = match self.table.get_mut(place) {
            Some(number) => number,
            None => self.map.entry(cell).or_default(),
        };
        if *number == 0 {
            *number = next;
            self.list.push(Cluster {
                cell,
                ..Cluster::default()
            });
        }
        self.list.get_mut(*number as usize - 1)
    }
}

/// What of each cell is in one segment.
fn of_one(selected: &Selected<'_>, zoom: u8, clusters: &mut Clusters) -> Vec<PartialCluster> {
    let segment = selected.segment;
    let points = segment.columns.points();
    let tones: &[u8] = &segment.tones;
    selected.each_of(&segment.columns.point_rows, |at, row| {
        let Some(point) = points(at) else { return };
        let Some(cluster) = clusters.of(point.cell(zoom)) else {
            return;
        };
        cluster.latitude += i64::from(point.latitude);
        cluster.longitude += i64::from(point.longitude);
        let tone = tones.get(row).copied().unwrap_or_default();
        if let Some(count) = cluster.by_tone.get_mut(usize::from(tone)) {
            *count += 1;
        }
        cluster.newest = Some(row as u16);
    });
    clusters.take()
}

pub(super) fn cells(rows: &[Selected<'_>], zoom: u8, limit: usize) -> Cells {
    let (mut clusters, mut one) = (Clusters::new(zoom), Clusters::new(zoom));
    for selected in rows {
        let cursors = selected.segment.cursors();
        let partials = &selected.segment.partials;
        // Rows that lack at the end may be those that a cell shows.
        let most = selected
            .most()
            .filter(|_| selected.to == selected.segment.rows());
        let parts = if let Some((whole, [before, _])) = most {
            for part in of_one(&before, zoom, &mut one) {
                if let Some(cluster) = clusters.of(part.cell) {
                    cluster.subtract(&part);
                }
            }
            partials.cells(zoom, || of_one(&whole, zoom, &mut one))
        } else if selected.is_whole() && selected.part == Part::All {
            partials.cells(zoom, || of_one(selected, zoom, &mut one))
        } else {
            of_one(selected, zoom, &mut one).into()
        };
        for part in parts.iter() {
            if let Some(cluster) = clusters.of(part.cell) {
                cluster.add(part);
                if usize::from(part.newest) >= selected.from {
                    let newest = cursors.of(part.newest.into());
                    cluster.latest = cluster.latest.max(Some(newest));
                }
            }
        }
    }
    let mut list = clusters.take_clusters();
    list.retain(|cluster| cluster.posts() > 0);
    let (distinct, located) = (list.len() as u64, list.iter().map(Cluster::posts).sum());
    list.sort_unstable_by_key(|cluster| (Reverse(cluster.posts()), cluster.cell));
    list.truncate(limit.min(MOST_ROWS));
    Cells {
        cells: list.iter().map(cell).collect(),
        distinct,
        located,
    }
}

fn cell(cluster: &Cluster) -> Cell {
    let mut tones = Tones::default();
    for (tone, posts) in Sentiment::ALL.into_iter().zip(cluster.by_tone) {
        tones.add(tone, posts.into());
    }
    let posts = tones.posts();
    Cell {
        latitude: grid::mean_degrees(cluster.latitude, posts),
        longitude: grid::mean_degrees(cluster.longitude, posts),
        tones,
        latest: cluster.latest.map_or(PostId(0), |at| at.id),
    }
}
