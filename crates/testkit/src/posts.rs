//! Posts for tests: made by a builder, about nobody.

use hearken_model::{Author, CountryCode, Language, Post, Source, Timestamp, post::DeclaredPlace};

/// Begins a post of the source `test` with this id and text, published at [`crate::START`].
pub fn post(native_id: impl Into<String>, text: impl Into<String>) -> PostBuilder {
    let source = source("test");
    PostBuilder {
        post: Post::new(source, native_id, text, crate::START),
    }
}

fn source(key: &str) -> Source {
    key.parse().unwrap_or(Source::FEED)
}

/// A post that is being made.
#[derive(Clone, Debug)]
pub struct PostBuilder {
    post: Post,
}

impl PostBuilder {
    /// From another source; a key that cannot be one becomes `feed`.
    #[must_use]
    pub fn source(mut self, key: &str) -> Self {
        self.post.source = source(key);
        self
    }

    /// Published then.
    #[must_use]
    pub fn at(mut self, published_at: Timestamp) -> Self {
        self.post.published_at = published_at;
        self
    }

    /// With a title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.post.title = Some(title.into());
        self
    }

    /// By somebody, with so many followers.
    #[must_use]
    pub fn author(mut self, handle: &str, followers: u64) -> Self {
        self.post.author = Some(Author {
            native_id: format!("id-{handle}"),
            handle: Some(handle.to_owned()),
            name: Some(handle.to_owned()),
            profile_url: None,
            avatar_url: None,
            followers: Some(followers),
            location: None,
        });
        self
    }

    /// Says that it is in this language; a tag that cannot be one is left out.
    #[must_use]
    pub fn language(mut self, tag: &str) -> Self {
        self.post.language = tag.parse::<Language>().ok();
        self
    }

    /// Written at a place; a code that cannot be a country's is left out.
    #[must_use]
    pub fn place(mut self, latitude: f64, longitude: f64, country: &str) -> Self {
        let country = country.parse::<CountryCode>().ok();
        self.post.place = Some(DeclaredPlace {
            latitude,
            longitude,
            name: None,
            country,
        });
        self
    }

    /// The post.
    pub fn build(self) -> Post {
        self.post
    }
}
