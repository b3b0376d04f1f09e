import type { Rule } from 'eslint';

const message =
  'Every loop has a bound: count its rounds, or use untilWon, patiently or inBatches (platform/backoff.ts), or pagesOf.';

/**
 * Loops that nothing bounds: those without a condition, and those whose end depends on what others answer. (A `while` over
 * data that is at hand ends with the data.)
 */
export const UNBOUNDED_LOOPS = [
  'ForStatement[test=null]',
  'ForStatement > AwaitExpression.test, ForStatement > .test AwaitExpression',
  'ForStatement > AwaitExpression.update, ForStatement > .update AwaitExpression',
  'WhileStatement[test.type="Literal"], DoWhileStatement[test.type="Literal"]',
  'WhileStatement:has(AwaitExpression), DoWhileStatement:has(AwaitExpression)',
].map((selector) => ({ selector, message }));

/** A function that calls itself. Where the depth has a bound, a comment that allows it says which. */
export const noRecursion: Rule.RuleModule = {
  meta: {
    type: 'problem',
    messages: { recursion: 'A function that calls itself has no bound; use a loop.' },
    schema: [],
  },
  create: (context) => ({
    'FunctionDeclaration CallExpression[callee.type="Identifier"]'(node: Rule.Node) {
      const { name } = (node as unknown as { callee: { name: string } }).callee;
      const isOf = (outer: Rule.Node) => outer.type === 'FunctionDeclaration' && outer.id.name === name;
      if (context.sourceCode.getAncestors(node).some((outer) => isOf(outer as Rule.Node)))
        context.report({ node, messageId: 'recursion' });
    },
  }),
};
