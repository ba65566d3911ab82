//! Text records of the domain name system, by the resolver that the machine is configured with.

use async_trait::async_trait;
use hearken_app::domains::{RecordsAway, TextRecords};
use hickory_resolver::{
    TokioResolver,
    config::ResolverConfig,
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{RData, Record},
};
use std::fmt::Display;

/// A resolver. Nothing is kept: who asks again wants to know what stands there now.
#[derive(Default)]
pub(crate) struct Resolver {
    /// Which servers are asked; none: those of the machine.
    servers: Option<ResolverConfig>,
}

impl Resolver {
    fn build(&self) -> Result<TokioResolver, NetError> {
        match &self.servers {
            None => TokioResolver::builder_tokio()?.build(),
            Some(servers) => {
                let runtime = TokioRuntimeProvider::default();
                TokioResolver::builder_with_config(servers.clone(), runtime).build()
            }
        }
    }
}

#[async_trait]
impl TextRecords for Resolver {
    async fn text_records(&self, name: &str) -> Result<Vec<String>, RecordsAway> {
        let resolver = self.build().map_err(away)?;
        // The trailing dot keeps the machine's search list out.
        match resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => Ok(found.answers().iter().filter_map(text).collect()),
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
            Err(error) => Err(away(error)),
        }
    }
}

fn away(error: impl Display) -> RecordsAway {
    RecordsAway(error.to_string())
}

/// What a record says, its pieces put together.
fn text(record: &Record) -> Option<String> {
    let RData::TXT(text) = &record.data else {
        return None;
    };
    let bytes = text.txt_data.concat();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_resolver::{
        config::{ConnectionConfig, NameServerConfig},
        proto::{
            op::{Message, ResponseCode},
            rr::rdata::TXT,
        },
    };
    use std::net::Ipv4Addr;
    use tokio::net::UdpSocket;

    /// Answers questions as RFC 1035 says: a record in two pieces, and names that are not there.
    async fn serve(socket: UdpSocket) {
        let mut buffer = [0; 1500];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            let asked = Message::from_vec(&buffer[..length]).unwrap();
            let question = asked.queries[0].clone();
            let name = question.name().clone();
            let mut answer = asked.into_response();
            if name.to_string() == "_hearken.contoso.example." {
                let pieces = vec!["hearken-verification=".to_owned(), "abc".to_owned()];
                let data = RData::TXT(TXT::new(pieces));
                answer.add_answer(Record::from_rdata(name, 60, data));
            } else {
                answer.metadata.response_code = ResponseCode::NXDomain;
            }
            let bytes = answer.to_vec().unwrap();
            socket.send_to(&bytes, from).await.unwrap();
        }
    }

    #[tokio::test]
    async fn records_are_read_and_absence_is_no_fault() {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let mut connection = ConnectionConfig::udp();
        connection.port = socket.local_addr().unwrap().port();
        let mut server = NameServerConfig::udp(Ipv4Addr::LOCALHOST.into());
        server.connections = vec![connection];
        let resolver = Resolver {
            servers: Some(ResolverConfig::from_parts(None, Vec::new(), vec![server])),
        };
        let serving = tokio::spawn(serve(socket));
        let records = resolver.text_records("_hearken.contoso.example").await;
        assert_eq!(records.unwrap(), ["hearken-verification=abc"]);
        let absent = resolver.text_records("_hearken.other.example").await;
        assert_eq!(absent.unwrap(), Vec::<String>::new());
        serving.abort();
    }
}
