import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';

import { functionFolder } from '../../lib/function-declaration.ts';
import { FUNCTIONS } from '../../lib/functions.ts';
import type { StageSettings } from '../../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../../lib/stages.ts';

export interface Resource {
  readonly Type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is what a test explores
  readonly Properties: any;
  readonly Metadata: Readonly<Record<string, string>>;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [logicalId: string, attribute: string];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
  readonly 'Fn::ImportValue'?: string;
}

/** Synthesizes a stage. Its bundles are stubs: each holds the name of its function. */
export function synthesize(settings: StageSettings) {
  const root = mkdtempSync(join(tmpdir(), 'herald-infra-'));
  afterAll(() => rmSync(root, { recursive: true }));
  for (const declaration of FUNCTIONS) {
    const folder = join(root, 'functions', functionFolder(declaration));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.mjs'), declaration.id);
  }

  const app = heraldApp({ outdir: join(root, 'cdk.out') });
  const { stage, ...stacks } = heraldStage(app, settings, join(root, 'functions'));
  const data = Template.fromStack(stacks.data);
  const service = Template.fromStack(stacks.service);
  const { directory } = stage.synth();

  /** The service's resources of a type, by logical id. */
  const all = (type: string): [string, Resource][] => Object.entries(service.findResources(type)) as never;

  /** A value with its intrinsics spelt out: `Table.Arn`, `arn:partition:sqs:region:…`. Logical ids lose their hash. */
  function text(value: unknown): string {
    if (typeof value === 'string') return value;
    const { Ref: id, 'Fn::GetAtt': attribute, 'Fn::Join': joined, 'Fn::ImportValue': name } = value as Intrinsic;
    if (id) return bare(id);
    if (attribute) return `${bare(attribute[0])}.${attribute[1]}`;
    if (joined) return joined[1].map(text).join(joined[0]);
    if (name) return text(exported(name));
    throw new Error(`${JSON.stringify(value)} is new here`);
  }

  function exported(name: string): unknown {
    return Object.values(data.findOutputs('*', { Export: { Name: name } }))[0]?.['Value'];
  }

  return {
    data,
    service,
    all,
    text,
    resource: (id: string): Resource => service.toJSON()['Resources'][id],
    /** The function of a declaration, which its description names. */
    function(id: string): [logicalId: string, Resource] {
      const [found, ...others] = all('AWS::Lambda::Function').filter((one) => one[1].Properties.Description === id);
      if (!found || others.length)
        throw new Error(`${found ? 'Several functions are' : 'No function is'} called ${id}`);
      return found;
    },
    /** What the code folder of a function holds. */
    bundle: ({ Metadata }: Resource) =>
      readFileSync(join(directory, String(Metadata['aws:asset:path']), 'index.mjs'), 'utf8'),
  };
}

function bare(logicalId: string): string {
  return logicalId.startsWith('AWS::') ? logicalId.slice(5).toLowerCase() : logicalId.replace(/[0-9A-F]{8}$/, '');
}
