//! What is kept, in SQL: the only crate that speaks it. SQLite and PostgreSQL behind one face.
