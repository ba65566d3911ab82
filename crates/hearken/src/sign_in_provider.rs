//! The OpenID Connect provider of the installation: authorization code with PKCE, by discovery.
//!
//! What the provider publishes is read at every sign-in: two small requests, and no key of it is
//! ever out of date.

use crate::config::{Config, SignInProviderConfig};
use anyhow::Context as _;
use async_trait::async_trait;
use hearken_app::session::{Identity, ProviderError, SignInProvider, Unlike};
use hearken_connectors::http::{HttpClient, HttpError, HttpOptions, HttpRequest};
use openidconnect::{
    AsyncHttpClient, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndUserName, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpClientError, HttpResponse,
    IssuerUrl, LocalizedClaim, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims},
};
use std::{fmt::Display, future::Future, pin::Pin, sync::Arc};
use url::Url;

/// Where the browser comes back to.
const WAY_BACK: &str = "/sign-in/provider/back";

/// The provider of the configuration.
pub(crate) struct OpenIdProvider {
    label: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    http: Asking,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl OpenIdProvider {
    /// The provider of the configuration; none where there is none.
    pub(crate) fn of(config: &Config) -> anyhow::Result<Option<Arc<dyn SignInProvider>>> {
        let SignInProviderConfig {
            issuer,
            client_id,
            client_secret,
            label,
        } = &config.provider;
        let Some(issuer) = issuer else {
            return Ok(None);
        };
        let base = config.base_url.as_deref();
        let base = base.context("provider.issuer needs base_url: the browser comes back there")?;
        let client = client_id.as_deref();
        let client = client.context("provider.issuer needs provider.client_id")?;
        let issuer = IssuerUrl::new(issuer.clone()).context("provider.issuer: a URL expected")?;
        let back = format!("{}{WAY_BACK}", base.trim_end_matches('/'));
        let options = HttpOptions {
            // The operator has named it, wherever it is.
            allow_private: true,
            max_redirects: 0,
            ..HttpOptions::default()
        };
        let http = HttpClient::new(options).context("the HTTP client cannot be set up")?;
        let host = issuer.url().host_str().unwrap_or_default().to_owned();
        Ok(Some(Arc::new(Self {
            label: label.clone().unwrap_or(host),
            client: ClientId::new(client.to_owned()),
            secret: client_secret.clone().map(ClientSecret::new),
            back: RedirectUrl::new(back).context("base_url: a URL expected")?,
            http: Asking(http),
            issuer,
        })))
    }

    async fn client(&self) -> Result<Client, ProviderError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http);
        let metadata = metadata.await.map_err(away)?;
        let (client, secret) = (self.client.clone(), self.secret.clone());
        let client = CoreClient::from_provider_metadata(metadata, client, secret);
        Ok(client.set_redirect_uri(self.back.clone()))
    }
}

#[async_trait]
impl SignInProvider for OpenIdProvider {
    fn label(&self) -> &str {
        &self.label
    }

    async fn address(&self, unlike: &Unlike) -> Result<Url, ProviderError> {
        let client = self.client().await?;
        let (state, nonce) = (unlike.state.clone(), unlike.nonce.clone());
        let verifier = PkceCodeVerifier::new(unlike.verifier.clone());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client.authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce));
        let (address, _, _) = request
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address)
    }

    async fn identify(&self, code: &str, unlike: &Unlike) -> Result<Identity, ProviderError> {
        let client = self.client().await?;
        let exchange = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(unlike.verifier.clone()));
        let tokens = exchange.request_async(&self.http).await;
        let tokens = tokens.map_err(refused)?;
        let stated = tokens
            .id_token()
            .ok_or_else(|| refused("no statement about the person"))?;
        let nonce = Nonce::new(unlike.nonce.clone());
        let claims = stated.claims(&client.id_token_verifier(), &nonce);
        let claims = claims.map_err(refused)?;
        let subject = claims.subject().clone();
        let mut email = verified(claims.email(), claims.email_verified());
        let mut name = named(claims.name());
        if email.is_none()
            && let Ok(asked) =
                client.user_info(tokens.access_token().clone(), Some(subject.clone()))
        {
            // Many providers tell it there alone.
            let told: CoreUserInfoClaims =
                asked.request_async(&self.http).await.map_err(refused)?;
            email = verified(told.email(), told.email_verified());
            name = name.or_else(|| named(told.name()));
        }
        Ok(Identity {
            issuer: claims.issuer().to_string(),
            subject: subject.to_string(),
            verified_email: email,
            name,
        })
    }
}

fn named(name: Option<&LocalizedClaim<EndUserName>>) -> Option<String> {
    Some(name?.iter().next()?.1.to_string())
}

fn verified(
    email: Option<&openidconnect::EndUserEmail>,
    is_verified: Option<bool>,
) -> Option<String> {
    email
        .filter(|_| is_verified == Some(true))
        .map(|email| email.to_string())
}

fn away(error: impl Display) -> ProviderError {
    ProviderError::Away(error.to_string())
}

fn refused(error: impl Display) -> ProviderError {
    ProviderError::Refused(error.to_string())
}

/// Our HTTP client as the library asks with it.
struct Asking(HttpClient);

impl<'c> AsyncHttpClient<'c> for Asking {
    type Error = HttpClientError<HttpError>;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: openidconnect::HttpRequest) -> Self::Future {
        Box::pin(async move { self.ask(request).await })
    }
}

impl Asking {
    async fn ask(
        &self,
        request: openidconnect::HttpRequest,
    ) -> Result<HttpResponse, HttpClientError<HttpError>> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string());
        let url = url.map_err(|error| HttpClientError::Other(error.to_string()))?;
        let mut ours = HttpRequest::get(url);
        ours.method = parts.method;
        ours.headers = parts.headers;
        ours.body = body.into();
        ours.follow_redirects = false;
        let answer = self.0.send(ours).await;
        let answer = answer.map_err(|error| HttpClientError::Reqwest(Box::new(error)))?;
        let mut theirs = HttpResponse::new(answer.body.to_vec());
        *theirs.status_mut() = answer.status;
        *theirs.headers_mut() = answer.headers;
        Ok(theirs)
    }
}
