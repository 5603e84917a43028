import { invalid } from '../platform/validation/invalid';
import { OneOf } from '../platform/validation/one-of';

/** `?bom=1`: what is to be opened in Excel by a double click. */
export const ForExcel = (): PropertyDecorator =>
  OneOf(['1'], {
    description:
      'With format=csv: for Excel. It begins with a byte order mark, by which Excel knows UTF-8, and what Excel would turn into a number or a date (a position, 007, 1-2) has an apostrophe before it.',
  });

/** Whether it is for Excel; errors where it is no CSV. */
export const isForExcel = ({ format, bom }: { readonly format?: string; readonly bom?: '1' | undefined }): boolean => {
  if (bom !== undefined && format !== 'csv') throw invalid({ field: 'bom', message: 'goes with format=csv alone' });
  return bom === '1';
};
