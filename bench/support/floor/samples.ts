import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';
import type { Api } from '../api';
import type { SampleFact, Samples } from './order';

interface Row {
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const FACTS = ['identity-checked-out', 'identity-checked-in', 'identity-revealed'].map(
  (name) => `keyledger.${name}.v1`,
);

const newestOf = (eventsPath: string, type: string): SampleFact => {
  const log = new Database(eventsPath);
  const sql = 'SELECT type, data, metadata FROM events WHERE type = ? ORDER BY position DESC LIMIT 1';
  const row = log.prepare<Row>(sql).get([type]);
  log.close();
  if (row === undefined) throw new Error(`there is no ${type}`);
  return {
    type,
    data: JSON.parse(row.data) as SampleFact['data'],
    metadata: JSON.parse(row.metadata) as SampleFact['metadata'],
  };
};

/** Has a running server do each once, and takes what it answered and what it wrote. */
export const samplesOf = async (call: Api, dataDir: string, identityId: string): Promise<Samples> => {
  const body = { reason: 'bench', durationMinutes: 30 };
  const checkout = await call<Samples['checkout'] & { readonly session: { readonly id: string } }>(
    'POST',
    `/identities/${identityId}/checkout`,
    body,
  );
  const checkin = await call<object>('POST', `/sessions/${checkout.session.id}/checkin`);
  const reveal = await call<Samples['reveal']>('POST', `/identities/${identityId}/reveal`, { reason: 'bench' });
  const [checkedOut, checkedIn, revealed] = FACTS.map((type) => newestOf(join(dataDir, 'events.db'), type)) as [
    SampleFact,
    SampleFact,
    SampleFact,
  ];
  return { checkout, checkin, reveal, checkedOut, checkedIn, revealed };
};
