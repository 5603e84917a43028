import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api } from './support/api';
import { median, percentile, type Figure } from './support/figures';
import type { FloorPart } from './support/floor/floor-part';
import { samplesOf } from './support/floor/samples';
import { startFloor } from './support/floor/start-floor';
import { checkoutsAndCheckins, reveals, type Load } from './support/load';
import { OPENBAO_VARIABLE, startOpenBao } from './support/openbao';
import { pacedCheckouts } from './support/paced';
import { removeData, startServer } from './support/server-process';
import { startBare } from './support/start-bare';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';
import { inTurns, pairedRatio, toldOf, type Side, type Windows } from './support/windows';

const CONNECTIONS = 64;
const NONE: Windows = { cpuUs: [], perSecond: [] };
const SIDES = ['ours', 'bare', 'naked', 'complete', 'bao'] as const;

type Server = { readonly url: string; readonly cpuMs: () => number };

const againstOpenBao = (ours: Windows, bao: Windows | undefined): Figure => {
  const ratio = bao === undefined ? Number.NaN : pairedRatio(ours.perSecond, bao.perSecond);
  return {
    what: 'checkout + checkin against the KV write of OpenBao, requests a second',
    measured:
      bao === undefined
        ? `not measured: ${OPENBAO_VARIABLE} names no program`
        : `${ratio.toFixed(1)} × (ours ${toldOf(ours)}; OpenBao ${toldOf(bao)})`,
    mustReach: '≥ 4 ×',
    reached: ratio >= 4,
  };
};

/** Checkout and checkin, and reveal, beside the least that does the same, bare Fastify, and OpenBao where it is there. */
export const floorRequests = async (quick: boolean): Promise<FloorPart> => {
  const application = await startServer();
  const token = await application.token('owner@example.com');
  const call = api(application.url, token);
  const { ids } = await makeVault(call, CONNECTIONS);
  const samples = await samplesOf(call, application.dataDir, ids[0] ?? '');
  const rootKey = readFileSync(join(application.dataDir, 'root.key'), 'utf8').trim();
  const bare = await startBare(rootKey, JSON.stringify(samples.checkout), JSON.stringify(samples.checkin));
  const naked = await startFloor({ kind: 'naked', rootKey, samples });
  const complete = await startFloor({ kind: 'complete', rootKey, samples });
  const openBao = await startOpenBao(CONNECTIONS);
  const side = (
    { url, cpuMs }: Server,
    load: (url: string, token: string, ids: readonly string[], seconds: number) => Promise<Load>,
  ): Side => ({ cpuMs, run: (seconds) => load(url, token, ids, seconds) });
  const rounds = quick ? 2 : 6;
  const seconds = quick ? 2 : 5;
  const mixed = [application, bare, naked, complete].map((server) => side(server, checkoutsAndCheckins));
  const mix = await inTurns(openBao === undefined ? mixed : [...mixed, openBao], rounds, seconds);
  const told = Object.fromEntries(SIDES.map((name, n) => [name, mix[n] ?? NONE])) as Record<
    (typeof SIDES)[number],
    Windows
  >;
  openBao?.stop();
  const [revealed = NONE, nakedReveal = NONE] = await inTurns(
    [side(application, reveals), side(naked, reveals)],
    rounds,
    seconds,
  );
  await untilCurrent(call);
  // Two requests a checkout, at half the rate.
  const rate = median(told.ours.perSecond) / 4;
  const took = await pacedCheckouts(application.url, token, ids, rate, quick ? 4 : 20);
  const highWater = application.highWater();
  for (const each of [bare, naked, complete]) each.stop();
  await application.stop();
  removeData(application.dataDir);
  const { ours, complete: floor } = told;
  const mixRatio = pairedRatio(ours.cpuUs, floor.cpuUs);
  const revealRatio = pairedRatio(revealed.cpuUs, nakedReveal.cpuUs);
  const p99 = percentile(took, 0.99);
  return {
    highWater,
    figures: [
      {
        what: 'checkout + checkin, 64 connections, processor time against the complete floor',
        measured: `${mixRatio.toFixed(2)} × (ours ${toldOf(ours)}; complete floor ${toldOf(floor)}; naked floor ${toldOf(told.naked)}; bare Fastify ${toldOf(told.bare)})`,
        mustReach: '≤ 2.0 ×',
        reached: mixRatio <= 2,
      },
      {
        what: 'reveal, 64 connections, processor time against the naked floor',
        measured: `${revealRatio.toFixed(2)} × (ours ${toldOf(revealed)}; naked floor ${toldOf(nakedReveal)})`,
        mustReach: '≤ 2.5 ×',
        reached: revealRatio <= 2.5,
      },
      againstOpenBao(ours, openBao && told.bao),
      {
        what: 'p99 of a checkout at half the full rate',
        measured: `${p99.toFixed(1)} ms at ${Math.round(rate)} checkouts/s with their checkins (median ${median(took).toFixed(1)} ms)`,
        mustReach: '≤ 20 ms',
        reached: p99 <= 20,
      },
    ],
  };
};
