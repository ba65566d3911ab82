//! Which people of a partner act for which customers, and at which level (DEL-06, DEL-08).

use crate::{
    Error, Result, Store, Tx,
    db::q,
    store::{public_id, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{DelegationLevel, GroupId, OrgId, PublicId, Timestamp, UserId};
use std::collections::HashMap;

/// Who is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One person.
    User(UserId),
    /// Everybody who is in a group at the moment of a decision.
    Group(GroupId),
}

/// People of a partner, customers, a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Id inside.
    pub id: i64,
    /// Id outside.
    pub public_id: PublicId,
    /// Who.
    pub subject: Subject,
    /// The people it names at this moment: one, or everybody in the group.
    pub people: Vec<UserId>,
    /// How much.
    pub level: DelegationLevel,
    /// For whom; none: all customers, present and future.
    pub customers: Option<Vec<OrgId>>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An assignment to be made.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// Who.
    pub subject: Subject,
    /// How much.
    pub level: DelegationLevel,
    /// For whom; none: all customers, present and future.
    pub customers: Option<Vec<OrgId>>,
}

#[derive(sqlx::FromRow)]
struct AssignmentRow {
    id: i64,
    public_id: Vec<u8>,
    user_id: Option<i64>,
    group_id: Option<i64>,
    level: String,
    all_customers: i64,
    created_at: i64,
}

impl Assignment {
    /// Whether it reaches a customer.
    pub fn reaches(&self, customer: OrgId) -> bool {
        let listed = self.customers.as_ref();
        listed.is_none_or(|customers| customers.contains(&customer))
    }
}

impl Store {
    /// The assignments of a partner, oldest first, each with the people it names now.
    pub async fn list_assignments(
        &self,
        _install: &InstallScope,
        partner: OrgId,
    ) -> Result<Vec<Assignment>> {
        let rows: Vec<AssignmentRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, user_id, group_id, level, all_customers, created_at \
                 FROM assignments WHERE org_id = $1 ORDER BY id",
                partner
            ))
            .await?;
        let customers: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT assignment_id, customer_id FROM assignment_customers WHERE org_id = $1 \
                 ORDER BY assignment_id, customer_id",
                partner
            ))
            .await?;
        let mut listed: HashMap<i64, Vec<OrgId>> = HashMap::new();
        for (assignment, customer) in customers {
            listed.entry(assignment).or_default().push(OrgId(customer));
        }
        let members: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT m.group_id, m.user_id FROM user_group_members m WHERE m.org_id = $1 \
                 AND m.group_id IN (SELECT group_id FROM assignments WHERE org_id = $1) \
                 ORDER BY m.group_id, m.user_id",
                partner
            ))
            .await?;
        let read = |row: AssignmentRow| {
            let (subject, people) = match (row.user_id, row.group_id) {
                (Some(user), None) => (Subject::User(UserId(user)), vec![UserId(user)]),
                (None, Some(group)) => {
                    let within = members.iter().filter(|member| member.0 == group);
                    let people = within.map(|member| UserId(member.1)).collect();
                    (Subject::Group(GroupId(group)), people)
                }
                _ => return Err(Error::corrupt("the subject of an assignment")),
            };
            Ok(Assignment {
                id: row.id,
                public_id: public_id(&row.public_id)?,
                subject,
                people,
                level: word("level", &row.level, DelegationLevel::from_word(&row.level))?,
                customers: (row.all_customers == 0)
                    .then(|| listed.remove(&row.id).unwrap_or_default()),
                created_at: Timestamp(row.created_at),
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// Makes an assignment.
    pub async fn add_assignment(
        &mut self,
        scope: &OrgScope,
        new: &NewAssignment,
    ) -> Result<PublicId> {
        let id = self.take_id(scope.org(), "assignment").await?;
        let public = self.env.ids.public_id();
        let (user, group) = match new.subject {
            Subject::User(user) => (Some(user), None),
            Subject::Group(group) => (None, Some(group)),
        };
        self.db
            .exec(q!(
                "INSERT INTO assignments (org_id, id, public_id, user_id, group_id, level, \
                 all_customers, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                scope.org(),
                id,
                public,
                user,
                group,
                new.level.as_str(),
                new.customers.is_none(),
                self.now
            ))
            .await?;
        for customer in new.customers.iter().flatten() {
            self.db
                .exec(q!(
                    "INSERT INTO assignment_customers (org_id, assignment_id, customer_id) \
                     VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    scope.org(),
                    id,
                    *customer
                ))
                .await?;
        }
        Ok(public)
    }

    /// Raises the epochs of all live relationships of an organization, as a partner, if an
    /// assignment names the person or a group they are in: they may do less from now on, so
    /// nothing that was decided before may be written any more.
    pub(crate) async fn cut_person(&mut self, scope: &OrgScope, user: UserId) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE relationships SET epoch = epoch + 1 \
                 WHERE partner_id = $1 AND state <> 'ended' \
                 AND EXISTS (SELECT 1 FROM assignments a WHERE a.org_id = $1 \
                 AND (a.user_id = $2 OR a.group_id IN (SELECT m.group_id \
                 FROM user_group_members m WHERE m.org_id = $1 AND m.user_id = $2)))",
                scope.org(),
                user
            ))
            .await?;
        Ok(())
    }

    /// The same for everybody in a group that an assignment names.
    pub(crate) async fn cut_group(&mut self, scope: &OrgScope, group: GroupId) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE relationships SET epoch = epoch + 1 \
                 WHERE partner_id = $1 AND state <> 'ended' \
                 AND EXISTS (SELECT 1 FROM assignments a WHERE a.org_id = $1 AND a.group_id = $2)",
                scope.org(),
                group
            ))
            .await?;
        Ok(())
    }

    /// Removes the assignments that name a group.
    pub(crate) async fn drop_assignments_of(
        &mut self,
        scope: &OrgScope,
        group: GroupId,
    ) -> Result<()> {
        for statement in [
            "DELETE FROM assignment_customers WHERE org_id = $1 AND assignment_id IN \
             (SELECT id FROM assignments WHERE org_id = $1 AND group_id = $2)",
            "DELETE FROM assignments WHERE org_id = $1 AND group_id = $2",
        ] {
            self.db.exec(q!(statement, scope.org(), group)).await?;
        }
        Ok(())
    }

    /// Removes an assignment. [`Error::NotFound`] when it is not the partner's.
    pub async fn remove_assignment(&mut self, scope: &OrgScope, id: i64) -> Result<()> {
        self.db
            .exec(q!(
                "DELETE FROM assignment_customers WHERE org_id = $1 AND assignment_id = $2",
                scope.org(),
                id
            ))
            .await?;
        let gone = self
            .db
            .exec(q!(
                "DELETE FROM assignments WHERE org_id = $1 AND id = $2",
                scope.org(),
                id
            ))
            .await?;
        if gone == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }
}
