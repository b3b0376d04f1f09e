/** What MiniStack 1.5 does otherwise than AWS, and what is done about it. Nothing else here knows of it. */
import { createServer, type RequestListener } from 'node:http';
import { request } from 'node:https';

import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { IAMClient, paginateListRoles, PutRolePolicyCommand } from '@aws-sdk/client-iam';

import { listen, type Listener } from '../../local/twilio/listener.ts';
import { rolePolicies } from './role-policies.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * AWS checks a batch as the operation that it repeats; MiniStack asks for `sqs:SendMessageBatch`. AWS's ARN of a schedule names
 * its group; MiniStack asks for that of the default group. Whoever may do the one is allowed the other, by a policy beside
 * the deployed ones.
 */
export async function allowWhatAwsAllows(roles: string): Promise<void> {
  const iam = new IAMClient();
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName = '' } of Roles.filter((role) => role.RoleName?.startsWith(roles))) {
      const more: Statement[] = [];
      for (const policy of await rolePolicies(iam, RoleName)) {
        const { Statement = [] } = JSON.parse(policy.PolicyDocument) as { Statement?: Statement[] };
        for (const { Effect, Action, Resource } of Statement) {
          const actions = [Action].flat();
          if (actions.includes('sqs:SendMessage')) more.push({ Effect, Action: 'sqs:SendMessageBatch', Resource });
          const scheduling = actions.filter((action) => action.startsWith('scheduler:'));
          if (scheduling.length > 0) more.push({ Effect, Action: scheduling, Resource: '*' });
        }
      }
      if (more.length === 0) continue;
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: more });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'workaround', PolicyDocument }));
    }
  }
  iam.destroy();
}

/**
 * MiniStack finds an API by the host `<id>.execute-api.localhost`, and a distribution by its domain, which resolvers do not know, or
 * know elsewhere: passes requests on.
 */
export function reachHost(host: string, port: string): Promise<Listener> {
  const passOn: RequestListener = (incoming, answer) => {
    const { method, url: path, headers } = incoming;
    const outgoing = request(
      // A connection of its own: MiniStack closes idle ones, now and then just as the next request is written to it.
      { host: '127.0.0.1', servername: 'localhost', port, method, path, headers: { ...headers, host }, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  };
  return listen(createServer(passOn), 0);
}

/** MiniStack has no alarms that compute with metrics: they are deployed with one metric. cfn-lint judges them as they are. */
export function withoutMath(scope: IConstruct): void {
  for (const one of scope.node.findAll()) {
    if (!(one instanceof CfnAlarm) || !one.metrics) continue;
    one.metrics = undefined;
    Object.assign(one, { namespace: 'MiniStack', metricName: 'Computed', statistic: 'Sum', period: 300 });
  }
}

/** MiniStack has a pool's keys at its own address, and says AWS's in its tokens. @param oidc what functions know of the pool */
export function withKeysAt(endpoint: string, oidc: string): string {
  const known = JSON.parse(oidc) as { readonly jwksUrl: string };
  return JSON.stringify({ ...known, jwksUrl: known.jwksUrl.replace(/^https:\/\/[^/]+/, endpoint) });
}

/**
 * MiniStack runs each environment of a function as a process on the few cores here, all at once: a function's time limit would judge the
 * machine. Six times as long is what the queues' visibility timeouts leave room for. @param timeout in seconds, as deployed
 */
export function onSharedCores(timeout: number): number {
  return Math.min(900, 6 * timeout);
}
