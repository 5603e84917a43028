/** A delivery's id carries its receiver's inside, so that it is found without an index. */
export const deliveryIdOf = (targetId: string, id: string): string => `${targetId}.${id}`;

export const targetOf = (deliveryId: string): string => deliveryId.slice(0, Math.max(0, deliveryId.lastIndexOf('.')));

export const mailTargetOf = (userId: string): string => `mail-${userId}`;
