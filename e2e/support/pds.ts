// A person on a real Bluesky personal data server, for the journeys with real servers.

/** An account, with what it takes to write as it. */
export class Account {
  private constructor(
    private readonly url: string,
    readonly did: string,
    private readonly token: string,
  ) {}

  /** Makes an account; the handle is under `.test`, which only such servers give out. */
  static async make(url: string, name: string): Promise<Account> {
    const made = await call<{ did: string; accessJwt: string }>(
      url,
      'com.atproto.server.createAccount',
      { handle: `${name}.test`, email: `${name}@tea.example`, password: 'a kettle sings at five' },
    );
    return new Account(url, made.did, made.accessJwt);
  }

  /** Writes a post and gives its key. */
  async post(text: string, langs: string[] = ['en']): Promise<string> {
    const record = {
      $type: 'app.bsky.feed.post',
      text,
      langs,
      createdAt: new Date().toISOString(),
    };
    const collection = 'app.bsky.feed.post';
    const made = await this.write<{ uri: string }>('com.atproto.repo.createRecord', {
      repo: this.did,
      collection,
      record,
    });
    return made.uri.split('/').at(-1) ?? '';
  }

  /** Deletes a post. */
  async remove(rkey: string): Promise<void> {
    const collection = 'app.bsky.feed.post';
    await this.write('com.atproto.repo.deleteRecord', { repo: this.did, collection, rkey });
  }

  private write<T>(method: string, body: unknown): Promise<T> {
    return call(this.url, method, body, this.token);
  }
}

async function call<T>(url: string, method: string, body: unknown, token?: string): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(`${url}/xrpc/${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${text}`);
  return JSON.parse(text || '{}') as T;
}
