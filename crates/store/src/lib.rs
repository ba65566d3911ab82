//! What is kept, in SQL: the only crate that speaks it. SQLite and PostgreSQL behind one face.
//!
//! [`Store`] reads, [`Tx`] writes: `store.begin()`, calls that each take the scope they act in, an
//! audit row, `commit()`. Posts come in through one call, [`Store::record`], which writes them with
//! their hits, the connector's checkpoint and the outbox rows in one transaction. There is a file
//! for each noun. Nothing here decides who may do something: an [`hearken_authz::OrgScope`] is the
//! proof that somebody did.
//!
//! On SQLite one transaction writes at a time: between `begin` and `commit` await nothing but calls
//! of that [`Tx`], and do slow work (hashing passwords, the network) before.

mod access_settings;
mod audit;
mod authors;
mod backup;
mod blocked;
mod categories;
mod chain;
mod checkpoints;
mod checks;
mod clock;
mod config;
mod db;
mod delegation;
mod directory;
mod domains;
mod error;
mod feeds;
mod groups;
mod identities;
mod ids;
mod imports;
mod installation;
mod jobs;
mod kept_answers;
mod ledger;
mod mails;
mod memberships;
mod one_time;
mod organizations;
mod outbox;
mod places;
mod posts;
mod rules;
mod second_factors;
mod sessions;
mod setup;
mod sign_ups;
mod source_groups;
mod store;
mod subscriptions;
mod terms;
mod tokens;
mod topics;
mod users;

pub use access_settings::AccessSettings;
pub use audit::{AuditEntry, DENIED, NewAudit};
pub use authors::StoredAuthor;
pub use backup::restore;
pub use blocked::{Blocked, BlockedKind};
pub use chain::{AuditCheck, AuditFault, AuditHead};
pub use checks::{Counts, Finding, VisibleCounts};
pub use clock::Clock;
pub use config::{Durability, Location, StoreConfig};
pub use delegation::{
    Answer, Assignment, NewAnswer, NewAssignment, NewOffer, NewReceipt, NewRelationship, Offer,
    OfferAudience, PartnerOffice, PartnerProfile, Presence, Receipt, StoredRelationship, Subject,
};
pub use directory::{DirectoryEntry, Provisioned};
pub use domains::Domain;
pub use error::{Error, Result};
pub use feeds::{DueFeed, Feed, FeedHealth, FeedPoll};
pub use groups::{Group, GroupEdit};
pub use ids::Ids;
pub use imports::{Import, ImportState, NewImport};
pub use jobs::{Job, JobId, JobState, NewJob};
pub use kept_answers::{Kept, KeptAnswer};
pub use mails::{Mail, MailContent, MailId, MailState, NewMail};
pub use memberships::{Member, NewMembership};
pub use one_time::OneTime;
pub use organizations::{NewOrganization, Organization, OrganizationSettings, SetupDefaults};
pub use outbox::{OutboxChange, OutboxEntry};
pub use posts::{
    Audience, AuthorKey, Checkpoint, Hit, ImportStep, IndexRow, Intake, NewPost, OrgRecorded,
    PostChange, PostKey, RecordBatch, Recorded, StoredPost,
};
pub use rules::OrgRule;
pub use second_factors::SecondFactor;
pub use sessions::{Entry, ListedSession, NewSession, Session};
pub use setup::SetupChange;
pub use sign_ups::{NewSignUp, SignUp, SignUpState};
pub use source_groups::{NewSourceGroup, SourceGroup};
pub use store::{Store, Tx};
pub use subscriptions::{NewSubscription, Subscription};
pub use terms::StoredTerm;
pub use tokens::{ApiToken, KnownToken};
pub use topics::{NewTopic, TopicEdit};
pub use users::{NewUser, User, UserEdit};
