// The built binary: its commands, and a server of it on a free port with a data folder of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

function binary(): string {
  const path = process.env.HEARKEN_TEST_BINARY;
  if (!path) throw new Error('HEARKEN_TEST_BINARY is not set: run `cargo xtask e2e`');
  return path;
}

// Journeys touch no network: what they need of sources comes from files.
export const CONFIGURATION = '[bluesky]\nenabled = false\n[feeds]\nenabled = false\n';

/** What `hearken init` prints. */
export interface Created {
  organization: string;
  user: string;
  password: string;
  api_token: string;
}

/** An installation in a temporary folder. */
export class Installation {
  private constructor(readonly folder: string) {}

  static async make(configuration = CONFIGURATION): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'hearken-e2e-'));
    await writeFile(join(folder, 'hearken.toml'), configuration);
    return new Installation(folder);
  }

  /** Runs a command and gives its standard output. */
  async command(...words: string[]): Promise<string> {
    const env = { ...process.env, HEARKEN_BASE_URL: 'http://127.0.0.1' };
    const options = { env, maxBuffer: 64 << 20 };
    const { stdout } = await run(binary(), ['--data', this.folder, ...words], options);
    return stdout;
  }

  /** Runs a command that prints JSON last. */
  async json<T>(...words: string[]): Promise<T> {
    return JSON.parse(await this.command(...words, '--json')) as T;
  }

  /** Serves it until `stop`. */
  async serve(...words: string[]): Promise<Server> {
    return Server.start(this, words);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A running `hearken serve`. */
export class Server {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly output: string[],
  ) {}

  static async start(installation: Installation, words: string[]): Promise<Server> {
    const port = await freePort();
    const listen = `127.0.0.1:${port}`;
    const all = ['--data', installation.folder, 'serve', '--listen', listen, ...words];
    const env = { ...process.env, HEARKEN_BASE_URL: `http://${listen}` };
    const child = spawn(binary(), all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stdout.on('data', (text) => output.push(String(text)));
    child.stderr.on('data', (text) => output.push(String(text)));
    const server = new Server(`http://${listen}`, child, output);
    await server.ready();
    return server;
  }

  /** What it printed so far. */
  printed(): string {
    return this.output.join('');
  }

  /** Ends it in good order and waits for that. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.process.exitCode !== null) break;
      const answer = await fetch(`${this.url}/sign-in`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    const words = this.printed();
    await this.stop();
    throw new Error(`the server did not get ready:\n${words}`);
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
