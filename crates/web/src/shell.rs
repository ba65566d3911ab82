//! What surrounds a page: top bar, rail, strips. Templates extend `base.html` and have a `shell`.

use crate::{
    assets, format,
    i18n::{Argument, Texts},
    look::Look,
    pages,
    visit::{Person, Visit},
};
use hearken_app::{App, organizations};
use hearken_authz::Permission;
use hearken_model::{ChartFormat, Filling, Stage, Standing, Theme};

/// Everything around the content of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Texts; templates say `{{ shell.t("key") }}`.
    pub texts: Texts,
    /// Attributes of `<html>`.
    pub look: Look,
    /// Title of the page.
    pub title: String,
    /// The organization, inside one.
    pub organization: Option<Head>,
    /// Organizations to switch to.
    pub others: Vec<Head>,
    /// Entries of the rail.
    pub nav: Vec<NavEntry>,
    /// The person, signed in.
    pub person: Option<PersonHead>,
    /// For whom the person acts as a delegated admin (DEL-64).
    pub acting: Option<ActingStrip>,
    /// What becomes of a solution that nobody subscribes to for good (TRI-09).
    pub solution: Option<SolutionStrip>,
    /// Whether this is the demo world.
    pub demo: bool,
    /// Whether the page has a posts pane.
    pub has_pane: bool,
    /// Whether charts begin as tables (GLO-32).
    pub prefers_tables: bool,
}

/// An organization in the top bar.
#[derive(Clone, Debug)]
pub struct Head {
    /// Name.
    pub name: String,
    /// Its name in URLs.
    pub slug: String,
    /// Country code.
    pub country: String,
}

/// The person in the top bar.
#[derive(Clone, Debug)]
pub struct PersonHead {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// One or two letters.
    pub initials: String,
    /// The zone that the person set, if any.
    pub zone: Option<String>,
}

/// The strip that says for whom one acts.
#[derive(Clone, Debug)]
pub struct ActingStrip {
    /// What it says.
    pub text: String,
    /// Until when, if that was agreed.
    pub until: Option<String>,
}

/// The strip that says that a subscription ends or ended.
#[derive(Clone, Debug)]
pub struct SolutionStrip {
    /// What it says.
    pub text: String,
    /// Where it can be bought again, for those who may.
    pub href: Option<String>,
}

/// An entry of the rail.
#[derive(Clone, Debug)]
pub struct NavEntry {
    /// Address.
    pub href: String,
    /// Text.
    pub text: String,
    /// Icon, a file of `frontend/icons`.
    pub icon: &'static str,
    /// Shortcut, such as `g a`.
    pub key: &'static str,
    /// Whether this area is shown now.
    pub current: bool,
}

impl Shell {
    /// `auto`, `light` or `dark`: as this browser was told, else as is chosen.
    pub fn theme(&self) -> Theme {
        let chosen = self.look.theme.or(self.texts.style().theme);
        chosen.unwrap_or(Theme::Auto)
    }

    /// Whether areas of charts are filled with patterns (GLO-32).
    pub fn has_patterns(&self) -> bool {
        self.texts.style().filling == Some(Filling::Patterns)
    }

    /// Around a page without rail: sign-in, first run, errors.
    pub fn plain(texts: Texts, look: Look, title: String) -> Self {
        Self {
            texts,
            look,
            title,
            organization: None,
            others: Vec::new(),
            nav: Vec::new(),
            person: None,
            acting: None,
            solution: None,
            demo: false,
            has_pane: false,
            prefers_tables: false,
        }
    }

    /// Around a page of somebody signed in, outside any organization.
    pub async fn of_person(person: &Person, title: String) -> Self {
        let mut shell = Self::plain(person.guest.texts, person.guest.look.clone(), title);
        shell.others = switchable(&person.app, person, None).await;
        shell.person = head(person);
        shell.acting = acting(person);
        shell.demo = person.demo;
        shell
    }

    /// Around a page of an organization. `area` is the key of the rail's entry.
    pub async fn of_visit(visit: &Visit, area: &str, title: String) -> Self {
        let texts = visit.texts();
        let slug = visit.organization.slug.to_string();
        let mut shell = Self::plain(texts, visit.person.guest.look.clone(), title);
        shell.nav = pages::AREAS
            .iter()
            .filter(|entry| entry.permissions.iter().any(|p| visit.caller.may(*p)))
            .filter(|entry| entry.key != "customers" || visit.organization.is_partner)
            .map(|entry| NavEntry {
                href: visit.path(entry.path),
                text: texts.get(&format!("nav-{}", entry.key)),
                icon: entry.icon,
                key: entry.shortcut,
                current: entry.key == area,
            })
            .collect();
        shell.others = switchable(visit.app(), &visit.person, Some(&slug)).await;
        shell.organization = Some(Head {
            name: visit.organization.name.clone(),
            slug,
            country: visit.organization.country.to_string(),
        });
        shell.person = head(&visit.person);
        shell.acting = acting(&visit.person);
        shell.solution = solution(visit);
        shell.prefers_tables = visit.caller.preferences().charts == Some(ChartFormat::Table);
        shell.demo = visit.person.demo;
        shell
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A text with one argument.
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<Argument<'a>>) -> String {
        self.texts.with(key, &[(name, value.into())])
    }

    /// The text `<family>-<key>`.
    pub fn t2(&self, family: &str, key: &str) -> String {
        self.texts
            .get(&format!("{family}-{}", key.replace('_', "-")))
    }

    /// The address of the icon `<family>-<name>`.
    pub fn icon2(&self, family: &str, name: &str) -> String {
        self.icon(&format!("{family}-{name}"))
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The address of an icon.
    pub fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::address("icons.svg"))
    }

    /// The words that the elements need, as JSON that is safe within a script element.
    pub fn words(&self) -> String {
        let words = WORDS.iter().map(|word| {
            let key = format!("word-{}", word.replace('_', "-"));
            (*word, self.texts.get(&key).into())
        });
        let plurals = PLURAL_WORDS.iter().map(|word| {
            let key = format!("word-{}", word.replace('_', "-"));
            let form =
                |name: &str| serde_json::Value::from(self.texts.get(&format!("{key}.{name}")));
            (
                *word,
                serde_json::json!({"one": form("one"), "other": form("other")}),
            )
        });
        let map: serde_json::Map<String, serde_json::Value> = words
            .chain(plurals)
            .map(|(k, v)| (k.to_owned(), v))
            .collect();
        serde_json::Value::Object(map)
            .to_string()
            .replace('<', "\\u003c")
    }
}

/// Words of the elements; `word-<name>` in the catalogues, `{count}` and the like filled in there.
const WORDS: &[&str] = &[
    "close",
    "cancel",
    "confirm",
    "confirm_name",
    "remove",
    "zoom_in",
    "zoom_out",
    "zoom_home",
    "unsaved_title",
    "unsaved_text",
    "leave",
    "stay",
    "shortcuts",
    "share",
    "so_far",
    "token_too_long",
    "duplicate",
    "uploading",
    "failed",
    "hint_click",
    "hint_add",
    "hint_exclude",
    "offline",
];

/// Words with a form for one and one for many: attributes `.one` and `.other` in the catalogues.
const PLURAL_WORDS: &[&str] = &["new_posts", "tokens_left"];

async fn switchable(app: &App, person: &Person, here: Option<&str>) -> Vec<Head> {
    if person.caller.acting().is_some() {
        return Vec::new();
    }
    let mine = organizations::list_mine(app, &person.caller)
        .await
        .unwrap_or_default();
    mine.into_iter()
        .filter(|m| m.may_enter() && Some(m.organization.slug.as_str()) != here)
        .map(|m| Head {
            name: m.organization.name,
            slug: m.organization.slug.to_string(),
            country: m.organization.country.to_string(),
        })
        .collect()
}

/// The strip of a solution whose subscription ends or ended.
fn solution(visit: &Visit) -> Option<SolutionStrip> {
    let term = visit.organization.term;
    let standing = term.standing(visit.now());
    let day = match standing {
        Standing::Running => return None,
        Standing::EndsSoon => term.ends_at,
        Standing::ReadOnly => term.closes_at(),
        Standing::Closed | Standing::DeletionSoon | Standing::Deleted => term.deleted_at(),
    };
    let texts = visit.texts();
    let day = format::day(day?, &visit.zone(), texts);
    let may_buy = visit.caller.may(Permission::BuyLicences);
    let word = match standing.stage() {
        Stage::Running => "solution-ends",
        Stage::ReadOnly => "solution-read-only",
        Stage::Closed => "solution-closed",
    };
    Some(SolutionStrip {
        text: texts.with(word, &[("day", day.into())]),
        href: may_buy.then(|| visit.path("/settings/licences")),
    })
}

fn acting(person: &Person) -> Option<ActingStrip> {
    let acting = person.caller.acting()?;
    let texts = person.guest.texts;
    let names = [
        ("customer", acting.customer.as_str().into()),
        ("partner", acting.partner.as_str().into()),
    ];
    let zone = person.caller.zone();
    let until = acting.ends_at.map(|at| format::day(at, &zone, texts));
    Some(ActingStrip {
        text: texts.with("acting-for", &names),
        until: until.map(|day| texts.with("acting-until", &[("day", day.into())])),
    })
}

fn head(person: &Person) -> Option<PersonHead> {
    let view = person.caller.person()?;
    Some(PersonHead {
        name: view.name.clone(),
        email: view.email.clone(),
        initials: initials(&view.name),
        zone: view.zone.as_ref().map(|zone| zone.name().to_owned()),
    })
}

/// The first letters of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}
