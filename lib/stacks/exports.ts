import { CfnElement, Reference, Stack, Tokenization } from 'aws-cdk-lib/core';

/**
 * Exports the attributes of a stack's resources that the values contain, whether or not another stack needs them today.
 * CloudFormation refuses to withdraw an export that is in use, and a stack is deployed before those that import from it: if
 * an export came and went with its importers, the last of them could never drop it.
 */
export function exportValues(stack: Stack, values: readonly string[]): void {
  const references = values.flatMap((value) => Tokenization.reverseString(value).tokens).filter(Reference.isReference);
  for (const reference of references) {
    if (CfnElement.isCfnElement(reference.target) && Stack.of(reference.target) === stack) stack.exportValue(reference);
  }
}
