import type { Contract } from '../shared/contract/route.ts';

/** What a construct says about its function. Every route contract is one. */
export type FunctionDeclaration = Pick<Contract, 'id' | 'entry' | 'grants' | 'timeout' | 'memory'>;

/** The folder of a function's bundle, inside the folder of all bundles. */
export function functionFolder({ id }: Pick<FunctionDeclaration, 'id'>): string {
  return id.replaceAll('.', '-');
}
