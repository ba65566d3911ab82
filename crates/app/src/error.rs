//! What can go wrong in a use-case: one table of codes. The code is contract: the API prints it, the
//! catalogues have its text as `error-<code>`, the web turns it into a field error, toast or page.

use crate::ports::PortError;
use hearken_authz::Denied;
use hearken_model::{Diagnostic, Stage};
use std::{borrow::Cow, fmt};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $word:literal $status:literal,)*) => {
        /// Codes of errors, with the HTTP status that the edges answer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }
        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// The stable word.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $word,)* } }
            /// The HTTP status.
            pub const fn status(self) -> u16 { match self { $(Self::$name => $status,)* } }
        }
    };
}

codes! {
    /// The input has problems; see [`AppError::diagnostics`].
    Invalid "invalid" 422,
    /// Nobody is signed in, or the session or token has ended.
    NotSignedIn "not_signed_in" 401,
    /// Address and password do not belong together.
    WrongCredentials "wrong_credentials" 401,
    /// Too many sign-in attempts; argument `retry_after` in seconds.
    TooManyAttempts "too_many_attempts" 429,
    /// It does not exist, or belongs to somebody else.
    NotFound "not_found" 404,
    /// There is such an address, but not for this method.
    MethodNotAllowed "method_not_allowed" 405,
    /// The person may not do this.
    Forbidden "forbidden" 403,
    /// The person's access waits for approval or was withdrawn (ADM-14, ADM-15).
    AccessSuspended "access_suspended" 403,
    /// The person has no place in the solution (ADM-31).
    LicenceRequired "licence_required" 403,
    /// Nobody subscribes to the solution any more: it can be looked at, not changed (TRI-09).
    SolutionReadOnly "solution_read_only" 403,
    /// Nobody subscribes to the solution any more, and the month to look at it is over (TRI-09).
    SolutionClosed "solution_closed" 403,
    /// A global administrator must make the first-run declaration first (ADM-21).
    DeclarationRequired "declaration_required" 403,
    /// The person must choose a password of their own first.
    PasswordChangeRequired "password_change_required" 403,
    /// The session or token acted for a customer and may not any more (DEL-86).
    DelegationEnded "delegation_ended" 401,
    /// Acting for a customer needs a second factor confirmed within twelve hours (DEL-65).
    StepUpRequired "step_up_required" 403,
    /// The person entered more customers within ten minutes than the operator allows; their sessions
    /// are ended.
    TooManyCustomers "too_many_customers" 429,
    /// The organization may not offer delegated administration (DEL-02).
    PartnerNotAuthorized "partner_not_authorized" 403,
    /// Only a global administrator of the organization's own may answer (DEL-22, DEL-30).
    NotNativeAdministrator "not_native_admin" 403,
    /// The offer is for another organization or mail address.
    OfferNotForYou "offer_not_for_you" 403,
    /// The offer was taken back.
    OfferWithdrawn "offer_withdrawn" 410,
    /// The time for an answer is over.
    OfferExpired "offer_expired" 410,
    /// The offer was answered as often as it can be.
    OfferUsed "offer_used" 410,
    /// What is asked for is not what was shown.
    TermsChanged "terms_changed" 409,
    /// The relationship is not in a state in which this can be done.
    RelationshipNotActive "relationship_not_active" 409,
    /// More than was asked for, or approved (DEL-28).
    CannotWiden "cannot_widen" 422,
    /// The pair has a live relationship already (DEL-29).
    AlreadyRelated "already_related" 409,
    /// A delegated admin's roles and access cannot be changed (DEL-32).
    Locked "locked" 409,
    /// No delegated admin may do this, whatever the level (DEL-45).
    NeverDelegable "never_delegable" 403,
    /// The link was used, is too old or never was.
    LinkOver "link_over" 410,
    /// The person has a second factor in use already.
    SecondFactorInUse "second_factor_in_use" 409,
    /// The person has no second factor.
    SecondFactorMissing "second_factor_missing" 409,
    /// Signing in needs the second step.
    SecondFactorRequired "second_factor_required" 401,
    /// The sign-in provider cannot be reached.
    ProviderAway "provider_away" 502,
    /// What the sign-in provider said is not for this sign-in, or not by it.
    ProviderRefused "provider_refused" 401,
    /// The sign-in provider knows the person, and nobody has added them here.
    NotKnownHere "not_known_here" 403,
    /// The domain name system cannot be asked for the record of a domain.
    RecordUnreadable "record_unreadable" 502,
    /// Another organization proved before that the domain is its own.
    DomainTaken "domain_taken" 409,
    /// Somebody else changed it in the meantime; load it again.
    StaleVersion "stale_version" 409,
    /// The installation has its first organization already.
    AlreadySetUp "already_set_up" 409,
    /// The category holds topics (SEA-045); their names are the entries of the diagnostics.
    CategoryNotEmpty "category_not_empty" 409,
    /// Other location groups have it in them; their names are the entries of the diagnostics.
    LocationGroupInUse "location_group_in_use" 409,
    /// The last active administrator cannot be withdrawn or demoted (ADM-22).
    LastAdministrator "last_administrator" 409,
    /// Every place of this kind is taken (ADM-32).
    NoSeatsLeft "no_seats_left" 409,
    /// More places are taken than there would be; argument `used`.
    SeatsInUse "seats_in_use" 409,
    /// A directory provisions it; it is changed there (ADM-40).
    ManagedByDirectory "managed_by_directory" 409,
    /// The change has effects that must be confirmed; see the diagnostics.
    ConfirmationRequired "confirmation_required" 409,
    /// Another request came with this idempotency key.
    KeyReused "idempotency_key_reused" 409,
    /// The request with this idempotency key is not answered yet, or its answer was lost.
    KeyPending "idempotency_key_pending" 409,
    /// The undo window has passed (SEA-141).
    UndoOver "undo_over" 409,
    /// The import has ended already.
    ImportEnded "import_ended" 409,
    /// A source outside could not be reached or answered wrongly.
    SourceFailed "source_failed" 502,
    /// The installation does not do that as configured.
    Unsupported "unsupported" 501,
    /// Temporarily not possible; try again.
    Unavailable "unavailable" 503,
    /// A fault of ours; the log has it.
    Internal "internal" 500,
}

/// Why a use-case did not do what was asked.
#[derive(Debug)]
pub struct AppError {
    /// Which kind.
    pub code: Code,
    /// Problems of the input, all at once, naming their fields.
    pub diagnostics: Vec<Diagnostic>,
    /// Numbers of the message.
    pub arguments: Vec<(Cow<'static, str>, i64)>,
    /// What lies beneath; for the log, never for people.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AppError {
    /// An error that its code says completely.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            diagnostics: Vec::new(),
            arguments: Vec::new(),
            source: None,
        }
    }

    /// Problems of the input.
    pub fn invalid(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            ..Self::new(Code::Invalid)
        }
    }

    /// A fault of ours.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(Code::Internal).because(source)
    }

    /// Adds what lies beneath.
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a number of the message.
    pub fn with(mut self, name: &'static str, value: i64) -> Self {
        self.arguments.push((Cow::Borrowed(name), value));
        self
    }

    /// Adds problems that explain the code.
    pub fn explained(mut self, diagnostics: Vec<Diagnostic>) -> Self {
        self.diagnostics = diagnostics;
        self
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        for problem in &self.diagnostics {
            write!(f, "; {}: {}", problem.field, problem.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for AppError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        Self::new(match denied {
            Denied::NotFound => Code::NotFound,
            Denied::Forbidden => Code::Forbidden,
            Denied::DelegationEnded => Code::DelegationEnded,
            Denied::StepUpRequired => Code::StepUpRequired,
            Denied::SubscriptionEnded(Stage::Closed) => Code::SolutionClosed,
            Denied::SubscriptionEnded(_) => Code::SolutionReadOnly,
        })
    }
}

impl From<hearken_store::Error> for AppError {
    fn from(error: hearken_store::Error) -> Self {
        use hearken_store::Error;
        match error {
            Error::NotFound => Self::new(Code::NotFound),
            Error::Stale => Self::new(Code::StaleVersion),
            Error::Ended => Self::new(Code::DelegationEnded),
            Error::Taken(field) => {
                Self::invalid(vec![Diagnostic::new("duplicate", field.into_owned())])
            }
            Error::Busy | Error::DiskFull => Self::new(Code::Unavailable).because(error),
            Error::Unsupported(_) => Self::new(Code::Unsupported).because(error),
            other => Self::internal(other),
        }
    }
}

impl From<hearken_archive::ArchiveError> for AppError {
    fn from(error: hearken_archive::ArchiveError) -> Self {
        Self::internal(error)
    }
}

impl From<PortError> for AppError {
    fn from(error: PortError) -> Self {
        match error {
            PortError::Unsupported => Self::new(Code::Unsupported),
            PortError::Broken(source) => Self::internal(source),
            other => Self::new(Code::SourceFailed).because(other),
        }
    }
}

impl From<Vec<Diagnostic>> for AppError {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::invalid(diagnostics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_words() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|c| (400..600).contains(&c.status())));
    }
}
