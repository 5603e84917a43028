import { CreateHostHandler } from './create-host';
import { DeleteHostHandler } from './delete-host';
import { RenameHostHandler } from './rename-host';

export const HOST_COMMANDS = [CreateHostHandler, RenameHostHandler, DeleteHostHandler];
