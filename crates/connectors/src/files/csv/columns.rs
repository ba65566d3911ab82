//! Which column of a CSV file holds what.

use crate::files::ColumnMap;

/// A field of a post that a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Id,
    Source,
    PublishedAt,
    Title,
    Text,
    Warning,
    Url,
    Kind,
    ReplyTo,
    Language,
    AuthorId,
    AuthorHandle,
    AuthorName,
    AuthorUrl,
    Followers,
    AuthorLocation,
    Tags,
    Link,
    Latitude,
    Longitude,
    PlaceName,
    Country,
    Sensitive,
}

/// Field name, and the headers it is usually found under, most telling first. Headers are compared
/// in lower case with `_` for anything that is neither letter nor digit.
const COLUMNS: &[(Column, &str, &[&str])] = &[
    (
        Column::Id,
        "id",
        &[
            "id",
            "post_id",
            "tweet_id",
            "status_id",
            "message_id",
            "native_id",
            "guid",
            "uri",
            "resource_id",
            "query_id",
        ],
    ),
    (
        Column::Source,
        "source",
        &["source", "network", "platform", "source_type", "page_type"],
    ),
    (
        Column::PublishedAt,
        "published_at",
        &[
            "published_at",
            "published",
            "created_at",
            "created_utc",
            "created",
            "created_time",
            "publication_date",
            "date_utc",
            "datetime",
            "timestamp",
            "time",
            "date",
            "posted_at",
            "indexed",
            "datum",
            "zeit",
        ],
    ),
    (
        Column::Title,
        "title",
        &["title", "headline", "subject", "titel", "betreff"],
    ),
    (
        Column::Text,
        "text",
        &[
            "text",
            "full_text",
            "content",
            "body",
            "message",
            "selftext",
            "post",
            "tweet",
            "description",
            "caption",
            "snippet",
            "opening_text",
            "inhalt",
            "nachricht",
        ],
    ),
    (
        Column::Warning,
        "warning",
        &["warning", "content_warning", "spoiler_text", "cw"],
    ),
    (
        Column::Url,
        "url",
        &[
            "permalink",
            "url",
            "post_url",
            "tweet_url",
            "status_url",
            "permalink_url",
        ],
    ),
    (Column::Kind, "kind", &["kind", "post_type", "message_type"]),
    (
        Column::ReplyTo,
        "reply_to",
        &[
            "reply_to",
            "in_reply_to",
            "in_reply_to_id",
            "in_reply_to_status_id",
            "parent_id",
        ],
    ),
    (
        Column::Language,
        "language",
        &["language", "lang", "locale", "sprache"],
    ),
    (
        Column::AuthorId,
        "author_id",
        &["author_id", "user_id", "account_id", "did"],
    ),
    (
        Column::AuthorHandle,
        "author_handle",
        &[
            "author_handle",
            "handle",
            "username",
            "user_name",
            "screen_name",
            "author",
            "user",
            "account",
            "autor",
        ],
    ),
    (
        Column::AuthorName,
        "author_name",
        &[
            "author_name",
            "display_name",
            "full_name",
            "name",
            "user_full_name",
        ],
    ),
    (
        Column::AuthorUrl,
        "author_url",
        &["author_url", "profile_url", "user_url"],
    ),
    (
        Column::Followers,
        "followers",
        &[
            "followers",
            "followers_count",
            "author_followers",
            "user_followers",
            "x_followers",
            "twitter_followers",
        ],
    ),
    (
        Column::AuthorLocation,
        "author_location",
        &["author_location", "user_location", "location"],
    ),
    (Column::Tags, "tags", &["tags", "hashtags"]),
    (
        Column::Link,
        "link",
        &["link", "link_url", "expanded_url", "expanded_urls"],
    ),
    (Column::Latitude, "latitude", &["latitude", "lat"]),
    (
        Column::Longitude,
        "longitude",
        &["longitude", "lon", "lng", "long"],
    ),
    (
        Column::PlaceName,
        "place_name",
        &["place_name", "place", "city"],
    ),
    (Column::Country, "country", &["country_code", "country"]),
    (
        Column::Sensitive,
        "sensitive",
        &["sensitive", "nsfw", "over_18", "possibly_sensitive"],
    ),
];

/// Where each field stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns(Vec<(Column, usize)>);

impl Columns {
    /// From the header line. Says what is wrong when a named column is not there, or nothing is
    /// found that a post could be made of.
    pub(super) fn find(headers: &[String], map: &ColumnMap) -> Result<Self, String> {
        let mut found = Vec::new();
        for (field, header) in &map.columns {
            let column = COLUMNS.iter().find(|(_, name, _)| name == field);
            let (column, ..) = column.ok_or_else(|| format!("no such field: {field}"))?;
            let at = headers.iter().position(|h| h.trim() == header.trim());
            let at = at.ok_or_else(|| format!("the file has no column {header}"))?;
            found.push((*column, at));
        }
        let names: Vec<String> = headers.iter().map(|h| normalized(h)).collect();
        for (column, _, usual) in COLUMNS {
            if found.iter().any(|(known, _)| known == column) {
                continue;
            }
            let free = |at: &usize| !found.iter().any(|(_, taken)| taken == at);
            let at = usual
                .iter()
                .filter_map(|name| names.iter().position(|n| n == name))
                .find(free);
            if let Some(at) = at {
                found.push((*column, at));
            }
        }
        let columns = Self(found);
        let has = |column| columns.at(column).is_some();
        if !has(Column::Text) && !has(Column::Title) {
            return Err("no column for text or title: name one by the column map".to_owned());
        }
        if !has(Column::PublishedAt) {
            return Err("no column for the time: name one by the column map".to_owned());
        }
        Ok(columns)
    }

    /// Position of a field's column.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.0.iter().find(|(c, _)| *c == column).map(|(_, at)| *at)
    }
}

fn normalized(header: &str) -> String {
    let header = header.trim().trim_start_matches('\u{feff}').to_lowercase();
    let marks = header
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' });
    marks.collect::<String>().trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(headers: &str, map: &[(&str, &str)]) -> Result<Columns, String> {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        let columns = map.iter().map(|(f, h)| ((*f).to_owned(), (*h).to_owned()));
        let map = ColumnMap {
            columns: columns.collect(),
            ..ColumnMap::default()
        };
        Columns::find(&headers, &map)
    }

    #[test]
    fn usual_headers_are_found() {
        let columns = find("Post ID,Created At,Full Text,User Name,Lang", &[]).expect("found");
        for (column, at) in [
            (Column::Id, 0),
            (Column::PublishedAt, 1),
            (Column::Text, 2),
            (Column::AuthorHandle, 3),
            (Column::Language, 4),
        ] {
            assert_eq!(columns.at(column), Some(at), "{column:?}");
        }
        assert_eq!(columns.at(Column::Title), None);
    }

    #[test]
    fn a_map_goes_before_the_usual() {
        let map = [("text", "Kommentar"), ("published_at", "Wann")];
        let columns = find("Wann,Kommentar,text", &map).expect("found");
        assert_eq!(columns.at(Column::Text), Some(1));
        assert_eq!(columns.at(Column::PublishedAt), Some(0));
    }

    #[test]
    fn what_is_missing_is_named() {
        let check = |headers: &str, map: &[(&str, &str)], expect: &str| {
            let error = find(headers, map).expect_err(headers);
            assert!(error.contains(expect), "{error}");
        };
        check("a,b", &[], "text or title");
        check("text,b", &[], "the time");
        check("text,date", &[("title", "Head")], "no column Head");
        check("text,date", &[("colour", "text")], "no such field: colour");
    }
}
