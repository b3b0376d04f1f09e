import { RESOURCE_TYPES } from './catalogue.ts';
import type { CfnResource } from './cfn-template.ts';
import { resolve } from './intrinsics.ts';
import type { PhysicalResource } from './physical-resource.ts';
import type { Scope } from './scope.ts';

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The physical name: the template's, else `${stack}-${logicalId}`. */
  readonly name: string;
  /** What Ref gives. */
  readonly ref: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Resolved at each access: attributes that a resource provides once it runs must be provided by then. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What Fn::GetAtt gives. @throws Error when the type has no such attribute, or it is not provided yet */
  attribute(name: string): string;
  /** Sets an attribute that is known only once the resource runs, such as a table's StreamArn. */
  provide(attribute: string, value: string): void;
}

/** Base URLs that Ref and Fn::GetAtt give: the AWS endpoint's, for queue URLs, and the HTTP API's. Read at each access. */
export interface BaseUrls {
  readonly endpoint: string;
  readonly publicUrl: string;
}

/** A resource of a known type. */
export function resourceOf(
  stack: string,
  logicalId: string,
  { Type, Properties = {}, Metadata = {} }: CfnResource,
  scope: Scope,
  urls: BaseUrls,
): Resource {
  const type = RESOURCE_TYPES[Type]!;
  const provided = new Map<string, string>();
  const fail = (problem: string): never => {
    throw new Error(`${Type} ${stack}.${logicalId}: ${problem}`);
  };
  const physical: PhysicalResource = {
    get endpoint() {
      return urls.endpoint;
    },
    get publicUrl() {
      return urls.publicUrl;
    },
    get name() {
      const generated = `${stack}-${logicalId}`;
      return type.nameProperty ? physical.text(type.nameProperty, generated) : generated;
    },
    text: (property, fallback) => {
      const value = resolve(Properties[property], scope) ?? fallback;
      return typeof value === 'string' ? value : fail(`${property} must be text`);
    },
  };
  return {
    stack,
    logicalId,
    type: Type,
    metadata: Metadata,
    get name() {
      return physical.name;
    },
    get ref() {
      return type.ref(physical);
    },
    get properties() {
      return resolve(Properties, scope) as Readonly<Record<string, unknown>>;
    },
    attribute: (name) => {
      const value = type.attributes?.[name] ?? fail(`unknown attribute ${name}`);
      return value === 'provided' ? (provided.get(name) ?? fail(`${name} is not provided yet`)) : value(physical);
    },
    provide: (name, value) => {
      if (type.attributes?.[name] !== 'provided') fail(`${name} is not an attribute that is provided`);
      provided.set(name, value);
    },
  };
}
