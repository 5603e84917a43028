import type { MaterialAddress } from '../../kernel/material';
import type { MaterialStore } from '../../kernel/material-store';
import type { Restored, ValueName } from '../../kernel/operations';
import { SealBroken, type Sealing } from '../../kernel/sealing';
import { embeddedMaterialStore } from '../material-store/embedded/embedded-material-store';
import { countAnew } from '../material-store/embedded/fit-to-log';
import type { MaterialFile } from '../material-store/embedded/material-file';
import type { NamedValues } from './named-values';

const PAGE = 1000;

/** Whether everything is there that opening a value needs, and it opens. The plaintext goes nowhere. */
export const opens = async (
  store: MaterialStore,
  sealing: Sealing,
  { identityId, version }: ValueName,
): Promise<boolean> => {
  const material = await store.get(identityId, version);
  const keys = material && (await store.vaultKeys(material.vaultId));
  const secret = material && (await store.secret(material.organizationId, material.secretVersion));
  if (material === undefined || keys === undefined || secret === undefined) return false;
  try {
    if (material.scheme === 'v1') sealing.openV1(material, secret);
    else sealing.open(material, keys, secret);
    return true;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
};

export async function* addressesOf(store: MaterialStore): AsyncIterable<readonly MaterialAddress[]> {
  for (let after: MaterialAddress | undefined; ;) {
    const storedBefore = Number.MAX_SAFE_INTEGER;
    const page = await store.scan({ storedBefore, limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield page;
    after = page.at(-1);
    if (after === undefined) return;
  }
}

/** Compares copied values with what the copied facts name, and opens each when there is a key to open it with. */
export const checkValues = async (
  file: MaterialFile,
  named: NamedValues,
  { sealing, now }: { readonly sealing: Sealing; readonly now: number },
): Promise<Pick<Restored, 'values' | 'unopened' | 'missing' | 'unclaimed'>> => {
  const store = embeddedMaterialStore(file);
  const unopened: ValueName[] = [];
  const unclaimed: ValueName[] = [];
  let values = 0;
  for await (const page of addressesOf(store)) {
    values += page.length;
    for (const { identityId, version } of page) {
      const value = { identityId, version };
      if (!named.has(value)) unclaimed.push(value);
      if (!(await opens(store, sealing, value))) unopened.push(value);
    }
  }
  countAnew(file, unclaimed, now);
  const missing: ValueName[] = [];
  for (const value of named.current()) {
    if ((await store.get(value.identityId, value.version)) === undefined) missing.push(value);
  }
  return { values, missing, unclaimed, unopened };
};
