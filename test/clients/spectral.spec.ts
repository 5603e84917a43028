import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../support/json';
import { documentOf, servedApi, writtenDocument } from './support/api-document';

/** `.spectral.yaml` over the document as it is served: nothing is found, and each rule finds what it is for. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-spectral-'));
let document: string;
beforeAll(async () => {
  const api = await servedApi();
  document = await documentOf(api);
  await api.end();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Finding {
  readonly code: string;
  readonly path: readonly string[];
}

const findings = (text: string): readonly Finding[] => {
  const path = writtenDocument(folder, text);
  const args = ['run', '--silent', 'lint:api', '--', path, '--format', 'json', '--quiet'];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  const found = JSON.parse(stdout.slice(stdout.indexOf('['))) as readonly Finding[];
  expect([status, stderr]).toEqual([found.length === 0 ? 0 : 1, '']);
  return found;
};

test('Spectral finds nothing', () => {
  expect(findings(document)).toEqual([]);
});

test('each rule that a description, a name or a schema can break is broken by one', () => {
  const broken = JSON.parse(document) as Json;
  const checkout = broken.paths['/identities/{id}/checkout'].post;
  const { schemas } = broken.components;
  checkout.operationId = 'check_out';
  checkout.description = 'Opens a session.';
  checkout.parameters[0].schema.examples = undefined;
  checkout.responses['409'].content = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } };
  broken.tags[0].description = '';
  delete schemas.Holder.properties.userId.examples;
  delete schemas.Job.properties.attempts.examples;
  delete schemas.CheckoutDto.additionalProperties;
  delete schemas.Identity.additionalProperties;
  const codes = new Set(findings(JSON.stringify(broken)).map(({ code }) => code));
  expect([...codes].toSorted()).toEqual([
    'answer-is-open',
    'field-has-examples',
    'input-is-closed',
    'operation-id-camel-case',
    'operation-names-permission',
    'parameter-has-examples',
    'refusals-are-problems',
    'tag-description',
  ]);
});
