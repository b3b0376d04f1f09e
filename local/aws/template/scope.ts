/** What an intrinsic function may refer to: the stack it is written in, and the exports of the others. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** Whether a named condition is met. */
  condition(name: string): boolean;
  importValue(exportName: string): unknown;
}
