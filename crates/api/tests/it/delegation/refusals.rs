//! What cannot be answered or offered, and how that is told (administration 1.13).

use super::{Stage, reply, text};
use hearken_model::RolePair;
use hearken_testkit::house::app::tokens;
use serde_json::{Value, json};

/// Scenario 5, and every other way in which an offer cannot be answered.
#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_answer_is_told_why() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let other = stage.app.organization("other").await;
    let roles = RolePair {
        configuration: hearken_model::ConfigurationRole::Administrator,
        interaction: hearken_model::InteractionRole::Manager,
    };
    let mut plain = stage.app.member(&acme, "Plain", roles, None).await;
    let new = tokens::NewToken {
        name: "own".to_owned(),
        ..tokens::NewToken::default()
    };
    let made = tokens::create(&stage.app.house.app, &plain.caller, new).await;
    plain.token = Some(made.expect("a token").token.expose().to_owned());
    let code = stage.offer(("mail", json!(acme.email))).await;
    let asked = json!({ "code": code });
    let nothing = json!({ "code": "0bad".repeat(16) });
    let inspect = "/offers/inspect";
    for (by, body, status, why) in [
        (&plain, &asked, 403, "not_native_admin"),
        (&other, &asked, 403, "offer_not_for_you"),
        (&acme, &nothing, 404, "not_found"),
        (&acme, &json!({}), 422, "invalid"),
        (&stage.agency, &asked, 422, "invalid"),
    ] {
        stage.refused(by, inspect, body, status, why).await;
    }
    let seen = stage.post(&acme, inspect, &asked, 200).await;
    let good = reply(&code, &seen);
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (body, status, why) in [
        (with("password", json!("wrong")), 422, "invalid"),
        (with("terms_hash", json!("00")), 409, "terms_changed"),
        (with("days", json!(null)), 422, "cannot_widen"),
        (with("level", json!(null)), 422, "invalid"),
    ] {
        stage
            .refused(&acme, "/offers/answer", &body, status, why)
            .await;
    }
    // A no needs the password, too: a token can be stolen.
    let mut no = with("delegate", json!(false));
    no["password"] = json!("wrong");
    stage
        .refused(&acme, "/offers/answer", &no, 422, "invalid")
        .await;
    // Less than was asked is a yes; the same yes again tells of the same relationship.
    let mut less = with("days", json!(20));
    less["level"] = json!("limited");
    let first = stage.post(&acme, "/offers/answer", &less, 200).await;
    let again = stage.post(&acme, "/offers/answer", &good, 200).await;
    assert_eq!(first["relationship"], again["relationship"]);
    assert_eq!(again["already"], true);
    let path = format!("/partners/{}", text(&first["relationship"]));
    assert_eq!(stage.get(&acme, &path).await["level"], "limited");
    stage.app.stop().await;
}

/// Refusals of a partner's own acts, and an offer taken back.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_offered_is_told_why() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let offer = |more: Value| {
        let mut body = json!({ "kind": "standalone", "level": "full", "mail": "a@b.example" });
        for (key, value) in more.as_object().expect("fields") {
            body[key] = value.clone();
        }
        body
    };
    let path = "/partner/offers";
    stage
        .refused(
            &acme,
            path,
            &offer(json!({})),
            403,
            "partner_not_authorized",
        )
        .await;
    for (more, field) in [
        (json!({ "days": 731 }), "days"),
        (json!({ "days": 0 }), "days"),
        (json!({ "valid_days": 91 }), "valid_days"),
        (json!({ "mail": "nobody" }), "mail"),
        (json!({ "most": 5 }), "organization"),
        (json!({ "kind": "trial" }), "subscriptions"),
        (
            json!({ "mail": null, "organization": "acme" }),
            "organization",
        ),
        (
            json!({ "mail": null, "organization": "agency" }),
            "organization",
        ),
        (json!({ "level": null }), "level"),
    ] {
        let told = stage.post(&stage.agency, path, &offer(more), 422).await;
        let errors = told["errors"].as_array().expect("errors");
        assert!(
            errors.iter().any(|e| e["field"] == field),
            "{field}: {told}"
        );
    }
    let code = stage.offer(("mail", json!(acme.email))).await;
    let offers = stage.get(&stage.agency, path).await;
    let withdraw = format!("{path}/{}/withdraw", text(&offers[0]["id"]));
    for _ in 0..2 {
        stage.post(&stage.agency, &withdraw, &json!({}), 204).await;
    }
    let asked = json!({ "code": code });
    stage
        .refused(&acme, "/offers/inspect", &asked, 410, "offer_withdrawn")
        .await;
    stage.app.stop().await;
}
