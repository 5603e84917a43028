import type { DomainEvent } from '../../../src/kernel/event';
import { ourStream } from '../../../src/kernel/facts/our-streams';
import { streamsByWireName } from './streams';

const streams = streamsByWireName();

/** A stream that a fact may lie in, by the name the catalogue gives it: that of its subject, or one of a made-up id. */
export const streamOf = ({ type, data }: DomainEvent): string => {
  const [name = ''] = (streams.get(type) ?? '').split(', ');
  const category = name.split('-')[0] ?? '';
  if (!name.includes('<')) return name;
  const subject = ourStream(`${category}-x`)?.subject;
  return `${category}-${subject === undefined ? 'x' : String((data as Record<string, unknown>)[subject])}`;
};
