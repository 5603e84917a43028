import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyConsistency } from './verify-consistency';
import { verifyInclusion } from './verify-inclusion';

type Told = Readonly<Record<string, string>>;
type Vector = Told & { readonly proof: readonly string[] | null; readonly wantErr: boolean };

const vectors = (kind: string): readonly Vector[] =>
  JSON.parse(readFileSync(join(__dirname, `../../test/fixtures/tlog/${kind}.json`), 'utf8')) as Vector[];
const bytes = (text: string | null | undefined): Buffer => Buffer.from(text ?? '', 'base64');
const proofOf = ({ proof }: Vector) => (proof ?? []).map(bytes);
const named = (vector: Vector): [string, Vector] => [vector['name'] as string, vector];

describe('the published proofs', () => {
  test('are all there', () => {
    expect([vectors('inclusion').length, vectors('consistency').length]).toEqual([98, 98]);
  });

  test.each(vectors('inclusion').map(named))('of inclusion: %s', (_, vector) => {
    const holds = verifyInclusion({
      index: BigInt(vector['leafIdx'] as string),
      size: BigInt(vector['treeSize'] as string),
      leafHash: bytes(vector['leafHash']),
      root: bytes(vector['root']),
      proof: proofOf(vector),
    });
    expect(holds).toBe(!vector.wantErr);
  });

  test.each(vectors('consistency').map(named))('of consistency: %s', (_, vector) => {
    const holds = verifyConsistency({
      oldSize: BigInt(vector['size1'] as string),
      newSize: BigInt(vector['size2'] as string),
      oldRoot: bytes(vector['root1']),
      newRoot: bytes(vector['root2']),
      proof: proofOf(vector),
    });
    expect(holds).toBe(!vector.wantErr);
  });
});
