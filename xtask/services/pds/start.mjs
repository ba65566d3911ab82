// Starts a real personal data server and identity directory, and says "ready" when they answer.
// What it stores lives in a temporary folder of its own and goes with the process.
import net from 'node:net';

// The package listens on every interface; tests have no business beyond the loopback.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const [first, second] = args;
  if (typeof first === 'number' && typeof second !== 'string') {
    args.splice(1, second === undefined || second === null ? 1 : 0, '127.0.0.1');
  } else if (first && typeof first === 'object' && first.port !== undefined && !first.host) {
    args[0] = { ...first, host: '127.0.0.1' };
  }
  return listen.apply(this, args);
};

const { startDirectory, startRelay } = await import('./relay.mjs');
const { TestNetworkNoAppView } = await import('@atproto/dev-env');
const pds = Number(process.env.PDS_PORT ?? 2583);
const plc = Number(process.env.PLC_PORT ?? 2582);
const relay = Number(process.env.RELAY_PORT ?? 2584);
const directory = Number(process.env.DIRECTORY_PORT ?? 2585);
const network = await TestNetworkNoAppView.create({
  pds: { port: pds, hostname: 'localhost' },
  plc: { port: plc },
});
startRelay(relay, pds);
startDirectory(directory, plc);
console.log(`ready: PDS on port ${pds}, PLC on port ${plc}, relay on port ${relay}`);

const stop = async () => {
  await network.close();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
