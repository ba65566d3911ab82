//! Who may do what: the permission table, principals, and `decide`. Pure.
