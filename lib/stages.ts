import { App, RemovalPolicy, Stage, type AppProps } from 'aws-cdk-lib/core';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT } from 'aws-cdk-lib/cx-api';

import cdk from '../cdk.json' with { type: 'json' };
import { DataStack } from './stacks/data-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import type { StageSettings } from './stage-settings.ts';

/** The flags of cdk.json, and the option that puts each function's folder into its metadata, which the CLI sets itself. */
const CONTEXT = { ...cdk.context, [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true };

/** An app that synthesizes the same templates in process as under the CLI, which reads its flags from cdk.json. */
export function heraldApp(props: AppProps = {}): App {
  return new App({ analyticsReporting: false, ...props, context: { ...CONTEXT, ...props.context } });
}

export interface HeraldStage {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly service: ServiceStack;
}

/** One installation of Herald. @param functionsDirectory has a folder for each function, with its bundle */
export function heraldStage(app: App, settings: StageSettings, functionsDirectory: string): HeraldStage {
  const { name, retained } = settings;
  const stage = new Stage(app, name);
  const removalPolicy = retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

  const data = new DataStack(stage, 'Data', {
    stackName: `herald-${name}-data`,
    terminationProtection: retained,
    deletionProtection: retained,
    removalPolicy,
  });
  const service = new ServiceStack(stage, 'Service', {
    stackName: `herald-${name}-service`,
    table: data.table,
    settings,
    removalPolicy,
    functionsDirectory,
  });
  return { stage, data, service };
}
