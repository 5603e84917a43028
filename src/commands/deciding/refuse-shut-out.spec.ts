import { refuseShutOut } from './refuse-shut-out';

const of = (organizationId?: string) => ({
  type: 'keyledger.thing-done.v1',
  data: organizationId === undefined ? {} : { organizationId },
});

test.each<[string, string[] | undefined, (string | undefined)[], boolean]>([
  ['everybody else, whatever it is', undefined, ['org1', undefined], true],
  ['support that rests on no window, nothing', [], ['org1'], false],
  ['nor what names no organization', [], [undefined], false],
  ['nothing to write needs no window', [], [], true],
  ['support where it was found let in', ['org1'], ['org1', undefined], true],
  ['and nowhere else', ['org1'], ['org1', 'org2'], false],
])('%s', (_, windows, places, may) => {
  const reliedOn = windows && new Map(windows.map((organizationId) => [organizationId, 'window1']));
  const refusal = refuseShutOut(reliedOn === undefined ? {} : { reliedOn }, places.map(of));
  expect(refusal?.code).toBe(may ? undefined : 'SUPPORT_ACCESS_OFF');
});
