import { until } from '../../../../test/support/until';
import { SingleFlight } from './single-flight';

/** A question whose answers the spec gives, one by one. */
const asked = () => {
  const open: { resolve: (answer: number) => void; reject: (error: Error) => void }[] = [];
  const question = new SingleFlight(() => new Promise<number>((resolve, reject) => open.push({ resolve, reject })));
  return { open, question };
};

describe('a shared question', () => {
  it('is asked once for everybody who waited, but never answered from before the call', async () => {
    const { open, question } = asked();
    const first = question.ask();
    const late = [question.ask(), question.ask(), question.ask()];
    expect(open).toHaveLength(1);
    open[0]?.resolve(1);
    expect(await first).toBe(1);
    await until('the next question', () => open.length === 2);
    const later = question.ask();
    open[1]?.resolve(2);
    expect(await Promise.all(late)).toEqual([2, 2, 2]);
    await until('the last question', () => open.length === 3);
    open[2]?.resolve(3);
    expect(await later).toBe(3);
    expect(open).toHaveLength(3);
  });

  it('that fails fails for those who waited for it, and is asked again for the next', async () => {
    const { open, question } = asked();
    const first = question.ask();
    const late = question.ask();
    open[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await until('the next question', () => open.length === 2);
    open[1]?.resolve(2);
    expect(await late).toBe(2);
  });

  it('waits for more of a crowd as long as the last answer took, and asks once for all of them', async () => {
    const { open, question } = asked();
    const first = question.ask();
    const crowd = [question.ask(), question.ask(), question.ask()];
    await new Promise((resolve) => setTimeout(resolve, 8));
    open[0]?.resolve(1);
    await first;
    await new Promise(setImmediate);
    expect(open).toHaveLength(1);
    crowd.push(question.ask());
    await until('the next question', () => open.length === 2);
    open[1]?.resolve(2);
    expect(await Promise.all(crowd)).toEqual([2, 2, 2, 2]);
    expect(open).toHaveLength(2);
  });

  it('is asked anew when nobody waits any more', async () => {
    let answers = 0;
    const question = new SingleFlight(async () => (answers += 1));
    expect([await question.ask(), await question.ask()]).toEqual([1, 2]);
  });
});
