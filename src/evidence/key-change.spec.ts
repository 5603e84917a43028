import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { ORIGIN, someFacts } from '../../test/support/evidence/signed-ledger';
import { aKey, keyChanged, newKey, signing } from '../../test/support/evidence/signing';

const [A, B, C] = [newKey(), newKey(), newKey()];
const [a, b, c] = [A, B, C].map((key) => aKey([key]).vkey(ORIGIN)) as [string, string, string];

/** Ten facts signed with A, then the fact that B follows, as leaf 10. */
const changed = async () => {
  const ledger = memoryLedger();
  await ledger.take(someFacts(10));
  await signing(ledger, aKey([A])).signer.sign();
  await ledger.take([keyChanged(10, a, b)]);
  return ledger;
};
const signed = (ledger: ReturnType<typeof memoryLedger>) =>
  ledger.parts.kept.after(1, 0, 100).then((all) => all.map(({ size, vkey }) => [size, 'abc'[[a, b, c].indexOf(vkey)]]));

test('the tree that ends with the change is signed with the former key, all larger ones with the new one', async () => {
  const ledger = await changed();
  const { signer, key, stopped } = signing(ledger, aKey([A, B]));
  await signer.sign();
  expect(key.settled).toEqual([]);
  await ledger.take(someFacts(1, 11));
  await signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [11, 'a'],
    [12, 'b'],
  ]);
  expect([stopped, key.settled]).toEqual([[], [b]]);
});

test('the former key signs that tree also where the log had grown beyond it, and the mark goes on', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(5, 11));
  const { signer, key } = signing(ledger, aKey([A, B]));
  await signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [11, 'a'],
    [16, 'b'],
  ]);
  expect(key.mark()).toMatchObject({ size: 16 });
});

test('two changes before the server starts lead from each key to the next', async () => {
  const ledger = await changed();
  await ledger.take([keyChanged(11, b, c), ...someFacts(2, 12)]);
  await signing(ledger, aKey([A, B, C])).signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [11, 'a'],
    [12, 'b'],
    [14, 'c'],
  ]);
});

test('nodes that sign at once, and one that takes over in the middle, sign with the same keys', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(3, 11));
  const nodes = [signing(ledger, aKey([A, B])), signing(ledger, aKey([A, B]))];
  await Promise.all(nodes.map(({ signer }) => signer.sign()));
  await ledger.take(someFacts(3, 14));
  await signing(ledger, aKey([B])).signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [11, 'a'],
    [14, 'b'],
    [17, 'b'],
  ]);
  expect(nodes.flatMap(({ stopped }) => stopped)).toEqual([]);
});

test('a kill after each step is taken up again, to the same checkpoints', async () => {
  for (const killed of ['mark', 'former kept', 'new kept'] as const) {
    const ledger = await changed();
    await ledger.take(someFacts(3, 11));
    const key = aKey([A, B]);
    const { keep } = ledger.parts.kept;
    let kept = 0;
    if (killed === 'mark') key.failAfter('mark');
    ledger.parts.kept.keep = async (checkpoint) => {
      await keep(checkpoint);
      kept += 1;
      if (kept === (killed === 'former kept' ? 1 : 2)) throw new Error('killed');
    };
    const first = signing(ledger, key);
    await first.signer.sign();
    expect(first.troubles).toHaveLength(1);
    key.failAfter(undefined);
    ledger.parts.kept.keep = keep;
    const again = signing(ledger, key);
    await again.signer.sign();
    expect(await signed(ledger)).toEqual([
      [10, 'a'],
      [11, 'a'],
      [14, 'b'],
    ]);
    expect([again.stopped, key.settled]).toEqual([[], [b]]);
  }
});

test('what the former key signed last is told in the log at once, before that key may be gone, and once', async () => {
  const ledger = await changed();
  const key = aKey([A, B]);
  const first = signing(ledger, key);
  await first.signer.sign();
  expect([first.handovers, key.settled]).toEqual([[11], []]);
  // Ended before it could tell: whoever comes next tells it, and whoever knows that it is told does not.
  await ledger.take(someFacts(3, 11));
  for (const handovers of [[], [11]]) {
    const next = signing(ledger, key, { handovers });
    await next.signer.sign();
    await next.signer.sign();
    expect(next.handovers).toEqual(handovers.length === 0 ? [11] : []);
  }
  expect(key.settled).toContain(b);
});

test('a node that lacks the new key signs nothing, stops nothing, says so once, and leaves the turn to others', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(3, 11));
  const behind = signing(ledger, aKey([A]));
  await behind.signer.sign();
  await ledger.take(someFacts(1, 14));
  await behind.signer.signNow();
  expect(behind.troubles).toHaveLength(1);
  expect([behind.signer.lacks, behind.stopped, behind.released]).toEqual([b, [], ['evidence', 'evidence']]);
  await signing(ledger, aKey([B])).signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [11, 'a'],
    [15, 'b'],
  ]);
});

test('where the former key was lost before it signed, that is said, and the new one signs on', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(3, 11));
  const { signer, troubles, stopped } = signing(ledger, aKey([B]));
  await signer.sign();
  expect(await signed(ledger)).toEqual([
    [10, 'a'],
    [14, 'b'],
  ]);
  expect([troubles.length, stopped]).toEqual([1, []]);
});

test('a key that no fact names ends signing: it is another one', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(3, 11));
  await signing(ledger, aKey([A, B])).signer.sign();
  for (const other of [aKey([C]), aKey([C, A])]) {
    const { signer, stopped } = signing(await untold(), other);
    await signer.sign();
    expect(stopped.map(({ cause }) => cause)).toEqual(other.vkeys(ORIGIN).includes(a) ? [] : ['other_key']);
  }
});

/** Signed with A; nobody said that another key follows. */
const untold = async () => {
  const ledger = memoryLedger();
  await ledger.take(someFacts(10));
  await signing(ledger, aKey([A])).signer.sign();
  await ledger.take(someFacts(1, 10));
  return ledger;
};

test('where the store is set back to before the change, signing ends by what the key remembers', async () => {
  const ledger = await changed();
  await ledger.take(someFacts(5, 11));
  const key = aKey([A, B]);
  await signing(ledger, key).signer.sign();
  const back = memoryLedger();
  await back.take(someFacts(10));
  const { signer, stopped } = signing(back, key);
  await signer.sign();
  expect(stopped).toMatchObject([{ cause: 'cut', signedSize: 16 }]);
});
