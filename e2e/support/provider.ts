// A real OpenID Connect provider in this process; whoever types an address there is that person.
import { type Server as HttpServer, createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';

const SECRET = 'only for the journeys';

/** The part of the configuration that names it. */
export function configuration(port: number): string {
  return `[provider]
issuer = "http://127.0.0.1:${port}"
client_id = "hearken"
client_secret = "${SECRET}"
label = "Example ID"
`;
}

/** Serves one client, which may send browsers back to `back`. */
export async function startProvider(port: number, back: string): Promise<HttpServer> {
  const settings: Configuration = {
    clients: [{ client_id: 'hearken', client_secret: SECRET, redirect_uris: [back] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['of the journeys'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({
        sub: id,
        email: id,
        email_verified: !id.startsWith('unverified'),
        name: 'Somebody',
      }),
    }),
  };
  const provider = new Provider(`http://127.0.0.1:${port}`, settings);
  const server = createServer(provider.callback());
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return server;
}
