import { parseArgs } from 'node:util';
import { accessReview } from './access-review';
import { appends } from './appends';
import { besideCheckouts } from './beside-checkouts';
import { breakGlass } from './break-glass';
import { checkout } from './checkout';
import { coldDecision } from './cold-decision';
import { deadWebhook } from './dead-webhook';
import { emergencyDisable } from './emergency-disable';
import { eventstoredb } from './eventstoredb';
import { exportRate } from './export';
import { factCodes } from './fact-codes';
import { floor } from './floor';
import { idleAgents } from './idle-agents';
import { importApply } from './import-apply';
import { importRate } from './import-rate';
import { listing } from './listing';
import { lists } from './lists';
import { longStream } from './long-stream';
import { manyAgents } from './many-agents';
import { manyRotations } from './many-rotations';
import { memory } from './memory';
import { mongodb } from './mongodb';
import { oneRotation } from './one-rotation';
import { policyChanges } from './policy-changes';
import { rebuild } from './rebuild';
import { receipts } from './receipts';
import { scale } from './scale';
import { scimFirstSync } from './scim-first-sync';
import { takeOver } from './take-over';
import { upgradeMaterial } from './upgrade-material';
import { verifyBundle } from './verify-bundle';
import type { Figure } from './support/figures';

/** By name; each answers its lines of the table. */
const BENCHES: Readonly<Record<string, (quick: boolean) => Promise<readonly Figure[]>>> = {
  checkout,
  floor,
  appends,
  'long-stream': longStream,
  listing,
  lists,
  rebuild,
  memory,
  'one-rotation': oneRotation,
  'many-rotations': manyRotations,
  'idle-agents': idleAgents,
  'many-agents': manyAgents,
  eventstoredb,
  mongodb,
  'take-over': takeOver,
  'break-glass': breakGlass,
  'emergency-disable': emergencyDisable,
  'dead-webhook': deadWebhook,
  'access-review': accessReview,
  'policy-changes': policyChanges,
  receipts,
  'verify-bundle': verifyBundle,
  export: exportRate,
  'import-apply': importApply,
  'import-rate': importRate,
  'upgrade-material': upgradeMaterial,
  'beside-checkouts': besideCheckouts,
  'scim-first-sync': scimFirstSync,
  'fact-codes': factCodes,
  'cold-decision': coldDecision,
  scale,
};

const USAGE = `npm run bench -- [--quick] [NAME …]

Prints what was measured and what it must reach; without a name all of them, which takes hours.
Benches: ${Object.keys(BENCHES).join(', ')}`;

const run = async (bench: (quick: boolean) => Promise<readonly Figure[]>, quick: boolean): Promise<void> => {
  for (const { what, measured, mustReach, reached } of await bench(quick)) {
    console.log(`${reached ? 'reached' : 'MISSED '}  ${what}\n         ${measured}; must reach ${mustReach}`);
  }
};

const main = async (): Promise<void> => {
  const options = { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
  const { values, positionals: named } = parseArgs({ allowPositionals: true, options });
  const { quick, help } = values;
  if (help) {
    console.log(USAGE);
    return;
  }
  const unknown = named.find((name) => BENCHES[name] === undefined);
  if (unknown !== undefined) throw new Error(`there is no bench ${unknown}\n\n${USAGE}`);
  if (quick) {
    console.log(
      'Quick: a tenth of the data and short rounds; whether a figure is reached is told by a whole run only.',
    );
  }
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (named.length > 0 && !named.includes(name)) continue;
    await run(bench, quick).catch((error: unknown) => {
      // What others measure does not depend on it.
      console.error(`${name} broke off: ${(error as Error).message}`);
      process.exitCode = 1;
    });
  }
};

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exit(1);
});
