import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { TellUnusualDisclosures, TellUnusualDisclosuresHandler, UNUSUAL } from './tell-unusual-disclosures';

/** More than fifty values of an organization in an hour are told of one person: once an hour. */
const HOUR = 60 * 60_000;
const counted = (values: number, organizationId = 'o', userId = 'eve') => ({
  userId,
  organizationId,
  values,
  since: EARLIER,
});
const tell = (ground: Ground, of: ReturnType<typeof counted>) =>
  ground.when(() =>
    new TellUnusualDisclosuresHandler(ground.deciding).execute(new TellUnusualDisclosures(ground.policy(), of)),
  );

test('fifty are usual, one more is told', async () => {
  expect(UNUSUAL).toBe(51);
  const ground = new Ground({});
  expect((await tell(ground, counted(50))).facts).toEqual([]);
  const { facts } = await tell(ground, counted(51));
  expect(facts.map(([, noun, data]) => [noun, data])).toEqual([
    ['unusual-disclosures-found', { ...counted(51), foundAt: NOW }],
  ]);
});

test('within the hour no more is told of this organization; of another one, of another person and after it there is', async () => {
  const ground = new Ground({});
  await tell(ground, counted(51));
  expect((await tell(ground, counted(90))).facts).toEqual([]);
  expect((await tell(ground, counted(51, 'p'))).facts).toHaveLength(1);
  expect((await tell(ground, counted(51, 'o', 'bob'))).facts).toHaveLength(1);
  ground.now += HOUR;
  expect((await tell(ground, counted(51))).facts).toHaveLength(1);
});

test('of two nodes that count the same one tells it', async () => {
  const ground = new Ground({});
  const first = new Ground({});
  const [[stream] = ['']] = (await tell(first, counted(51))).facts;
  ground.justBefore('unusual-disclosures-found', () =>
    ground.also(stream, fact('unusual-disclosures-found', { ...counted(51), foundAt: NOW })),
  );
  expect((await tell(ground, counted(52))).facts).toEqual([]);
});
