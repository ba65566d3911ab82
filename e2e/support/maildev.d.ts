declare module 'maildev' {
  interface Options {
    smtp: number;
    ip: string;
    disableWeb: boolean;
    silent: boolean;
  }
  export default class MailDev {
    constructor(options: Options);
    listen(done: (error?: Error) => void): void;
    close(done: () => void): void;
    on(event: 'new', listener: (mail: never) => void): void;
  }
}
