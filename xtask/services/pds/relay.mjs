// What a relay adds for Jetstream, in front of one personal data server: the list of hosts, and
// a directory whose documents name keys as the public one does today (the packaged directory
// still answers in the older form). Everything else is passed through untouched.
import http from 'node:http';
import net from 'node:net';

const HOSTS = '/xrpc/com.atproto.sync.listHosts';

function pass(port, request, response) {
  const { url: path, method, headers } = request;
  const onward = http.request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}

function json(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** A relay of one host: `port` listens, `pds` is the server behind it. */
export function startRelay(port, pds) {
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith(HOSTS)) return pass(pds, request, response);
    // Jetstream asks a host over plain HTTP only where that host is the relay's own address.
    const hostname = request.headers.host;
    const host = { hostname, status: 'active', accountCount: 1, seq: 1 };
    json(response, { hosts: [host] });
  });
  server.on('upgrade', (request, socket, head) => {
    const onward = net.connect(pds, '127.0.0.1', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      onward.write([`GET ${request.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return server.listen(port, '127.0.0.1');
}

/** A directory whose documents carry `Multikey` methods. */
export function startDirectory(port, plc) {
  const server = http.createServer(async (request, response) => {
    const did = decodeURIComponent(request.url.slice(1));
    if (!/^did:plc:[a-z2-7]{24}$/.test(did)) return pass(plc, request, response);
    const base = `http://127.0.0.1:${plc}/${did}`;
    const [document, data] = await Promise.all([fetch(base), fetch(`${base}/data`)]);
    if (!document.ok || !data.ok) return response.writeHead(document.status).end();
    const keys = (await data.json()).verificationMethods;
    const methods = Object.entries(keys).map(([name, key]) => ({
      id: `${did}#${name}`,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key.replace('did:key:', ''),
    }));
    json(response, { ...(await document.json()), verificationMethod: methods });
  });
  return server.listen(port, '127.0.0.1');
}
