//! First run, further organizations, entering.

use crate::support::{PASSWORD, World, organization, pairs, problems};
use hearken_app::{Caller, Code, Secret, organizations, session, setup, tokens};

#[tokio::test]
async fn the_first_run_happens_once() {
    let world = World::empty().await;
    assert!(setup::is_first_run(&world.app).await.expect("an answer"));
    let mut input = organization("Contoso Ltd", "DE", "Admin@Contoso.example");
    input.admin_password = None;
    input.with_token = true;
    let made = setup::create_installation(&world.app, input)
        .await
        .expect("made");
    assert_eq!(made.organization.slug.as_str(), "contoso-ltd");
    assert_eq!(made.user.email, "admin@contoso.example");
    assert!(made.user.operator);
    assert!(!setup::is_first_run(&world.app).await.expect("an answer"));

    let again = organization("Fabrikam", "US", "admin@fabrikam.example");
    let refused = setup::create_installation(&world.app, again)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::AlreadySetUp);

    // The generated password signs in, once, and opens nothing until it is changed.
    let password = made.password.expect("a generated password");
    let input = session::SignIn {
        email: "admin@contoso.example".to_owned(),
        password,
        origin: session::Origin::default(),
    };
    let signed = session::sign_in(&world.app, input)
        .await
        .expect("signed in");
    assert!(signed.caller.must_change_password());
    let inside = organizations::enter(&world.app, &signed.caller, "contoso-ltd").await;
    let refused = tokens::list(&world.app, &inside.expect("inside"))
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::PasswordChangeRequired);

    // The token works, in its organization.
    let token = made.api_token.expect("a token");
    assert!(token.expose().starts_with("hkn_"));
    let caller = tokens::resume(&world.app, token.expose())
        .await
        .expect("known");
    assert!(
        !caller.is_operator(),
        "a token never operates the installation"
    );
    let inside = organizations::enter(&world.app, &caller, "contoso-ltd")
        .await
        .expect("inside");
    assert_eq!(
        tokens::list(&world.app, &inside)
            .await
            .expect("listed")
            .len(),
        1
    );
    assert_eq!(world.last_deed("contoso-ltd").await, "organization.created");
}

#[tokio::test]
async fn every_problem_of_an_organization_is_told() {
    let world = World::empty().await;
    let mut input = organization(" ", "QQ", "nobody");
    input.slug = "Ä!".to_owned();
    input.zone = "Mars/Base".to_owned();
    input.admin_password = Some(Secret::new("short"));
    let error = setup::create_installation(&world.app, input)
        .await
        .expect_err("refused");
    assert_eq!(error.code, Code::Invalid);
    assert_eq!(
        problems(error),
        pairs(&[
            ("name", "required"),
            ("slug", "not_a_slug"),
            ("country", "not_a_country"),
            ("zone", "not_a_zone"),
            ("admin_email", "not_an_email"),
            ("admin_password", "too_short"),
        ])
    );
    assert!(setup::is_first_run(&world.app).await.expect("an answer"));
}

#[tokio::test]
async fn organizations_are_the_operators_to_make() {
    let (world, admin, other) = World::two().await;
    let input = || organization("Third", "FR", "admin@third.example");
    let refused = organizations::create(&world.app, &other, input())
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::NotFound);
    organizations::create(&world.app, &admin, input())
        .await
        .expect("made");
    let taken = organizations::create(&world.app, &Caller::command_line(), input()).await;
    let taken = taken.expect_err("the slug is taken");
    assert_eq!(problems(taken), pairs(&[("slug", "duplicate")]));
    let all = organizations::list(&world.app, &Caller::command_line())
        .await
        .expect("listed");
    let slugs: Vec<&str> = all.iter().map(|o| o.slug.as_str()).collect();
    assert_eq!(slugs, ["contoso", "fabrikam", "third"]);
    let mine = organizations::list_mine(&world.app, &other)
        .await
        .expect("listed");
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].organization.name, "Fabrikam");
}

#[tokio::test]
async fn nobody_enters_somebody_elses_organization() {
    let (world, admin, other) = World::two().await;
    for (caller, slug) in [
        (&admin, "fabrikam"),
        (&other, "contoso"),
        (&other, "no-such"),
        (&other, "Not A Slug"),
    ] {
        let refused = organizations::enter(&world.app, caller, slug)
            .await
            .expect_err("refused");
        assert_eq!(refused.code, Code::NotFound, "{slug}");
    }
}

#[tokio::test]
async fn signing_in_is_limited_and_tells_nothing() {
    let (world, _, _) = World::two().await;
    let sign_in = |email: &str, password: &str| session::SignIn {
        email: email.to_owned(),
        password: Secret::new(password),
        origin: session::Origin::of(Some([192, 0, 2, 1].into()), ""),
    };
    for email in ["admin@contoso.example", "nobody@contoso.example"] {
        let refused = session::sign_in(&world.app, sign_in(email, "wrong")).await;
        assert_eq!(
            refused.expect_err("refused").code,
            Code::WrongCredentials,
            "{email}"
        );
    }
    // Any case of the address; a success gives the try back.
    let right = sign_in("ADMIN@contoso.example", PASSWORD);
    session::sign_in(&world.app, right)
        .await
        .expect("signed in");
    let refused = session::sign_in(&world.app, sign_in("x@y.example", "wrong")).await;
    assert_eq!(refused.expect_err("refused").code, Code::WrongCredentials);
    let refused = session::sign_in(&world.app, sign_in("z@y.example", "wrong")).await;
    let refused = refused.expect_err("the address has used up its three tries");
    assert_eq!(refused.code, Code::TooManyAttempts);
    assert_eq!(refused.arguments, [("retry_after".into(), 901)]);
    world.clock.step(15 * hearken_model::time::MINUTE);
    let right = sign_in("admin@contoso.example", PASSWORD);
    session::sign_in(&world.app, right)
        .await
        .expect("signed in");
}

#[tokio::test]
async fn sessions_end() {
    let (world, _, _) = World::two().await;
    let input = || session::SignIn {
        email: "admin@contoso.example".to_owned(),
        password: Secret::new(PASSWORD),
        origin: session::Origin::default(),
    };
    let hour = hearken_model::time::HOUR;
    // Idle for longer than two hours.
    let idle = session::sign_in(&world.app, input())
        .await
        .expect("signed in");
    // Used every hour, at most five hours.
    let used = session::sign_in(&world.app, input())
        .await
        .expect("signed in");
    let mut lasted = 0;
    for n in 1..=6 {
        world.clock.step(hour);
        if session::resume(&world.app, used.token.expose())
            .await
            .is_ok()
        {
            lasted = n;
        }
    }
    assert_eq!(lasted, 4, "the fifth hour is its end");
    let ended = session::resume(&world.app, idle.token.expose())
        .await
        .expect_err("ended");
    assert_eq!(ended.code, Code::NotSignedIn);

    let one = session::sign_in(&world.app, input())
        .await
        .expect("signed in");
    let two = session::sign_in(&world.app, input())
        .await
        .expect("signed in");
    session::sign_out(&world.app, one.token.expose())
        .await
        .expect("out");
    assert!(
        session::resume(&world.app, one.token.expose())
            .await
            .is_err()
    );
    let three = session::sign_in(&world.app, input())
        .await
        .expect("signed in");
    session::sign_out_others(&world.app, &three.caller, three.token.expose())
        .await
        .expect("out");
    assert!(
        session::resume(&world.app, two.token.expose())
            .await
            .is_err()
    );
    assert!(
        session::resume(&world.app, three.token.expose())
            .await
            .is_ok()
    );
    assert!(session::resume(&world.app, "no token").await.is_err());
}
