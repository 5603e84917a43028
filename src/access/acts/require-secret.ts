import { organization } from '../../domain/organizations/state';
import { secretMissing } from '../../domain/organizations/secret-missing';
import { judgedStep, type Tell } from '../../kernel/judged-step';
import type { Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';
import { secretGround } from '../grounds';

/** Without its organization's secret no value opens. */
export const requireSecret = async (view: View, organizationId: string, tell?: Tell): Promise<Refusal | undefined> => {
  const { state } = await view.load(organization, organizationId);
  return judgedStep(tell, secretMissing(state), () => ({
    step: 'secret',
    passed: 'The organization has its secret.',
    on: [secretGround(organizationId)],
  }));
};
