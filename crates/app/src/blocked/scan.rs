//! Which stored posts an entry blocks: a look at everything stored, by the matcher that also blocks
//! what is acquired (SEA-142, SEA-143).

use super::BlockedKind;
use crate::{App, AppError, Result};
use hearken_authz::OrgScope;
use hearken_model::{Diagnostic, PostId};
use hearken_rules::{
    Blocklist, Subject,
    blocklist::{BlockedDomain, BlockedEntry, parse_phrase},
};
use std::sync::Arc;

/// Posts of one read.
const PAGE: u32 = 2_000;

/// An entry as typed, normalized: the text that is stored, and what it blocks.
pub(super) fn parse(
    kind: BlockedKind,
    entry: &str,
) -> std::result::Result<(String, BlockedEntry), Diagnostic> {
    Ok(match kind {
        BlockedKind::Domain => {
            let domain = BlockedDomain::parse(entry, "entry")?;
            (domain.to_string(), BlockedEntry::Domain(domain))
        }
        BlockedKind::Phrase => {
            let phrase = parse_phrase(entry, "entry")?;
            (phrase.clone(), BlockedEntry::Phrase(phrase))
        }
    })
}

/// The posts after `after` that an entry blocks, by rising id, and the last id that was looked at.
pub(super) async fn scan(
    app: &App,
    scope: &OrgScope,
    entry: &BlockedEntry,
    after: PostId,
) -> Result<(Vec<PostId>, PostId)> {
    let list = Arc::new(Blocklist::build([(scope.org(), entry.clone())]));
    let org = scope.org();
    let mut blocked = Vec::new();
    let mut last = after;
    loop {
        let page = app.store.stream_texts(scope, last, PAGE).await?;
        let Some((end, _, _)) = page.last() else {
            return Ok((blocked, last));
        };
        last = *end;
        let list = Arc::clone(&list);
        let found = tokio::task::spawn_blocking(move || {
            page.iter()
                .filter(|(_, language, post)| list.blocks(org, &Subject::new(post, language)))
                .map(|(id, _, _)| *id)
                .collect::<Vec<PostId>>()
        });
        blocked.extend(found.await.map_err(AppError::internal)?);
    }
}
