import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTORS as AGENT } from '../../agent/connectors';
import { CONNECTORS as SERVER } from '../../src/domain/identities/connectors';

/** Taken by the server, and run by no agent yet: a job for one ends `not_changed`, `UNSUPPORTED`. */
const ANNOUNCED = ['ldap', 'mysql', 'redis'];

test('a connector is a file of the agent and a descriptor of the server, under one name', () => {
  const files = readdirSync(join(__dirname, '../../agent/connectors'))
    .filter((file) => !file.endsWith('.spec.ts'))
    .map((file) => file.replace(/\.ts$/, ''));
  const names = AGENT.map(({ name }) => name);
  expect(files.toSorted()).toEqual(names.toSorted());
  expect([...names, ...ANNOUNCED].toSorted()).toEqual(Object.keys(SERVER).toSorted());
});
