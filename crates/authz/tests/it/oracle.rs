//! The rules a second time, in Cedar: `policies/permissions.cedar` asked about the same values that
//! `decide` gets. Nothing here decides by itself.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use hearken_authz::{Delegation, Permission, Principal, Resource};
use hearken_model::Timestamp;
use std::collections::{HashMap, HashSet};

fn uid(kind: &str, name: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().expect("a type");
    EntityUid::from_type_name_and_id(kind, EntityId::new(name))
}

fn principal_entity(principal: &Principal) -> Entity {
    let text = |word: &str| RestrictedExpression::new_string(word.to_owned());
    let (id, attributes) = match principal {
        Principal::Person(person) => {
            let mut attributes = HashMap::from([(
                "operator".to_owned(),
                RestrictedExpression::new_bool(person.operator),
            )]);
            let ends_at = person.term.ends_at.map_or(i64::MAX, |at| at.0);
            let ends_at = RestrictedExpression::new_long(ends_at);
            attributes.insert("endsAt".to_owned(), ends_at);
            if let Some(m) = person.membership {
                let may_enter = matches!(m.state.as_str(), "new" | "active");
                attributes.extend([
                    ("org".to_owned(), RestrictedExpression::new_long(m.org.0)),
                    (
                        "mayEnter".to_owned(),
                        RestrictedExpression::new_bool(may_enter),
                    ),
                    (
                        "hasSeat".to_owned(),
                        RestrictedExpression::new_bool(may_enter && m.licence.is_some()),
                    ),
                    (
                        "configuration".to_owned(),
                        text(m.roles.configuration.as_str()),
                    ),
                    ("interaction".to_owned(), text(m.roles.interaction.as_str())),
                    (
                        "organizationRole".to_owned(),
                        text(m.organization_role.as_str()),
                    ),
                ]);
            }
            if let Some(acting) = &person.acting {
                attributes.insert("acting".to_owned(), acting_record(acting));
            }
            (uid("User", &person.user.to_string()), attributes)
        }
        Principal::System { job } => (uid("Job", job), HashMap::new()),
        Principal::Operator => (uid("CommandLine", "this"), HashMap::new()),
    };
    Entity::new(id, attributes, HashSet::new()).expect("plain attributes")
}

fn acting_record(acting: &Delegation) -> RestrictedExpression {
    let text = |word: &str| RestrictedExpression::new_string(word.to_owned());
    let long = RestrictedExpression::new_long;
    let instant = |at: Timestamp| RestrictedExpression::new_long(at.0);
    let relationship = &acting.relationship;
    let holds = relationship.holds.sides().map(|side| text(side.as_str()));
    let level = match (
        acting.scoped.map(|l| l.as_str()),
        relationship.level.as_str(),
    ) {
        (None, _) => "none",
        (Some("full"), "full") => "full",
        _ => "limited",
    };
    let mut fields = vec![
        ("customer", long(acting.customer.0)),
        ("partner", long(acting.partner.0)),
        ("state", text(relationship.state.as_str())),
        ("holds", RestrictedExpression::new_set(holds)),
        (
            "endsAt",
            long(relationship.ends_at.map_or(i64::MAX, |at| at.0)),
        ),
        ("usedAt", instant(relationship.used_at)),
        ("partnerStatus", text(acting.partner_status.as_str())),
        ("level", text(level)),
    ];
    if let Some(home) = acting.home {
        let may_enter = matches!(home.state.as_str(), "new" | "active");
        fields.push(("homeOrg", long(home.org.0)));
        fields.push(("homeMayEnter", RestrictedExpression::new_bool(may_enter)));
    }
    if let Some(at) = acting.second_factor_at {
        fields.push(("secondFactorAt", instant(at)));
    }
    if let Some(at) = relationship.starts_at {
        fields.push(("startsAt", instant(at)));
    }
    let fields = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    RestrictedExpression::new_record(fields).expect("distinct names")
}

fn thing_entity(resource: &Resource) -> Entity {
    let mut attributes = HashMap::from([(
        "org".to_owned(),
        RestrictedExpression::new_long(resource.org.0),
    )]);
    if let Some(owner) = resource.owner {
        let owner = RestrictedExpression::new_entity_uid(uid("User", &owner.to_string()));
        attributes.insert("owner".to_owned(), owner);
    }
    Entity::new(uid("Thing", "it"), attributes, HashSet::new()).expect("plain attributes")
}

fn now_is(now: Timestamp) -> Context {
    let now = RestrictedExpression::new_long(now.0);
    Context::from_pairs([("now".to_owned(), now)]).expect("one pair")
}

/// What is asked about.
pub(crate) enum Target {
    /// A thing in an organization.
    Thing(Resource),
    /// The installation.
    Installation,
}

/// A question in Cedar's own values.
pub(crate) struct Question {
    request: Request,
    entities: Entities,
}

impl Question {
    pub(crate) fn new(
        principal: &Principal,
        permission: Permission,
        target: &Target,
        now: Timestamp,
    ) -> Self {
        let principal = principal_entity(principal);
        let resource = match target {
            Target::Thing(resource) => thing_entity(resource),
            Target::Installation => {
                Entity::new_no_attrs(uid("Installation", "this"), HashSet::new())
            }
        };
        let request = Request::new(
            principal.uid(),
            uid("Action", permission.name()),
            resource.uid(),
            now_is(now),
            None,
        );
        Self {
            request: request.expect("no schema to offend"),
            entities: Entities::from_entities([principal, resource], None).expect("distinct"),
        }
    }
}

/// Cedar with the policies.
pub(crate) struct Oracle {
    authorizer: Authorizer,
    policies: PolicySet,
}

impl Oracle {
    pub(crate) fn new() -> Self {
        let text = include_str!("../../policies/permissions.cedar");
        Self {
            authorizer: Authorizer::new(),
            policies: text.parse().expect("policies parse"),
        }
    }

    pub(crate) fn permits(&self, question: &Question) -> bool {
        let answer =
            self.authorizer
                .is_authorized(&question.request, &self.policies, &question.entities);
        let errors: Vec<_> = answer.diagnostics().errors().collect();
        assert!(errors.is_empty(), "{errors:?}");
        answer.decision() == Decision::Allow
    }
}
