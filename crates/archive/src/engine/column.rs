//! A column: numbers of one kind, in memory or in a mapped file.

use super::files::Map;
use bytemuck::Pod;
use std::{marker::PhantomData, ops::Deref, ops::Range, sync::Arc};

/// Numbers that are read as a slice. A mapped column becomes a copy in memory when it is changed.
#[derive(Clone, Debug)]
pub(super) enum Column<T> {
    Owned(Vec<T>),
    Mapped(Mapped<T>),
}

/// A stretch of a file; made by [`Column::mapped`] alone, which has seen that it can be read.
#[derive(Clone, Debug)]
pub(super) struct Mapped<T> {
    map: Arc<Map>,
    range: Range<usize>,
    of: PhantomData<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl<T: Pod> Column<T> {
    /// The bytes of a range as numbers; none if they are not whole numbers in their place.
    pub(super) fn mapped(map: &Arc<Map>, range: Range<usize>) -> Option<Self> {
        let bytes = map.get(range.clone())?;
        bytemuck::try_cast_slice::<u8, T>(bytes).ok()?;
        Some(Self::Mapped(Mapped {
            map: Arc::clone(map),
            range,
            of: PhantomData,
        }))
    }

    /// A part of the column.
    pub(super) fn part(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Owned(values) => Self::Owned(values.get(from..to).unwrap_or_default().to_vec()),
            Self::Mapped(mapped) => {
                let at = |n: usize| (mapped.range.start + n * size_of::<T>()).min(mapped.range.end);
                Self::Mapped(Mapped {
                    range: at(from)..at(to).max(at(from)),
                    ..mapped.clone()
                })
            }
        }
    }

    /// The numbers, to be changed.
    pub(super) fn to_mut(&mut self) -> &mut Vec<T> {
        match self {
            Self::Owned(values) => values,
            Self::Mapped(_) => {
                *self = Self::Owned(self.to_vec());
                self.to_mut()
            }
        }
    }

    /// As they stand in a file.
    pub(super) fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }

    /// Bytes of memory of its own.
    pub(super) fn heap_bytes(&self) -> usize {
        match self {
            Self::Owned(values) => values.capacity() * size_of::<T>(),
            Self::Mapped(_) => 0,
        }
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(values) => values,
            Self::Mapped(mapped) => {
                let bytes = mapped.map.get(mapped.range.clone()).unwrap_or_default();
                bytemuck::try_cast_slice(bytes).unwrap_or_default()
            }
        }
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Owned(values)
    }
}
