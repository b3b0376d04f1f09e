import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FaultPoint, Faults } from './faults.ts';
import { ServiceError } from './services/service.ts';

export interface Injector {
  readonly faults: Faults;
  /** Kills the worker whose call a 'kill' fault struck. */
  readonly onKill: (accessKeyId: string) => void;
}

/** A call as faults see it, and whose it is. */
export type StruckCall = Omit<FaultPoint, 'when'> & { readonly accessKeyId: string };

/** Lets a fault strike a call, if one does. @throws ServiceError the answer that the fault gives */
export async function injectFault(
  { faults, onKill }: Injector,
  when: FaultPoint['when'],
  { accessKeyId, ...call }: StruckCall,
  request: IncomingMessage,
): Promise<void> {
  const fault = faults.take({ ...call, when });
  if (!fault) return;
  if (fault.action === 'delay') return sleep(fault.delayMs ?? 0);
  if (fault.action === 'kill') onKill(accessKeyId);
  if (fault.action !== 'error') request.socket.destroy();
  const { code = 'InternalServerError', status = 500, extra } = fault;
  throw new ServiceError(code, 'This fault was injected', status, extra);
}
