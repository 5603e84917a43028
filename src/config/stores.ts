import { BadConfiguration } from './bad-configuration';
import type { StoresConfig } from './config';
import { shown, valueOf, type Environment } from './environment';

const embeddedOnly = (env: Environment, name: string, planned: string, otherwise: string): 'embedded' => {
  const value = valueOf(env, name) ?? otherwise;
  if (value === 'embedded') return value;
  throw new BadConfiguration(
    value === planned
      ? `${name} is ${planned}, but this release has the embedded stores only; set it to embedded, or unset it.`
      : `${name} is ${shown(value)}; this release knows embedded only: set it to that, or unset it.`,
  );
};

/** Which store keeps what; the material store defaults to the read store's engine. */
export const storesConfig = (env: Environment): StoresConfig => {
  const events = embeddedOnly(env, 'KEYLEDGER_EVENT_STORE', 'eventstoredb', 'embedded');
  const reads = embeddedOnly(env, 'KEYLEDGER_READ_STORE', 'mongodb', 'embedded');
  return { events, reads, material: embeddedOnly(env, 'KEYLEDGER_MATERIAL_STORE', 'mongodb', reads) };
};
