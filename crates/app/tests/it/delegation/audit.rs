//! What is noted of those who act, on both sides, and that what was kept of a chain finds what became
//! of it.

use super::*;
use hearken_app::audit::{self, Checkpoint};
use hearken_store::AuditEntry;

async fn entries(pair: &Pair, slug: &str, verb: &str) -> Vec<AuditEntry> {
    let all = pair.world.audit(slug).await;
    all.into_iter().filter(|entry| entry.verb == verb).collect()
}

/// DEL-72: a deed under a relationship stands in both chains; the partner's entry says who did what to
/// which thing of whom, and nothing else of the customer's. A customer's own deed is its own.
#[tokio::test]
async fn deeds_are_mirrored_without_the_customers_content() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let secret = "Project Nightingale";
    let new = tokens::NewToken {
        name: secret.to_owned(),
        ..tokens::NewToken::default()
    };
    tokens::create(app, &inside, new).await.expect("a token");
    let ours = entries(&pair, "fabrikam", "token.created").await;
    let theirs = entries(&pair, "contoso", "token.created").await;
    let (ours, theirs) = (&ours[0], &theirs[0]);
    assert_eq!(
        (
            ours.actor_user,
            ours.relationship,
            ours.partner,
            &ours.object,
            ours.at
        ),
        (
            theirs.actor_user,
            theirs.relationship,
            theirs.partner,
            &theirs.object,
            theirs.at
        )
    );
    assert!(ours.relationship.is_some());
    assert_eq!(ours.detail["name"], secret);
    assert!(
        !theirs.detail.to_string().contains(secret),
        "{}",
        theirs.detail
    );
    assert_eq!(theirs.detail["with"], "Fabrikam");
    assert_eq!(theirs.detail["relationship"], id.to_string());
    assert_eq!(theirs.detail["result"], "done");
    let entered = entries(&pair, "contoso", "relationship.entered").await;
    assert_eq!(entered.len(), 1, "an entry is mirrored once");
    let log = delegation::log(app, &pair.partner).await.expect("the log");
    let row = log.iter().find(|row| row.verb == "token.created");
    assert_eq!(row.expect("in the log").with, "Fabrikam");

    let general = settings::General {
        name: "Fabrikam".to_owned(),
        time_frame: "week".to_owned(),
        ..settings::General::default()
    };
    settings::set_general(app, &pair.customer, general)
        .await
        .expect("changed");
    let own = entries(&pair, "contoso", "settings.changed").await;
    assert!(
        own.is_empty(),
        "a customer's own deed is nothing to the partner"
    );
    for chain in audit::verify(app, &Caller::command_line(), None)
        .await
        .expect("looked")
    {
        assert_eq!(chain.faults, Vec::<String>::new(), "{}", chain.name);
    }
}

/// A30: a flood of denials is one entry per person, permission and minute, on both sides.
#[tokio::test]
async fn denials_are_counted_and_written_once() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    for _ in 0..500 {
        let done = delegation::change_partner(app, &inside, id, OurSide::End).await;
        assert_eq!(done.map_err(|e| e.code).err(), Some(Code::NeverDelegable));
    }
    // Nobody who acts for nobody is counted, whatever they are denied.
    let roles = ChangeRoles {
        users: Vec::new(),
        roles: RolePair::default(),
        organization_role: None,
    };
    let _ = users::change_roles(app, &pair.customer, roles).await;
    assert_eq!(
        audit::write_denials(app, false).await.expect("written"),
        0,
        "the minute lasts"
    );
    pair.world.clock.step(MINUTE);
    for _ in 0..3 {
        let done = delegation::change_partner(app, &inside, id, OurSide::Hold).await;
        assert!(done.is_err());
    }
    assert_eq!(audit::write_denials(app, false).await.expect("written"), 1);
    // After an end what is left is written, too: that needs no relationship that holds.
    pair.ours(id, OurSide::End).await.expect("ended");
    assert_eq!(audit::write_denials(app, true).await.expect("written"), 1);
    assert_eq!(audit::write_denials(app, true).await.expect("written"), 0);
    for slug in ["fabrikam", "contoso"] {
        let noted = entries(&pair, slug, "access.denied").await;
        let counts: Vec<_> = noted.iter().map(|e| e.detail["count"].as_u64()).collect();
        assert_eq!(counts, [Some(3), Some(500)], "{slug}");
        assert!(
            noted
                .iter()
                .all(|e| e.object == "permission:manage_partners")
        );
        assert!(
            noted
                .iter()
                .all(|e| e.actor_user.is_some() && e.actor_user == noted[0].actor_user)
        );
    }
}

/// A28: what a checkpoint keeps is compared; how a chain gets so is with the tests of `store`.
#[tokio::test]
async fn a_checkpoint_finds_a_cut_and_a_fork() {
    let (pair, _) = Pair::related().await;
    let app = &pair.world.app;
    let kept = audit::checkpoint(app, &pair.customer).await.expect("kept");
    assert_eq!(kept.organization, "fabrikam");
    let newest = &pair.world.audit("fabrikam").await[0];
    assert_eq!(kept.entries, newest.id);
    let text = serde_json::to_string(&kept).expect("a text");
    assert_eq!(Checkpoint::parse(&text).as_ref(), Some(&kept));
    for bad in [
        String::new(),
        "{}".to_owned(),
        text.replace("-1\"", "-2\""),
        text.replace(&kept.hash, "00"),
    ] {
        assert_eq!(Checkpoint::parse(&bad), None, "{bad}");
    }
    let look = async |checkpoint: &Checkpoint| {
        let only = Some(("fabrikam", checkpoint.head()));
        let chains = audit::verify(app, &Caller::command_line(), only).await;
        chains.expect("looked")[0].faults.clone()
    };
    assert_eq!(look(&kept).await, Vec::<String>::new());
    let further = Checkpoint {
        entries: kept.entries + 1,
        ..kept.clone()
    };
    let cut = format!("entries after {} are gone", kept.entries);
    assert_eq!(look(&further).await, [cut]);
    let other = Checkpoint {
        hash: "ab".repeat(32),
        ..kept.clone()
    };
    let fork = format!("entry {} is not the one whose hash was kept", kept.entries);
    assert_eq!(look(&other).await, [fork]);
}

/// One who acts sees the own deeds, and so gets no end of the whole.
#[tokio::test]
async fn a_checkpoint_is_for_those_who_see_everything() {
    let (pair, id) = Pair::related().await;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let kept = audit::checkpoint(&pair.world.app, &inside).await;
    assert_eq!(kept.map_err(|e| e.code).err(), Some(Code::Forbidden));
}
