import type { Denial } from '../../local/aws/iam/authorizer.ts';
import type { CloudAssembly } from '../../local/aws/template/cloud-assembly.ts';
import type { TemplateGrant } from './template-grants.ts';

interface Statement {
  Action: string | readonly string[];
}
interface Properties {
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: Statement[] } }[];
  readonly PolicyDocument?: { readonly Statement: Statement[] };
}

/** Takes grants out of an assembly's templates. A statement without actions allows nothing. */
export function remove({ templates }: CloudAssembly, grants: readonly TemplateGrant[]): void {
  for (const { kind, stack, logicalId, policy, statement, action } of grants) {
    const resources = templates[stack]?.Resources;
    const found = resources?.[logicalId];
    if (!resources || !found) throw new Error(`${stack} has no ${logicalId}.`);
    if (kind === 'route') {
      Reflect.deleteProperty(resources, logicalId);
      continue;
    }
    const { Policies, PolicyDocument } = found.Properties as Properties;
    const from = (Policies?.[policy]?.PolicyDocument ?? PolicyDocument)?.Statement[statement];
    if (!from) throw new Error(`${stack}.${logicalId} has no statement ${statement}.`);
    from.Action = [from.Action].flat().filter((one) => one !== action);
  }
}

/** Whether a call was denied because this grant is gone. */
export function isDeniedFor({ kind, owners, action }: TemplateGrant, denial: Denial): boolean {
  const who = kind === 'route' ? denial.resource : denial.caller;
  return action === denial.action && owners.includes(who);
}
