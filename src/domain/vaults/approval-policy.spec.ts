import type { ApprovalPolicy } from '../access-requests/events';
import { isWeakened } from './approval-policy';

const policy = (required: number, users: readonly string[] = [], groups: readonly string[] = []): ApprovalPolicy => ({
  required,
  approvers: { users, groups },
});

it.each<[string, ApprovalPolicy | undefined, ApprovalPolicy | undefined, boolean]>([
  ['set for the first time', undefined, policy(1, ['a']), false],
  ['left away where there was none', undefined, undefined, false],
  ['cleared', policy(1, ['a']), undefined, true],
  ['cleared when it was locked', policy(1), undefined, true],
  ['opened when it was locked', policy(1), policy(1, ['a']), true],
  ['locked', policy(1, ['a']), policy(1), false],
  ['with fewer approvals', policy(2, ['a', 'b']), policy(1, ['a', 'b']), true],
  ['with more approvals', policy(1, ['a', 'b']), policy(2, ['a', 'b']), false],
  ['with somebody more', policy(1, ['a']), policy(1, ['a', 'b']), true],
  ['with somebody more, and more approvals', policy(1, ['a']), policy(2, ['a', 'b']), true],
  ['with somebody less', policy(1, ['a', 'b']), policy(1, ['a']), false],
  ['with somebody else', policy(1, ['a']), policy(1, ['b']), true],
  ['with another group', policy(1, [], ['g']), policy(1, [], ['h']), true],
  ['with a user of the same id as a group', policy(1, [], ['g']), policy(1, ['g']), true],
  ['named in another order', policy(1, ['a', 'b'], ['g']), policy(1, ['b', 'a'], ['g']), false],
])('%s', (_, before, after, weakened) => {
  expect(isWeakened(before, after)).toBe(weakened);
});
