import { mappedConcurrency } from '../deploy/event-source-mapping.ts';
import { functionDefinition } from '../deploy/function.ts';
import type { Statement } from '../iam/statement.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import { REGION, SECRET } from '../services/service.ts';
import type { Resource } from '../template/resource.ts';
import type { Principals } from './principals.ts';

/** Every function of the template, each with an access key of its own that its role's statements apply to. */
export function functionDefinitions(
  resources: readonly Resource[],
  {
    directory,
    endpointUrl,
    s3Url,
    principals,
    policies,
    variables = {},
  }: {
    directory: string;
    endpointUrl: string;
    s3Url: string;
    principals: Principals;
    /** What their roles allow, by function ARN. */
    policies: ReadonlyMap<string, readonly Statement[]>;
    variables?: Readonly<Record<string, string>> | undefined;
  },
): readonly FunctionDefinition[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const concurrency = mappedConcurrency(ofType('AWS::Lambda::EventSourceMapping'));
  return ofType('AWS::Lambda::Function').map((fn) => {
    const functionArn = fn.attribute('Arn');
    const environment = {
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_ENDPOINT_URL_S3: s3Url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: principals.add({ name: functionArn, statements: policies.get(functionArn) ?? [] }),
      AWS_SECRET_ACCESS_KEY: SECRET,
    };
    return functionDefinition(fn, { directory, environment, variables, concurrency: concurrency.get(fn.name) });
  });
}
