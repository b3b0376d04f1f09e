import type { Contract } from '../shared/contract/route.ts';

/** A function as its owner declares it; every contract is one. */
export type FunctionDeclaration = Pick<Contract, 'id' | 'entry' | 'grants' | 'timeout' | 'memory'>;

/** The folder of a function's bundle, under the folder of all of them. */
export function functionFolder({ id }: Pick<FunctionDeclaration, 'id'>): string {
  return id.replaceAll('.', '-');
}
