//! Organizations, people, sessions, tokens, audit.

use crate::{conformance, world::settings};
use hearken_authz::MembershipState;
use hearken_model::{
    ChartFormat, ConfigurationRole, DefaultFrame, InteractionRole, LicenceType, OrganizationRole,
    PageStyle, Preferences, RelationshipId, RolePair, Theme, Timestamp, TokenPurpose, UserId,
};
use hearken_store::{Error, NewAudit, NewMembership, NewOrganization, NewUser, User, UserEdit};

pub(crate) fn new_user(email: &str) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Somebody".to_owned(),
        password_hash: Some("$argon2id$...".to_owned()),
        locale: None,
        time_zone: None,
        is_operator: false,
    }
}

pub(crate) async fn add_user(world: &crate::World, email: &str) -> Result<User, Error> {
    let mut tx = world.store.begin().await?;
    let user = tx.create_user(&world.install, &new_user(email)).await?;
    tx.commit().await?;
    Ok(user)
}

pub(crate) fn membership(user: UserId, configuration: ConfigurationRole) -> NewMembership {
    NewMembership {
        user,
        roles: RolePair {
            configuration,
            interaction: InteractionRole::Manager,
        },
        organization_role: OrganizationRole::GlobalAdministrator,
        state: MembershipState::New,
        licence: Some(LicenceType::Full),
        usage_location: None,
    }
}

fn session(expires_at: hearken_model::Timestamp) -> hearken_store::NewSession {
    hearken_store::NewSession {
        expires_at,
        device: "Firefox, Linux".to_owned(),
        address: Some("192.0.2.7".to_owned()),
        confirmed: false,
    }
}

conformance! {
    async fn organizations_are_kept_and_slugs_unique(world: World) {
        let id = world.organization("contoso").await;
        world.organization("fabrikam").await;
        let scope = world.scope(id);
        let org = world.store.load_organization(&scope).await.unwrap();
        assert_eq!((org.slug.as_str(), org.version), ("contoso", 1));
        assert_eq!(org.settings, settings("contoso"));
        let all = world.store.list_organizations(&world.install).await.unwrap();
        assert_eq!(all.len(), 2);
        let slug = "contoso".parse().unwrap();
        let found = world.store.find_organization(&world.install, &slug).await.unwrap();
        assert_eq!(found, Some(org));
        let mut tx = world.store.begin().await.unwrap();
        let again = NewOrganization { slug, settings: settings("x") };
        let error = tx.create_organization(&world.install, &again).await.unwrap_err();
        assert!(matches!(error, Error::Taken(ref field) if field == "slug"), "{error:?}");
    }

    async fn a_stale_change_of_settings_is_refused(world: World) {
        let scope = world.scope(world.organization("contoso").await);
        let before = world.store.setup_revision(&world.install).await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let mut wanted = settings("Contoso Ltd");
        wanted.time_zone = None;
        let org = tx.update_organization(&scope, 1, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((org.settings, org.version), (wanted.clone(), 2));
        assert!(world.store.setup_revision(&world.install).await.unwrap() > before);
        let mut tx = world.store.begin().await.unwrap();
        let error = tx.update_organization(&scope, 1, &wanted).await.unwrap_err();
        assert!(matches!(error, Error::Stale));
    }

    async fn people_are_unique_by_address_without_case(world: World) {
        let user = add_user(&world, "Ann@Example.com").await.unwrap();
        let found = world.store.find_user(&world.install, " ann@example.COM").await.unwrap();
        assert_eq!(found.as_ref(), Some(&user));
        let error = add_user(&world, "ANN@example.com").await.unwrap_err();
        assert!(matches!(error, Error::Taken(ref field) if field == "email"), "{error:?}");
        assert_eq!(world.store.count_users(&world.install).await.unwrap(), 1);
        assert_eq!(user.preferences, Preferences::default());
        let likes = Preferences {
            time_frame: Some(DefaultFrame::LastWeek),
            charts: Some(ChartFormat::Table),
            style: PageStyle {
                dates: "yyyy-MM-dd".parse().ok(),
                ..PageStyle::default()
            },
        };
        let mut tx = world.store.begin().await.unwrap();
        let edit = UserEdit {
            name: Some("Ann".to_owned()),
            locale: Some(Some("de".to_owned())),
            preferences: Some(likes),
            ..UserEdit::default()
        };
        tx.update_user(&world.install, user.id, &edit).await.unwrap();
        // What an edit does not name stays.
        tx.update_user(&world.install, user.id, &UserEdit::default()).await.unwrap();
        tx.commit().await.unwrap();
        let user = world.store.load_user(&world.install, user.id).await.unwrap();
        assert_eq!((user.name.as_str(), user.locale.as_deref()), ("Ann", Some("de")));
        assert_eq!(user.preferences, likes);
        assert_eq!(user.password_hash.as_deref(), Some("$argon2id$..."));
        let missing = world.store.load_user(&world.install, UserId(99)).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    }

    async fn what_is_chosen_for_a_customer_is_kept_by_relationship(world: World) {
        let customer = world.organization("customer").await;
        let ann = add_user(&world, "ann@example.com").await.unwrap();
        let (here, elsewhere) = (RelationshipId(1), RelationshipId(2));
        let style = PageStyle {
            theme: Some(Theme::Dark),
            ..PageStyle::default()
        };
        let time_frame = Some(DefaultFrame::Today);
        let likes = Preferences { time_frame, charts: None, style };
        let chosen = (Some("de".to_owned()), likes);
        let mut tx = world.store.begin().await.unwrap();
        for relationship in [here, elsewhere] {
            tx.note_entry(&world.install, customer, relationship, ann.id).await.unwrap();
        }
        tx.set_entry_choices(&world.install, here, ann.id, chosen.clone()).await.unwrap();
        tx.commit().await.unwrap();
        let find = |relationship| world.store.find_entry_choices(&world.install, relationship, ann.id);
        assert_eq!(find(here).await.unwrap(), chosen);
        for other in [elsewhere, RelationshipId(3)] {
            assert_eq!(find(other).await.unwrap(), (None, Preferences::default()));
        }
    }

    async fn memberships_hold_within_their_organization(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let ann = add_user(&world, "ann@example.com").await.unwrap();
        let bob = add_user(&world, "bob@example.com").await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let admin = membership(ann.id, ConfigurationRole::Administrator);
        tx.add_member(&world.scope(one), &admin).await.unwrap();
        tx.add_member(&world.scope(two), &membership(bob.id, ConfigurationRole::Analyst))
            .await
            .unwrap();
        assert_eq!(tx.count_administrators(&world.scope(one)).await.unwrap(), 1);
        assert_eq!(tx.count_administrators(&world.scope(two)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let members = world.store.list_members(&world.scope(one)).await.unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(members[0].user, ann);
        assert_eq!(members[0].membership.roles, admin.roles);
        let none = world.store.find_membership(&world.install, two, ann.id).await.unwrap();
        assert_eq!(none, None);
        let list = world.store.list_memberships(&world.install, bob.id).await.unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].0.org, list[0].1.as_str()), (two, "two"));
        let mut tx = world.store.begin().await.unwrap();
        let withdrawn = NewMembership { state: MembershipState::Withdrawn, ..admin };
        tx.update_member(&world.scope(one), &withdrawn).await.unwrap();
        assert_eq!(tx.count_administrators(&world.scope(one)).await.unwrap(), 0);
        let stranger = tx.update_member(&world.scope(two), &withdrawn).await;
        assert!(matches!(stranger, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        let state = world.store.find_membership(&world.install, one, ann.id).await.unwrap();
        assert_eq!(state.unwrap().state, MembershipState::Withdrawn);
    }

    async fn sessions_end(world: World) {
        let ann = add_user(&world, "ann@example.com").await.unwrap();
        let (store, install) = (&world.store, &world.install);
        let end = Timestamp(1_800_000_001_000_000);
        let mut tx = store.begin().await.unwrap();
        let one = tx.begin_session(install, ann.id, &session(end)).await.unwrap();
        let two = tx.begin_session(install, ann.id, &session(end.plus(60_000_000))).await.unwrap();
        tx.commit().await.unwrap();
        let found = store.find_session(install, &one).await.unwrap().unwrap();
        assert_eq!((found.user, found.expires_at), (ann.id, end));
        assert_eq!(store.find_session(install, &[9; 32]).await.unwrap(), None);
        world.clock.advance(2_000_000);
        assert_eq!(store.find_session(install, &one).await.unwrap(), None);
        assert_eq!(store.sweep_sessions(install).await.unwrap(), 1);
        store.touch_session(install, &two, end.plus(120_000_000)).await.unwrap();
        let found = store.find_session(install, &two).await.unwrap().unwrap();
        assert_eq!(found.last_seen_at, Timestamp(1_800_000_002_000_000));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.end_sessions_of(install, ann.id, Some(&two)).await.unwrap(), 0);
        assert_eq!(tx.end_sessions_of(install, ann.id, None).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(store.find_session(install, &two).await.unwrap(), None);
    }

    async fn tokens_open_one_organization_until_revoked(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let ann = add_user(&world, "ann@example.com").await.unwrap();
        let scope = world.scope(one);
        let mut tx = world.store.begin().await.unwrap();
        let (id, secret) = tx
            .create_token(&scope, ann.id, " build ", TokenPurpose::Api, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let known = world.store.find_token(&world.install, &secret).await.unwrap().unwrap();
        assert_eq!((known.org, known.user, known.public_id), (one, ann.id, id));
        world.store.touch_token(&world.install, &known).await.unwrap();
        let list = world.store.list_tokens(&scope, Some(ann.id)).await.unwrap();
        assert_eq!((list.len(), list[0].name.as_str()), (1, "build"));
        assert!(list[0].last_used_at.is_some());
        assert_eq!(world.store.list_tokens(&scope, Some(UserId(77))).await.unwrap(), []);
        assert_eq!(world.store.list_tokens(&world.scope(two), None).await.unwrap(), []);
        let mut tx = world.store.begin().await.unwrap();
        let foreign = tx.revoke_token(&world.scope(two), id).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        tx.revoke_token(&scope, id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.store.find_token(&world.install, &secret).await.unwrap(), None);
    }

    async fn deeds_are_noted_with_their_actor(world: World) {
        let org = world.organization("contoso").await;
        let ann = add_user(&world, "ann@example.com").await.unwrap();
        let deed = |verb| NewAudit {
            verb,
            object: "topic:1".to_owned(),
            detail: serde_json::json!({"name": "Contoso"}),
        };
        let mut tx = world.store.begin().await.unwrap();
        tx.audit(&world.scope_of(org, ann.id), deed("topic.created")).await.unwrap();
        tx.audit(&world.scope(org), deed("topic.rematched")).await.unwrap();
        tx.audit_installation(&world.install, deed("organization.created")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        tx.audit(&world.scope(org), deed("topic.deleted")).await.unwrap();
        tx.rollback().await.unwrap();
        let list = world.store.list_audit(&world.scope(org), None, 10).await.unwrap();
        let told: Vec<_> = list
            .iter()
            .map(|e| (e.id, e.verb.as_str(), e.actor_user, e.actor_job.as_deref()))
            .collect();
        assert_eq!(told, [
            (2, "topic.rematched", None, Some("test")),
            (1, "topic.created", Some(ann.id), None),
        ]);
        assert_eq!(list[0].detail, serde_json::json!({"name": "Contoso"}));
        let older = world.store.list_audit(&world.scope(org), Some(2), 10).await.unwrap();
        assert_eq!(older.len(), 1);
        let list = world.store.list_installation_audit(&world.install, None, 10).await.unwrap();
        assert_eq!(list.len(), 1);
    }

    async fn facts_of_the_installation_are_replaced(world: World) {
        let fact = |w: &crate::World| {
            let (store, install) = (w.store.clone(), w.install.clone());
            async move { store.installation_fact(&install, "name").await.unwrap() }
        };
        assert_eq!(fact(&world).await, None);
        for value in ["one", "two"] {
            let mut tx = world.store.begin().await.unwrap();
            tx.set_installation_fact(&world.install, "name", value).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(fact(&world).await.as_deref(), Some(value));
        }
    }
}
