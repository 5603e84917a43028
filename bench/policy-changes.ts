import { api, type Api } from './support/api';
import { percentile, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

const PROBE_EVERY_MS = 5;

/** Different each time, so that nothing counted before serves again, and each as costly as may be set. */
const costlyPolicy = (n: number): object => {
  const turned = (chars: string) => chars.slice(n % chars.length) + chars.slice(0, n % chars.length);
  const classes = ['abcdefghijklm', 'nopqrstuvwxyz', 'ABCDEFGHIJKLM', 'NOPQRSTUVWXYZ', '0123456789'].map(turned);
  return { length: 148 - (n % 7), classes: classes.map((chars, place) => ({ chars, min: place < 4 ? 2 : 1 })) };
};

const probes = async (url: string, isOver: () => boolean): Promise<readonly number[]> => {
  const times: number[] = [];
  while (!isOver()) {
    times.push(await timed(async () => void (await (await fetch(`${url}/health/live`)).text())));
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
  return times;
};

/** Six callers who set policies near the limit, over and over, while somebody asks whether the server lives. */
const under = async (url: string, call: Api, paths: readonly string[], seconds: number) => {
  const end = performance.now() + seconds * 1000;
  const isOver = () => performance.now() > end;
  let changes = 0;
  const changer = async (path: string) => {
    while (!isOver()) {
      await call('PATCH', path, { settings: { passwordPolicy: costlyPolicy((changes += 1)) } });
    }
  };
  const [times] = await Promise.all([probes(url, isOver), ...paths.map(changer)]);
  return { p95: percentile(times, 0.95), longest: Math.max(...times), changes };
};

/** Is the server there for others while policies are set that are as costly as may be? */
export const policyChanges = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const call = api(application.url, await application.token('owner@example.com'));
  // Each in an organization of its own: two that meet in one identity are tightened into one that is too complex to set.
  const paths: string[] = [];
  for (let n = 0; n < 6; n += 1) paths.push(`/organizations/${(await makeVault(call, 0)).organizationId}`);
  const seconds = quick ? 3 : 10;
  await under(application.url, call, paths, 1);
  const alone = await under(application.url, call, [], seconds);
  const before = application.cpuMs();
  const six = await under(application.url, call, paths, seconds);
  const cpu = (application.cpuMs() - before) / six.changes;
  await application.stop();
  removeData(application.dataDir);
  return [
    {
      what: '/health/live while six callers set password policies near the limit, over and over',
      measured: `${six.p95.toFixed(1)} ms p95, ${six.longest.toFixed(1)} ms at most (alone ${alone.p95.toFixed(1)} ms p95), ${Math.round(six.changes / seconds)} changes/s, ${cpu.toFixed(1)} ms of processor time each`,
      mustReach: '≤ 20 ms p95',
      reached: six.p95 <= 20,
    },
  ];
};
