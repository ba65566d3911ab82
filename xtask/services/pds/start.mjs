// Starts a real personal data server and identity directory, and says "ready" when they answer.
// What it stores lives in a temporary folder of its own and goes with the process.
import { TestNetworkNoAppView } from '@atproto/dev-env';

const pds = Number(process.env.PDS_PORT ?? 2583);
const plc = Number(process.env.PLC_PORT ?? 2582);
const network = await TestNetworkNoAppView.create({
  pds: { port: pds, hostname: 'localhost' },
  plc: { port: plc },
});
console.log(`ready: PDS on port ${pds}, PLC on port ${plc}`);

const stop = async () => {
  await network.close();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
