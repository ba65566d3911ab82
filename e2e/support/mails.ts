// A real SMTP server in this process that keeps what it is given.
import MailDev from 'maildev';

/** A mail as it arrived. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  from: { address: string; name: string }[];
  to: { address: string }[];
}

/** Where mails end. */
export class Mails {
  private readonly taken: Mail[] = [];

  private constructor(private readonly sink: InstanceType<typeof MailDev>) {
    sink.on('new', (mail: Mail) => this.taken.push(mail));
  }

  static async start(port: number): Promise<Mails> {
    const sink = new MailDev({ smtp: port, ip: '127.0.0.1', disableWeb: true, silent: true });
    await new Promise<void>((done, failed) => sink.listen((error) => (error ? failed(error) : done())));
    return new Mails(sink);
  }

  /** The part of the configuration that names it. */
  static configuration(port: number): string {
    return `[mail]\nurl = "smtp://127.0.0.1:${port}"\nfrom = "hearken@example.org"\n`;
  }

  /** The oldest mail to an address that was not taken yet; waits for it. */
  async to(address: string): Promise<Mail> {
    for (let tries = 0; tries < 200; tries += 1) {
      const at = this.taken.findIndex((mail) => mail.to.some((to) => to.address === address));
      const [mail] = at < 0 ? [] : this.taken.splice(at, 1);
      if (mail) return mail;
      await new Promise((done) => setTimeout(done, 100));
    }
    const all = this.taken.map((mail) => `${mail.to[0]?.address}: ${mail.subject}`).join('\n');
    throw new Error(`no mail to ${address}; there are:\n${all}`);
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.sink.close(() => done()));
  }
}
