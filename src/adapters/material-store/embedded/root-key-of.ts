import type { Sealing } from '../../../kernel/sealing';
import { rootKeyMark } from '../../sealing/root-key-mark';
import type { MaterialFile } from './material-file';

/** Whether what lies in the file is sealed under this root key. A file that knew no root key yet knows this one from now on. */
export const isRootKeyOf = (file: MaterialFile, sealing: Sealing): boolean => file.isSealedUnder(rootKeyMark(sealing));
