import { pair, text } from './intrinsics.ts';
import type { Scope } from './scope.ts';

const FUNCTIONS: Readonly<Record<string, (argument: unknown, scope: Scope) => boolean>> = {
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pair(argument);
    return text(left, scope) === text(right, scope);
  },
  'Fn::And': (argument, scope) => (argument as unknown[]).every((part) => holds(part, scope)),
  'Fn::Or': (argument, scope) => (argument as unknown[]).some((part) => holds(part, scope)),
  'Fn::Not': (argument, scope) => !holds((argument as unknown[])[0], scope),
};

/** Whether a condition expression of the template's `Conditions` is met. */
export function holds(expression: unknown, scope: Scope): boolean {
  const [name = '', argument] = Object.entries(expression as object)[0] ?? [];
  const evaluate = FUNCTIONS[name];
  if (!evaluate) throw new Error(`unknown condition function ${name}`);
  return evaluate(argument, scope);
}
