import { ServiceError } from '../service.ts';
import type { MessageRow } from './rows.ts';

/** Identifies one receive of a message. */
export interface Receipt {
  readonly id: number;
  /** How often the message had been received, this time included. */
  readonly receives: number;
}

export function receiptHandle({ queue, id, receives }: MessageRow): string {
  return Buffer.from(`${queue}:${id}:${receives}`).toString('base64url');
}

/** @throws ServiceError ReceiptHandleIsInvalid for a handle that this queue cannot have given */
export function parseReceiptHandle(queue: string, handle: string): Receipt {
  const [name, id, receives] = Buffer.from(handle, 'base64url').toString().split(':');
  if (name !== queue || !Number(id) || !Number(receives)) {
    const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new ServiceError('ReceiptHandleIsInvalid', message);
  }
  return { id: Number(id), receives: Number(receives) };
}
