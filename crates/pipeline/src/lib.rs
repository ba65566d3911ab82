//! The way of a post: connector, match, annotate, record, index, events.
