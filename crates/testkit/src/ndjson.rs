//! Posts as lines of our own form (`docs/reference/post-form.md`), as far as tests need it.

use hearken_model::Post;
use serde_json::{Value, json};

/// One line each.
pub(crate) fn print(posts: &[Post]) -> String {
    let lines: Vec<String> = posts.iter().map(|post| line(post).to_string()).collect();
    lines.join("\n")
}

fn line(post: &Post) -> Value {
    let author = post.author.as_ref().map(|author| {
        json!({
            "id": author.native_id,
            "handle": author.handle,
            "name": author.name,
            "followers": author.followers,
            "location": author.location,
        })
    });
    let place = post.place.as_ref().map(|place| {
        json!({
            "latitude": place.latitude,
            "longitude": place.longitude,
            "name": place.name,
            "country": place.country.map(|country| country.to_string()),
        })
    });
    json!({
        "id": post.native_id,
        "source": post.source.as_str(),
        "published_at": post.published_at.0,
        "title": post.title,
        "text": post.text,
        "language": post.language.as_ref().map(ToString::to_string),
        "url": post.permalink,
        "author": author,
        "place": place,
    })
}
