import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One name means one thing: whoever looks for a name finds what it is, not one of two. */
const ROOT = join(__dirname, '../..');
/** What runs in a server; the command line, the agent and the verifier are programs of their own. */
const ROOMS = ['src', 'projections', 'wire'];
const EXPORTED =
  /^export (?:default )?(?:abstract |async )*(?:const|class|interface|type|function\*?|enum) (\w*[a-z]\w*)/gm;

/** One thing that stands in two places: on both sides of the wire, in both kinds of stores, or in two rooms that may not share it. */
const ONE_THING_TWICE = new Set([
  'AgentFacts',
  'ConnectorName',
  'CredentialType',
  'JobOutcome',
  'JobType',
  'SealedSecret',
  'copyLog',
  'fromPosition',
  'isAddressOrRange',
  'isObject',
  'retiredValues',
  'sealedValues',
]);

const exported = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) =>
      [...readFileSync(join(ROOT, room, name), 'utf8').matchAll(EXPORTED)].map(
        ([, found = '']) => [found, join(room, name)] as const,
      ),
    ),
);

test('no two exported things have one name and mean different things', () => {
  expect(exported.length).toBeGreaterThan(3_000);
  const places = new Map<string, Set<string>>();
  for (const [name, path] of exported) places.set(name, (places.get(name) ?? new Set()).add(path));
  const twice = [...places].filter(([name, paths]) => paths.size > 1 && !ONE_THING_TWICE.has(name));
  expect(twice.map(([name, paths]) => [name, ...paths].join(' '))).toEqual([]);
});

test('what is said to stand in two places does', () => {
  const times = (name: string) => exported.filter(([each]) => each === name).length;
  expect([...ONE_THING_TWICE].filter((name) => times(name) < 2)).toEqual([]);
});
