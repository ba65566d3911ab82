//! Columns of posts per organization: a dataset in, metrics by dimensions and pages of posts out. Derived from the store.
