//! Offers of partners. The code of a link is known by its hash.

use crate::{
    Error, Result, Store, Tx,
    db::q,
    sessions::secret_hash,
    store::{json, public_id, to_json, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{DelegationLevel, OfferId, OfferKind, OrgId, PublicId, Timestamp, UserId};
use serde_json::Value;

/// Who may answer an offer (DEL-12, DEL-18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferAudience {
    /// One organization of this installation.
    Organization(OrgId),
    /// The person with this mail address, for their organization.
    Mail(String),
    /// Whoever has the link, so often.
    Open(u32),
}

/// An offer that was sent. Nothing in it changes any more but what is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The partner.
    pub partner: OrgId,
    /// Id inside, within the partner.
    pub id: OfferId,
    /// Id outside.
    pub public_id: PublicId,
    /// A short id for people to speak of it (DEL-11).
    pub summary: String,
    /// What it contains besides delegation.
    pub kind: OfferKind,
    /// What it asks for; none: no delegation.
    pub level: Option<DelegationLevel>,
    /// For how many days; none: until removed.
    pub days: Option<u16>,
    /// Who may answer.
    pub audience: OfferAudience,
    /// How many said yes.
    pub taken: u32,
    /// How often its page was opened.
    pub views: u64,
    /// Office, usage location, subscriptions, message: what `app` knows.
    pub details: Value,
    /// SHA-256 of the canonical form of all that is asked for.
    pub terms_hash: Vec<u8>,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it can be answered no more.
    pub expires_at: Timestamp,
    /// When the partner took it back.
    pub withdrawn_at: Option<Timestamp>,
}

/// An offer to be made.
#[derive(Clone, Debug)]
pub struct NewOffer {
    /// A short id for people.
    pub summary: String,
    /// What it contains besides delegation.
    pub kind: OfferKind,
    /// What it asks for.
    pub level: Option<DelegationLevel>,
    /// For how many days.
    pub days: Option<u16>,
    /// Who may answer.
    pub audience: OfferAudience,
    /// The rest.
    pub details: Value,
    /// Hash of the terms.
    pub terms_hash: Vec<u8>,
    /// Who makes it.
    pub created_by: UserId,
    /// When it can be answered no more.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    org_id: i64,
    id: i64,
    public_id: Vec<u8>,
    summary: String,
    kind: String,
    level: Option<String>,
    days: Option<i64>,
    audience: String,
    audience_org: Option<i64>,
    audience_mail: Option<String>,
    most: i64,
    taken: i64,
    views: i64,
    details: String,
    terms_hash: Vec<u8>,
    created_by: i64,
    created_at: i64,
    expires_at: i64,
    withdrawn_at: Option<i64>,
}

impl OfferRow {
    fn read(self) -> Result<Offer> {
        let audience = match (
            self.audience.as_str(),
            self.audience_org,
            self.audience_mail,
        ) {
            ("organization", Some(org), _) => OfferAudience::Organization(OrgId(org)),
            ("mail", _, Some(mail)) => OfferAudience::Mail(mail),
            ("open", ..) => OfferAudience::Open(self.most.clamp(0, u32::MAX.into()) as u32),
            _ => return Err(Error::corrupt("the audience of an offer")),
        };
        let level = self.level.as_deref();
        let days = self.days.map(u16::try_from).transpose();
        Ok(Offer {
            partner: OrgId(self.org_id),
            id: OfferId(self.id),
            public_id: public_id(&self.public_id)?,
            summary: self.summary,
            kind: word("kind", &self.kind, OfferKind::from_word(&self.kind))?,
            level: level
                .map(|level| word("level", level, DelegationLevel::from_word(level)))
                .transpose()?,
            days: days.map_err(|_| Error::corrupt("days of an offer"))?,
            audience,
            taken: self.taken.clamp(0, u32::MAX.into()) as u32,
            views: self.views.max(0) as u64,
            details: json("offer", &self.details)?,
            terms_hash: self.terms_hash,
            created_by: UserId(self.created_by),
            created_at: Timestamp(self.created_at),
            expires_at: Timestamp(self.expires_at),
            withdrawn_at: self.withdrawn_at.map(Timestamp),
        })
    }
}

impl Offer {
    /// Whether it can be answered at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let most = match self.audience {
            OfferAudience::Open(most) => most,
            OfferAudience::Organization(_) | OfferAudience::Mail(_) => 1,
        };
        self.withdrawn_at.is_none() && now < self.expires_at && self.taken < most
    }

    /// Why not, in a word: `withdrawn`, `expired`, `used_up`; `open` while it can.
    pub fn state(&self, now: Timestamp) -> &'static str {
        if self.is_open(now) {
            "open"
        } else if self.withdrawn_at.is_some() {
            "withdrawn"
        } else if now >= self.expires_at {
            "expired"
        } else {
            "used_up"
        }
    }
}

impl Store {
    /// The offer of a link's code, whoever's it is.
    pub async fn find_offer_by_code(
        &self,
        _scope: &InstallScope,
        code: &[u8; 32],
    ) -> Result<Option<Offer>> {
        let row: Option<OfferRow> = self
            .db
            .opt(q!(
                "SELECT org_id, id, public_id, summary, kind, level, days, audience, \
                 audience_org, audience_mail, most, taken, views, details, terms_hash, \
                 created_by, created_at, expires_at, withdrawn_at FROM offers WHERE org_id > \
                 0 AND code_hash = $1",
                secret_hash(code)
            ))
            .await?;
        row.map(OfferRow::read).transpose()
    }

    /// An offer by its id outside, whoever's it is.
    pub async fn find_offer(&self, _scope: &InstallScope, id: PublicId) -> Result<Option<Offer>> {
        let row: Option<OfferRow> = self
            .db
            .opt(q!(
                "SELECT org_id, id, public_id, summary, kind, level, days, audience, \
                 audience_org, audience_mail, most, taken, views, details, terms_hash, \
                 created_by, created_at, expires_at, withdrawn_at FROM offers WHERE org_id > \
                 0 AND public_id = $1",
                id
            ))
            .await?;
        row.map(OfferRow::read).transpose()
    }

    /// The offers of a partner, newest first.
    pub async fn list_offers(&self, scope: &OrgScope) -> Result<Vec<Offer>> {
        let rows: Vec<OfferRow> = self
            .db
            .all(q!(
                "SELECT org_id, id, public_id, summary, kind, level, days, audience, \
                 audience_org, audience_mail, most, taken, views, details, terms_hash, \
                 created_by, created_at, expires_at, withdrawn_at FROM offers WHERE org_id = \
                 $1 ORDER BY id DESC",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(OfferRow::read).collect()
    }

    /// The offers addressed to an organization, whosever they are, newest first.
    pub async fn list_offers_to(
        &self,
        _install: &InstallScope,
        scope: &OrgScope,
    ) -> Result<Vec<Offer>> {
        let rows: Vec<OfferRow> = self
            .db
            .all(q!(
                "SELECT org_id, id, public_id, summary, kind, level, days, audience, \
                 audience_org, audience_mail, most, taken, views, details, terms_hash, \
                 created_by, created_at, expires_at, withdrawn_at FROM offers WHERE org_id > \
                 0 AND audience_org = $1 ORDER BY created_at DESC",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(OfferRow::read).collect()
    }

    /// Counts that the page of an offer was opened; changes nothing else.
    pub async fn count_view(&self, _scope: &InstallScope, offer: &Offer) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE offers SET views = views + 1 WHERE org_id = $1 AND id = $2",
                offer.partner,
                offer.id
            ))
            .await?;
        Ok(())
    }
}

impl Tx {
    /// Makes an offer and answers its id and the code of its link, 256 random bits, told this once.
    pub async fn create_offer(
        &mut self,
        scope: &OrgScope,
        new: &NewOffer,
    ) -> Result<(OfferId, PublicId, [u8; 32])> {
        let id = self.take_id(scope.org(), "offer").await?;
        let (public, code) = (self.env.ids.public_id(), self.env.ids.secret());
        let (audience, org, mail, most) = match &new.audience {
            OfferAudience::Organization(org) => ("organization", Some(*org), None, 1),
            OfferAudience::Mail(mail) => ("mail", None, Some(mail.as_str()), 1),
            OfferAudience::Open(most) => ("open", None, None, i64::from(*most)),
        };
        self.db
            .exec(q!(
                "INSERT INTO offers (org_id, id, public_id, summary, kind, level, days, audience, \
                 audience_org, audience_mail, most, taken, views, details, code_hash, terms_hash, \
                 created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
                 $10, $11, 0, 0, $12, $13, $14, $15, $16, $17)",
                scope.org(),
                id,
                public,
                &new.summary,
                new.kind.as_str(),
                new.level.map(DelegationLevel::as_str),
                new.days.map(i64::from),
                audience,
                org,
                mail,
                most,
                to_json(&new.details)?,
                secret_hash(&code),
                &new.terms_hash[..],
                new.created_by,
                self.now,
                new.expires_at
            ))
            .await?;
        Ok((OfferId(id), public, code))
    }

    /// Takes an offer back. [`Error::NotFound`] when it is not the partner's or was taken back.
    pub async fn withdraw_offer(&mut self, scope: &OrgScope, id: OfferId) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE offers SET withdrawn_at = $1 \
                 WHERE org_id = $2 AND id = $3 AND withdrawn_at IS NULL",
                self.now,
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// Takes all open offers of a partner back.
    pub async fn withdraw_offers_of(
        &mut self,
        _scope: &InstallScope,
        partner: OrgId,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE offers SET withdrawn_at = $1 WHERE org_id = $2 AND withdrawn_at IS NULL",
                self.now,
                partner
            ))
            .await?;
        Ok(())
    }

    /// Uses up one of the answers of an offer that is still open; [`Error::Stale`] when somebody
    /// else was quicker, or it was taken back, or has expired.
    pub async fn take_offer(&mut self, _scope: &InstallScope, offer: &Offer) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE offers SET taken = taken + 1 WHERE org_id = $1 AND id = $2 \
                 AND taken < most AND withdrawn_at IS NULL AND expires_at > $3",
                offer.partner,
                offer.id,
                self.now
            ))
            .await?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        Ok(())
    }
}
