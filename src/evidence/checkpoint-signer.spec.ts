import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { ORIGIN, someFacts } from '../../test/support/evidence/signed-ledger';
import { aKey, signing } from '../../test/support/evidence/signing';
test('each growth is signed once', async () => {
  const { ledger, signer, sizes } = signing();
  await ledger.take(someFacts(10));
  await signer.sign();
  await signer.sign();
  await ledger.take(someFacts(5, 10));
  await Promise.all([signer.sign(), signer.sign()]);
  expect(await sizes()).toEqual([10, 15]);
});

test('nodes that sign at once, and one that takes over, sign the same tree', async () => {
  const first = signing();
  const second = signing(first.ledger, first.key);
  await first.ledger.take(someFacts(10));
  await Promise.all([first.signer.sign(), second.signer.sign()]);
  await first.ledger.take(someFacts(300, 10), 7);
  await second.signer.sign();
  await first.signer.sign();
  expect(await first.sizes()).toEqual([10, 310]);
  expect([...first.stopped, ...second.stopped]).toEqual([]);
});

test('whose turn it is not signs nothing, unless somebody waits', async () => {
  const { ledger, signer, sizes } = signing(undefined, undefined, {}, async () => false);
  await ledger.take(someFacts(10));
  await signer.sign();
  expect(await sizes()).toEqual([]);
  await signer.signNow();
  expect(await sizes()).toEqual([10]);
});

test('all who wait while one signing is under way share the one after it, which has what they wait for', async () => {
  const ledger = memoryLedger();
  const { keep } = ledger.parts.kept;
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  const kept: number[] = [];
  ledger.parts.kept.keep = async (checkpoint) => {
    await held;
    kept.push(checkpoint.size);
    await keep(checkpoint);
  };
  const { signer, key } = signing(ledger);
  await ledger.take(someFacts(10));
  const first = signer.signNow();
  while (key.mark() === undefined) await new Promise(setImmediate);
  await ledger.take(someFacts(5, 10));
  const waiting = Array.from({ length: 64 }, () => signer.signNow());
  go();
  await Promise.all([first, ...waiting]);
  expect(kept).toEqual([10, 15]);
});

test('what another node signs in the middle of it is not taken for more than there is', async () => {
  const other = signing();
  const { ledger, key } = other;
  await ledger.take(someFacts(8));
  const meanwhile = async () => {
    await ledger.take(someFacts(2, 8));
    await other.signer.signNow();
    return true;
  };
  const node = signing(ledger, key, {}, meanwhile);
  await node.signer.sign();
  expect([node.stopped, await node.sizes()]).toEqual([[], [10]]);
});

test('where history parts, whose turn it is says so, and nobody signs', async () => {
  const before = signing();
  await before.ledger.take(someFacts(100));
  await before.signer.sign();
  const other = memoryLedger();
  await other.take(someFacts(50));
  for (const each of await before.ledger.parts.kept.after(1, 0, 10)) await other.parts.kept.keep(each);
  const waiting = signing(other, before.key, {}, async () => false);
  await waiting.signer.signNow();
  expect([waiting.stopped, await waiting.sizes()]).toEqual([[], [100]]);
});

test('a kill between the mark and the keeping is taken up again', async () => {
  const { ledger, key, signer, stopped, troubles, sizes } = signing();
  await ledger.take(someFacts(10));
  key.failAfter('mark');
  await signer.sign();
  expect([troubles.length, await sizes()]).toEqual([1, []]);
  key.failAfter(undefined);
  await signing(ledger, key).signer.sign();
  expect(await sizes()).toEqual([10]);
  expect(stopped).toEqual([]);
});

test('a checkpoint is told in the log each hour, whichever node signs by then, and however often one is started', async () => {
  const HOUR = 60 * 60_000;
  const { ledger, key, ...first } = signing();
  await ledger.take(someFacts(5));
  await first.signer.sign();
  expect(first.recorded).toEqual([]);
  let facts = 5;
  const signedAfter = async (ms: number, standing = {}, turn = true) => {
    const other = signing(ledger, key, standing, async () => turn);
    other.clock.at += ms;
    await ledger.take(someFacts(1, facts++));
    await (turn ? other.signer.sign() : other.signer.signNow());
    return other.recorded;
  };
  expect(await signedAfter(HOUR - 1)).toEqual([]);
  expect(await signedAfter(HOUR)).toEqual([7]);
  const recordedAt = new Date(first.clock.at + HOUR).toISOString();
  expect(await signedAfter(2 * HOUR - 1, { recordedAt })).toEqual([]);
  expect(await signedAfter(2 * HOUR, { recordedAt }, false)).toEqual([]);
  expect(await signedAfter(2 * HOUR, { recordedAt })).toEqual([10]);
});

test('the same facts in batches of any size make the same tree', async () => {
  const roots = await Promise.all(
    [1, 7, 256, 1000].map(async (batch) => {
      const { ledger, signer } = signing();
      await ledger.take(someFacts(700), batch);
      await signer.sign();
      return (await ledger.parts.kept.newest(1))?.root;
    }),
  );
  expect(new Set(roots).size).toBe(1);
});

/** The same length, another past. */
const rewritten = async (count: number, from: number) => {
  const other = memoryLedger();
  await other.take(
    someFacts(count).map((fact, n) => (n < from ? fact : { ...fact, data: { ...fact.data, name: 'x' } })),
  );
  return other;
};

describe('signing ends', () => {
  const signed = async () => {
    const node = signing();
    for (const size of [100, 200, 300]) {
      await node.ledger.take(someFacts(100, size - 100));
      await node.signer.sign();
    }
    return node;
  };

  test.each([
    ['rewritten', 350, 250, { cause: 'rewritten', agreesUpTo: 200 }],
    ['rewritten from the start', 350, 0, { cause: 'rewritten', agreesUpTo: 0 }],
    ['cut', 150, 150, { cause: 'cut', agreesUpTo: 100 }],
  ])('where the log was %s, and says up to where it is the same', async (_, count, from, expected) => {
    const before = await signed();
    const other = await rewritten(count, from);
    for (const each of await before.ledger.parts.kept.after(1, 0, 10)) await other.parts.kept.keep(each);
    const { signer, stopped, sizes } = signing(other, before.key);
    await signer.sign();
    expect(stopped).toMatchObject([{ signedSize: 300, ...expected }]);
    await signer.sign();
    expect([stopped.length, await sizes()]).toEqual([1, [100, 200, 300]]);
  });

  test('by what the key remembers alone, where nothing is kept any more', async () => {
    const { key } = await signed();
    const { signer, stopped } = signing(await rewritten(350, 250), key);
    await signer.sign();
    expect(stopped).toMatchObject([{ cause: 'rewritten', signedSize: 300, agreesUpTo: 0 }]);
  });

  test('by what is kept alone, where the key has forgotten', async () => {
    const before = await signed();
    before.key.forget();
    const other = await rewritten(350, 250);
    for (const each of await before.ledger.parts.kept.after(1, 0, 10)) await other.parts.kept.keep(each);
    const { signer, stopped } = signing(other, before.key);
    await signer.sign();
    expect(stopped).toMatchObject([{ cause: 'rewritten', agreesUpTo: 200 }]);
  });

  test('under another key', async () => {
    const { ledger } = await signed();
    const { signer, stopped } = signing(ledger, aKey());
    await ledger.take(someFacts(1, 300));
    await signer.sign();
    expect(stopped).toMatchObject([{ cause: 'other_key', agreesUpTo: 300 }]);
  });

  test('a log that is begun anew is signed only if it holds what the key signed last', async () => {
    const before = await signed();
    const again = memoryLedger();
    const begun = { ...someFacts(1, 400)[0], type: 'keyledger.evidence-restarted.v1' } as never;
    await again.take([...someFacts(350), begun]);
    const last = (await before.ledger.parts.kept.newest(1))?.note as string;
    const standing = { log: 2, origin: `${ORIGIN}/2`, isStopped: false };
    const without = signing(again, before.key, standing);
    await without.signer.sign();
    expect(without.stopped).toMatchObject([{ log: 2 }]);
    const held = signing(again, before.key, { ...standing, continues: last });
    await held.signer.sign();
    expect(await again.parts.kept.newest(2)).toMatchObject({ size: 1, origin: `${ORIGIN}/2` });
    expect(before.key.mark()).toMatchObject({ origin: `${ORIGIN}/2`, size: 1 });
  });
});

test('a fact that was rewritten where it lies is found by its leaf, behind the start', async () => {
  const { ledger, signer, stopped } = signing();
  await ledger.take(someFacts(300));
  ledger.facts[260] = { ...(ledger.facts[260] as never as object), data: { name: 'x' } } as never;
  await signer.sign();
  while (stopped.length === 0) await new Promise(setImmediate);
  expect(stopped).toMatchObject([{ cause: 'rewritten', leaf: 260, agreesUpTo: 260 }]);
});
