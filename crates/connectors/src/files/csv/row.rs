//! A row of a CSV file, taken as the post form.

use super::columns::{Column, Columns};
use crate::{
    Reject,
    files::{
        ColumnMap,
        form::{AuthorForm, LinkForm, PlaceForm, PostForm, Scalar, WholeAuthor},
        when,
    },
};
use xxhash_rust::xxh3::xxh3_128;

/// The values of a record and what they are.
pub(super) struct Row<'c> {
    pub(super) columns: &'c Columns,
    pub(super) values: Vec<String>,
}

impl Row<'_> {
    fn get(&self, column: Column) -> Option<String> {
        let value = self.values.get(self.columns.at(column)?)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn number<T: std::str::FromStr>(
        &self,
        column: Column,
        name: &str,
    ) -> Result<Option<T>, Reject> {
        let Some(text) = self.get(column) else {
            return Ok(None);
        };
        let parsed = text
            .parse()
            .map_err(|_| Reject::bad(name, "not a number"))?;
        Ok(Some(parsed))
    }

    pub(super) fn into_form(self, map: &ColumnMap) -> Result<PostForm, Reject> {
        let published_at = self.published_at(map)?;
        let tags = self.get(Column::Tags).unwrap_or_default();
        let tags = tags
            .split([',', ';', '|', ' '])
            .map(str::trim)
            .filter(|t| !t.is_empty());
        let source = self.get(Column::Source).map(|s| source_key(&s));
        Ok(PostForm {
            id: Some(Scalar::Text(self.id())),
            source: source.or_else(|| map.source.as_ref().map(|s| s.to_string())),
            published_at: Some(Scalar::Text(published_at)),
            title: self.get(Column::Title),
            text: self.get(Column::Text),
            warning: self.get(Column::Warning),
            url: self.get(Column::Url),
            kind: self.get(Column::Kind).map(|k| k.to_lowercase()),
            reply_to: self.get(Column::ReplyTo).map(Scalar::Text),
            language: self.get(Column::Language),
            author: self.author()?,
            tags: tags.map(str::to_owned).collect(),
            link: self.get(Column::Link).map(LinkForm::Url),
            place: self.place()?,
            sensitive: self.get(Column::Sensitive).is_some_and(|v| is_yes(&v)),
            ..PostForm::default()
        })
    }

    /// The id, or, where the file has none, a hash of all columns: the same row is the same post.
    fn id(&self) -> String {
        self.get(Column::Id).unwrap_or_else(|| {
            let row = self.values.join("\u{1f}");
            format!("row-{:032x}", xxh3_128(row.as_bytes()))
        })
    }

    fn published_at(&self, map: &ColumnMap) -> Result<String, Reject> {
        let text = self.get(Column::PublishedAt);
        let text = text.ok_or_else(|| Reject::missing("published_at"))?;
        let Some(format) = &map.time_format else {
            return Ok(text);
        };
        when::parse_as(format, &text)
            .map(|instant| instant.to_rfc3339())
            .ok_or_else(|| Reject::bad("published_at", "not a time in the given form"))
    }

    fn author(&self) -> Result<Option<AuthorForm>, Reject> {
        let author = WholeAuthor {
            id: self.get(Column::AuthorId).map(Scalar::Text),
            handle: self.get(Column::AuthorHandle),
            name: self.get(Column::AuthorName),
            url: self.get(Column::AuthorUrl),
            avatar: None,
            followers: self.number(Column::Followers, "followers")?,
            location: self.get(Column::AuthorLocation),
        };
        let known = author.id.is_some() || author.handle.is_some() || author.name.is_some();
        Ok(known.then(|| AuthorForm::Whole(Box::new(author))))
    }

    fn place(&self) -> Result<Option<PlaceForm>, Reject> {
        let latitude = self.number(Column::Latitude, "latitude")?;
        let longitude = self.number(Column::Longitude, "longitude")?;
        Ok(latitude
            .zip(longitude)
            .map(|(latitude, longitude)| PlaceForm {
                latitude,
                longitude,
                name: self.get(Column::PlaceName),
                country: self.get(Column::Country).filter(|c| c.len() == 2),
            }))
    }
}

/// `Blue Sky` is written `blue-sky` as a source.
fn source_key(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '.', '/'], "-")
}

fn is_yes(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "1" | "true" | "yes" | "y" | "ja" | "j"
    )
}
