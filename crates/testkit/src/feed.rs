//! A feed on this machine, for custom sources of tests.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Kettle News</title>\
    <link>http://news.example/</link><description>News</description><item><title>A kettle</title>\
    <guid>1</guid><link>http://news.example/1</link><description>It sings</description></item>\
    </channel></rss>";

/// Serves one RSS feed at every path until the runtime ends; answers the address before the path.
/// The application must allow private addresses.
///
/// # Panics
/// When no port is free.
pub async fn serve_feed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0_u8; 4096];
            let _ = socket.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n{FEED}",
                FEED.len()
            );
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    format!("http://{address}")
}
