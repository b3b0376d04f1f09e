import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Stack } from 'aws-cdk-lib/core';

import { functionFolder } from '../../lib/function-declaration.ts';
import { FUNCTIONS } from '../../lib/functions.ts';
import type { StageSettings } from '../../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../../lib/stages.ts';
import type { Contract } from '../../shared/contract/route.ts';
import { ROUTES } from '../../shared/routes.ts';

export interface Resource {
  readonly Type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is what a test explores
  readonly Properties: any;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [logicalId: string, attribute: string];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
  readonly 'Fn::ImportValue'?: string;
}

/** Synthesizes a stage. Its bundles are stubs: each contains the name of its function. */
export function synthesize(settings: StageSettings, routes: readonly Contract[] = ROUTES) {
  const root = mkdtempSync(join(tmpdir(), 'herald-infra-'));
  try {
    return synthesizeIn(root, settings, routes);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function synthesizeIn(root: string, settings: StageSettings, routes: readonly Contract[]) {
  for (const declaration of [...FUNCTIONS, ...routes]) {
    const folder = join(root, 'functions', functionFolder(declaration));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.mjs'), declaration.id);
  }

  const app = heraldApp({ outdir: join(root, 'cdk.out') });
  const stage = heraldStage(app, settings, join(root, 'functions'), routes);
  const assembly = stage.synth();
  const stacks: Readonly<Record<string, StackTemplate>> = Object.fromEntries(
    stage.node.children.filter(Stack.isStack).map(({ stackName, artifactId }) => {
      return [stackName, { Outputs: {}, ...assembly.getStackArtifact(artifactId).template } as StackTemplate];
    }),
  );
  const resources = Object.values(stacks).flatMap(({ Resources }) => Object.entries(Resources));
  const exported = new Map(
    Object.values(stacks).flatMap(({ Outputs }) =>
      Object.values(Outputs).flatMap(({ Export, Value }) => (Export ? [[Export.Name, Value] as const] : [])),
    ),
  );

  const codeFolders = resources.flatMap(([, { Metadata }]) => Metadata?.['aws:asset:path'] ?? []);
  const bundles = new Map(
    codeFolders.map((folder) => [folder, readFileSync(join(assembly.directory, folder, 'index.mjs'), 'utf8')]),
  );

  /** The stage's resources of a type, by logical id. */
  const all = (type: string): [string, Resource][] => resources.filter(([, { Type }]) => Type === type);

  /** A value with its intrinsics spelt out: `Table.Arn`, `arn:partition:sqs:region:…`. Logical ids lose their hash. */
  function text(value: unknown): string {
    if (typeof value === 'string') return value;
    const { Ref: id, 'Fn::GetAtt': attribute, 'Fn::Join': joined, 'Fn::ImportValue': name } = value as Intrinsic;
    if (id) return withoutHash(id);
    if (attribute) return `${withoutHash(attribute[0])}.${attribute[1]}`;
    if (joined) return joined[1].map(text).join(joined[0]);
    if (name) return text(exported.get(name));
    throw new Error(`Unknown intrinsic function: ${JSON.stringify(value)}`);
  }

  return {
    /** The constructs. */
    stage,
    /** Templates by stack name, in the order of deployment. */
    stacks,
    all,
    text,
    /** @throws Error unless the stage has exactly one resource of that logical id */
    resource: (id: string): Resource =>
      only(
        resources.filter(([logicalId]) => logicalId === id),
        id,
      )[1],
    /** The function of a declaration, whose id is its description. */
    function: (id: string): [logicalId: string, Resource] =>
      only(
        all('AWS::Lambda::Function').filter(([, { Properties }]) => Properties.Description === id),
        id,
      ),
    /** The content of a function's code folder. */
    bundle: ({ Metadata }: Resource) => bundles.get(Metadata?.['aws:asset:path'] ?? ''),
  };
}

function only<Found>(found: readonly Found[], name: string): Found {
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} resources are called ${name}, not 1`);
  return first;
}

function withoutHash(logicalId: string): string {
  return logicalId.startsWith('AWS::') ? logicalId.slice(5).toLowerCase() : logicalId.replace(/[0-9A-F]{8}$/, '');
}
