import { MongoNetworkError, MongoServerError, MongoServerSelectionError, type TopologyDescription } from 'mongodb';
import { StoreUnavailable } from '../../kernel/store-errors';
import { storeErrorOf } from './mongo-error';

const answered = (code: number) => new MongoServerError({ message: 'whatever text a server chooses', code });

it.each([
  ['a connection that breaks', new MongoNetworkError('x')],
  ['no primary', new MongoServerSelectionError('x', {} as TopologyDescription)],
  ['a socket that was closed while it was written to', Object.assign(new Error('x'), { code: 'EPIPE' })],
  ['a primary that has stepped down', answered(10_107)],
  ['a shutdown', answered(91)],
  ['a write that no majority has taken', answered(64)],
  ['a disk that is full', answered(14_031)],
])('%s is a store that is away', (_, error) => {
  expect(storeErrorOf(error)).toBeInstanceOf(StoreUnavailable);
});

it.each([
  ['a question that is wrong', answered(2)],
  ['a key that is taken', answered(11_000)],
  ['a defect of ours', new TypeError('x')],
])('%s stays what it is', (_, error) => {
  expect(storeErrorOf(error)).toBe(error);
});
