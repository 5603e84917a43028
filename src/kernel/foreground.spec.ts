import { setImmediate as aTurn } from 'node:timers/promises';
import { Foreground } from './foreground';

describe('who waits for an answer', () => {
  let foreground: Foreground;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    foreground = new Foreground();
  });
  afterEach(() => jest.useRealTimers());

  /** Whether long work goes on by itself, without the time passing. */
  const goesOn = async (lull: Promise<void>): Promise<boolean> => {
    let is = false;
    void lull.then(() => (is = true));
    await aTurn();
    return is;
  };

  it('keeps nothing waiting where nobody does', async () => {
    expect(foreground.isBusy).toBe(false);
    expect(await goesOn(foreground.lull(1000))).toBe(true);
  });

  it('holds long work back until the last of them is answered', async () => {
    const [first, second] = [foreground.enter(), foreground.enter()];
    const lull = foreground.lull(1000);
    first();
    expect(await goesOn(lull)).toBe(false);
    second();
    expect(await goesOn(lull)).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('holds it back no longer than it was told, whoever goes on waiting', async () => {
    foreground.enter();
    const lull = foreground.lull(1000);
    jest.advanceTimersByTime(999);
    expect(await goesOn(lull)).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await goesOn(lull)).toBe(true);
  });

  it('takes somebody who was answered just now for about to come again', () => {
    foreground.enter()();
    expect(foreground.isBusy).toBe(true);
    jest.advanceTimersByTime(500);
    expect(foreground.isBusy).toBe(false);
  });

  it('has work of many steps rest before each while people come again and again, and not where nobody comes', async () => {
    expect(await goesOn(foreground.giveWay(40))).toBe(true);
    foreground.enter()();
    const step = foreground.giveWay(40);
    expect(await goesOn(step)).toBe(false);
    jest.advanceTimersByTime(40);
    expect(await goesOn(step)).toBe(true);
  });
});
