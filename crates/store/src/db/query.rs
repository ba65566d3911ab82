//! One SQL text for both databases: a statement with `$n` and its arguments, typed so that NULL
//! keeps its type on PostgreSQL. Not a query builder.

use sqlx::{
    AssertSqlSafe, Postgres, SqlStr, Sqlite, postgres::PgArguments, sqlite::SqliteArguments,
};
use std::{borrow::Cow, fmt::Write};

/// A typed argument.
#[derive(Clone, Debug)]
pub(crate) enum Arg<'q> {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<Cow<'q, str>>),
    Blob(Option<Cow<'q, [u8]>>),
}

macro_rules! arg {
    ($($from:ty => $variant:ident |$value:ident| $into:expr;)*) => { $(
        impl<'q> From<$from> for Arg<'q> {
            fn from($value: $from) -> Self { Self::$variant(Some($into)) }
        }
        impl<'q> From<Option<$from>> for Arg<'q> {
            fn from(value: Option<$from>) -> Self { Self::$variant(value.map(|$value| $into)) }
        }
    )* };
}

arg! {
    i64 => Int |v| v;
    bool => Int |v| i64::from(v);
    f64 => Real |v| v;
    &'q str => Text |v| clean(Cow::Borrowed(v));
    &'q String => Text |v| clean(Cow::Borrowed(v.as_str()));
    String => Text |v| clean(Cow::Owned(v));
    Cow<'q, str> => Text |v| clean(v);
    &'q [u8] => Blob |v| Cow::Borrowed(v);
    Vec<u8> => Blob |v| Cow::Owned(v);
    hearken_model::Timestamp => Int |v| v.0;
    hearken_model::OrgId => Int |v| v.0;
    hearken_model::UserId => Int |v| v.0;
    hearken_model::PostId => Int |v| v.0;
    hearken_model::AuthorId => Int |v| v.0;
    hearken_model::CategoryId => Int |v| v.0;
    hearken_model::TopicId => Int |v| v.0;
    hearken_model::RuleId => Int |v| v.0;
    hearken_model::SourceGroupId => Int |v| v.0;
    hearken_model::ImportId => Int |v| v.0;
    hearken_model::OfferId => Int |v| v.0;
    hearken_model::RelationshipId => Int |v| v.0;
    hearken_model::SubscriptionId => Int |v| v.0;
    hearken_model::GroupId => Int |v| v.0;
    hearken_model::Seq => Int |v| v.0;
    hearken_model::PublicId => Blob |v| Cow::Owned(v.to_bytes().to_vec());
}

/// Neither PostgreSQL's TEXT nor a key that must be equal on both databases can hold NUL.
pub(crate) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.as_bytes().contains(&0) {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        text
    }
}

/// A statement and its arguments.
pub(crate) struct Q<'q> {
    sql: Sql,
    args: Vec<Arg<'q>>,
}

enum Sql {
    Fixed(&'static str),
    /// `{rows}` stands for so many tuples of so many placeholders.
    Rows {
        template: &'static str,
        columns: usize,
        rows: usize,
    },
}

/// `q!("SELECT ... $1", a)`
macro_rules! q {
    ($sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::Q::new($sql)$(.bind($arg))* };
}
pub(crate) use q;

impl<'q> Q<'q> {
    /// A statement with `$1`, `$2` ...
    pub(crate) fn new(sql: &'static str) -> Self {
        Self {
            sql: Sql::Fixed(sql),
            args: Vec::new(),
        }
    }

    /// A statement with `{rows}` in it, and the cells of `rows` rows in reading order.
    pub(crate) fn rows(template: &'static str, columns: usize, args: Vec<Arg<'q>>) -> Self {
        Self {
            sql: Sql::Rows {
                template,
                columns,
                rows: args.len() / columns.max(1),
            },
            args,
        }
    }

    /// Binds the next argument.
    pub(crate) fn bind(mut self, arg: impl Into<Arg<'q>>) -> Self {
        self.args.push(arg.into());
        self
    }

    pub(super) fn sqlite(self) -> sqlx::query::Query<'q, Sqlite, SqliteArguments> {
        // Many `$n` cost more than linearly on SQLite; a plain `?` counts up by itself.
        let sql = self.sql.render(|sql, _| sql.push('?'));
        let query = sqlx::query::<Sqlite>(sql);
        self.args.into_iter().fold(query, |query, arg| match arg {
            Arg::Int(value) => query.bind(value),
            Arg::Real(value) => query.bind(value),
            Arg::Text(value) => query.bind(value.map(Cow::into_owned)),
            Arg::Blob(value) => query.bind(value.map(Cow::into_owned)),
        })
    }

    pub(super) fn postgres(self) -> sqlx::query::Query<'q, Postgres, PgArguments> {
        let sql = self.sql.render(|sql, n| {
            let _ = write!(sql, "${n}");
        });
        let query = sqlx::query::<Postgres>(sql);
        self.args.into_iter().fold(query, |query, arg| match arg {
            Arg::Int(value) => query.bind(value),
            Arg::Real(value) => query.bind(value),
            Arg::Text(value) => query.bind(value.map(Cow::into_owned)),
            Arg::Blob(value) => query.bind(value.map(Cow::into_owned)),
        })
    }
}

impl Sql {
    fn render(self, placeholder: impl Fn(&mut String, usize)) -> SqlStr {
        match self {
            Self::Fixed(sql) => SqlStr::from_static(sql),
            Self::Rows {
                template,
                columns,
                rows,
            } => {
                let mut list = String::with_capacity(columns * rows * 4);
                for row in 0..rows {
                    list.push_str(if row == 0 { "(" } else { ",(" });
                    for column in 0..columns {
                        if column > 0 {
                            list.push(',');
                        }
                        placeholder(&mut list, row * columns + column + 1);
                    }
                    list.push(')');
                }
                // Only placeholders were put into a text that stands in this crate.
                sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(template.replace("{rows}", &list)))
            }
        }
    }
}

/// A list for `IN (SELECT value FROM json_each($n))`.
pub(crate) fn json_list<T: serde::Serialize>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<T> = items.into_iter().collect();
    // Numbers and strings always serialize; an empty list selects nothing.
    serde_json::to_string(&items).unwrap_or_else(|_| "[]".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_placeholders() {
        let sql = || Sql::Rows {
            template: "INSERT INTO t (a, b) VALUES {rows}",
            columns: 2,
            rows: 2,
        };
        let lite = sql().render(|sql, _| sql.push('?'));
        assert_eq!(lite.as_str(), "INSERT INTO t (a, b) VALUES (?,?),(?,?)");
        let pg = sql().render(|sql, n| {
            let _ = write!(sql, "${n}");
        });
        assert_eq!(pg.as_str(), "INSERT INTO t (a, b) VALUES ($1,$2),($3,$4)");
    }

    #[test]
    fn nul_never_reaches_a_database() {
        assert_eq!(clean(Cow::Borrowed("a\0b")), "a\u{FFFD}b");
        assert_eq!(json_list([1, 2]), "[1,2]");
    }
}
