import * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';

const request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.unknown(),
});

/** What is to happen to the resource. Properties arrive as texts, whatever they were in the template. */
export interface Change<Properties> {
  readonly type: z.output<typeof request>['RequestType'];
  readonly properties: Properties;
}

/**
 * The Lambda handler of a custom resource of CloudFormation, which waits for an answer at an address of its own: whatever
 * becomes of the change, it is told. The resource is never replaced.
 */
export function customResource<Schema extends z.ZodType, Needs extends Dependencies>(
  schema: Schema,
  handle: (change: Change<z.output<Schema>>, dependencies: Built<Needs>) => Promise<void>,
  needs: Needs,
): (event: unknown) => Promise<void> {
  return async (event) => {
    const { RequestType: type, ResponseURL, ResourceProperties, ...about } = request.parse(event);
    const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = about;
    let outcome: object = { Status: 'SUCCESS' };
    try {
      await handle({ type, properties: schema.parse(ResourceProperties) }, build(needs));
    } catch (error) {
      outcome = { Status: 'FAILED', Reason: error instanceof Error ? error.message : String(error) };
    }
    const answer = { ...outcome, PhysicalResourceId, StackId, RequestId, LogicalResourceId };
    // Bytes, not a text: the address is signed for a body without a type.
    const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(JSON.stringify(answer)) });
    if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`);
  };
}
