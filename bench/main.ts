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

const main = async (args: readonly string[]): Promise<void> => {
  const quick = args.includes('--quick');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = named.find((name) => BENCHES[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`there is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}`);
  }
  if (quick) {
    console.log(
      'Quick: a tenth of the data and short rounds; whether a figure is reached is told by a whole run only.',
    );
  }
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (named.length === 0 || named.includes(name)) {
      for (const { what, measured, mustReach, reached } of await bench(quick)) {
        console.log(`${reached ? 'reached' : 'MISSED '}  ${what}\n         ${measured}; must reach ${mustReach}`);
      }
    }
  }
};

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exit(1);
});
