//! Asking every route as everybody.

use super::{Expect, Given, Outsider, Row, Send, Stage, Thing};
use crate::{Answer, Ask, Member, TestApp};
use axum::http::Method;
use hearken_model::PublicId;
use std::{collections::BTreeSet, fmt::Write as _};

/// How an edge knows people, and what it answers outsiders.
pub struct Edge {
    /// The request as this person's.
    pub sign: fn(Ask, &Member) -> Ask,
    /// Whether it can know a person at all.
    pub knows: fn(&Member) -> bool,
    /// What an outsider gets of every route inside an organization.
    pub outsider: fn(Outsider, &Row) -> u16,
    /// What is wrong with an answer to a route, whoever asked; none: nothing.
    pub judge: Box<Judge>,
}

/// Tells what is wrong with an answer to a route.
pub type Judge = dyn Fn(&str, &Answer) -> Option<String>;

/// Fails unless exactly the routes that `is_ours` takes have a row each.
///
/// # Panics
/// When a route has no row, or a row no route.
pub async fn demand_rows(is_ours: impl Fn(&str) -> bool, rows: &[Row]) {
    let app = TestApp::new().await;
    let mut routes = app.routes();
    routes.retain(|route| is_ours(route));
    app.stop().await;
    let told: BTreeSet<String> = rows.iter().map(|row| row.route.to_owned()).collect();
    let no_row: Vec<_> = routes.difference(&told).collect();
    let no_route: Vec<_> = told.difference(&routes).collect();
    assert!(no_row.is_empty(), "no row for {no_row:#?}");
    assert!(no_route.is_empty(), "no route for {no_route:#?}");
    assert_eq!(rows.len(), told.len(), "a row stands twice");
}

/// Asks every route as everybody about everything, and fails with each answer that is not as the
/// table says.
///
/// # Panics
/// When an answer is another.
pub async fn demand_answers(edge: Edge, rows: &[Row]) {
    let stage = Stage::set().await;
    let mut walk = Walk {
        stage: &stage,
        edge,
        wrong: Vec::new(),
        asked: 0,
    };
    for row in rows {
        match row.expect {
            Expect::Anybody { anonymous, person } => {
                walk.check(row, "anonymous", None, PublicId(0), anonymous)
                    .await;
                let member = &stage.admin;
                walk.check(row, "somebody", Some(member), PublicId(0), person)
                    .await;
            }
            Expect::Members(statuses) => {
                walk.inside(row, statuses).await;
                walk.delegated(row, statuses).await;
                walk.outside(row).await;
            }
        }
    }
    let (wrong, asked) = (walk.wrong, walk.asked);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Were the table or the cast empty, nothing would be wrong either.
    assert!(asked > 1_000, "{asked} requests");
    stage.app.stop().await;
}

struct Walk<'s> {
    stage: &'s Stage,
    edge: Edge,
    wrong: Vec<String>,
    asked: usize,
}

impl Walk<'_> {
    async fn inside(&mut self, row: &Row, statuses: super::Statuses) {
        let stage = self.stage;
        // A request that only looks leaves the thing as it is.
        let looks = row.route.starts_with("GET ");
        let shared = stage.make(row.thing, &stage.admin).await;
        for (column, name, member) in &stage.members {
            let expect = statuses[*column];
            let is_spent = !looks && expect < 400;
            let id = if is_spent {
                stage.make(row.thing, &stage.admin).await
            } else {
                shared
            };
            self.check(row, name, Some(member), id, expect).await;
            if let Some(mine) = row.mine
                && let Some(id) = self.own(row.thing, member, mine[*column]).await
            {
                let name = format!("{name}, owner");
                self.check(row, &name, Some(member), id, mine[*column])
                    .await;
            }
            if row.thing != Thing::None {
                self.not_there(row, name, member, expect).await;
            }
        }
    }

    /// Those who act for the organization.
    async fn delegated(&mut self, row: &Row, statuses: super::Statuses) {
        let stage = self.stage;
        let [_, _, administrator, ..] = statuses;
        let (full, limited) = row.delegated.unwrap_or((administrator, 403));
        let shared = stage.make(row.thing, &stage.admin).await;
        for (name, member, expect) in [
            ("delegated, full", &stage.delegates.full, full),
            ("delegated, limited", &stage.delegates.limited, limited),
        ] {
            if (self.edge.knows)(member) {
                self.check(row, name, Some(member), shared, expect).await;
                if row.thing != Thing::None {
                    self.not_there(row, name, member, expect).await;
                }
            }
        }
    }

    /// A thing that the member made; none where the table says that they cannot have one.
    async fn own(&self, thing: Thing, member: &Member, expect: u16) -> Option<PublicId> {
        if expect >= 400 {
            return None;
        }
        Some(self.stage.make(thing, member).await)
    }

    /// A thing of another organization and one that never was cannot be told apart.
    async fn not_there(&mut self, row: &Row, name: &str, member: &Member, own: u16) {
        let stage = self.stage;
        let foreign = stage.make(row.thing, &stage.stranger).await;
        let number = stage.number();
        let never = PublicId(0x0bad_cafe_0000_0000_0000_0000_0000_0000 + u128::from(number));
        let given = stage.number();
        let of_foreign = self.ask(row, Some(member), foreign, given).await;
        let of_never = self.ask(row, Some(member), never, given).await;
        let status = of_foreign.status.as_u16();
        if status != 404 && !(own == 403 && status == 403) {
            self.say(row, name, &format!("foreign: {status}, not 404"));
        }
        let (a, b) = (told(&of_foreign, foreign), told(&of_never, never));
        if a != b {
            let text = format!("a foreign thing can be told from none:\n{a}\n--\n{b}");
            self.say(row, name, &text);
        }
    }

    async fn outside(&mut self, row: &Row) {
        let stage = self.stage;
        let id = stage.make(row.thing, &stage.admin).await;
        for (who, member) in [
            (Outsider::Anonymous, None),
            (Outsider::Operator, Some(&stage.operator)),
            (Outsider::Stranger, Some(&stage.stranger)),
            (Outsider::Withdrawn, Some(&stage.withdrawn)),
            (Outsider::Ended, Some(&stage.delegates.ended)),
            (Outsider::Held, Some(&stage.delegates.held)),
        ] {
            let expect = (self.edge.outsider)(who, row);
            self.check(row, &format!("{who:?}"), member, id, expect)
                .await;
        }
    }

    async fn check(
        &mut self,
        row: &Row,
        name: &str,
        by: Option<&Member>,
        id: PublicId,
        expect: u16,
    ) {
        let given = self.stage.number();
        let answer = self.ask(row, by, id, given).await;
        let status = answer.status.as_u16();
        if status != expect {
            let text: String = answer.text.chars().take(300).collect();
            self.say(row, name, &format!("{status}, not {expect}: {text}"));
        }
        if let Some(wrong) = (self.edge.judge)(row.route, &answer) {
            self.say(row, name, &wrong);
        }
    }

    fn say(&mut self, row: &Row, name: &str, what: &str) {
        self.wrong.push(format!("{} as {name}: {what}", row.route));
    }

    async fn ask(&mut self, row: &Row, by: Option<&Member>, id: PublicId, n: u32) -> Answer {
        self.asked += 1;
        let stage = self.stage;
        let given = Given {
            n,
            id: id.to_string(),
            user: stage
                .admin
                .caller
                .person()
                .expect("a person")
                .public_id
                .to_string(),
            group: stage.group.to_string(),
            feed: stage.feed(n),
        };
        let (method, path) = row.route.split_once(' ').expect("a method and a path");
        let mut path = path.replace("{slug}", &stage.admin.slug);
        path = path.replace("{id}", &given.id);
        for (name, value) in row.with {
            if *name == "?" {
                let _ = write!(path, "?{value}");
            }
            path = path.replace(&format!("{{{name}}}"), value);
        }
        let method: Method = method.parse().expect("a method");
        let ask = match row.send {
            Send::Nothing => Ask::new(method, path),
            Send::Json(body) => Ask::json(method, path, &body(&given)),
            Send::Raw(kind, body) => Ask::raw(method, path, kind, body),
            Send::Form(fields) => {
                let fields = fields(&given);
                let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
                Ask::form(path, &fields)
            }
        };
        let ask = match by {
            Some(member) => (self.edge.sign)(ask, member),
            None => ask,
        };
        let ask = if row.endless { ask.without_body() } else { ask };
        stage.app.ask(ask).await
    }
}

/// Everything that an answer tells, but for the id that was asked and the number that a failure is
/// known by.
fn told(answer: &Answer, id: PublicId) -> String {
    let mut text = format!("{}\n", answer.status);
    for (name, value) in &answer.headers {
        let _ = writeln!(text, "{name}: {value:?}");
    }
    text.push_str(&answer.text);
    text.replace(&id.to_string(), "{id}")
}
