import { RESOURCE_TYPES, type Physical } from './catalogue.ts';
import { resolve, type Scope } from './intrinsics.ts';

export interface CfnResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The physical name: the template's, else `${stack}-${logicalId}`. */
  readonly name: string;
  /** What Ref gives. */
  readonly ref: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Resolved when asked for: a value some resource provides only once it runs must be there by then. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What Fn::GetAtt gives. @throws Error when the type lacks the attribute or it is not provided yet. */
  attribute(name: string): string;
  /** States an attribute that is known only once the resource runs (a table's StreamArn). */
  provide(attribute: string, value: string): void;
}

/** Base URLs that show in what Ref and Fn::GetAtt give: the AWS endpoint's (queue URLs) and the HTTP API's. Read when needed. */
export interface BaseUrls {
  readonly endpoint: string;
  readonly publicUrl: string;
}

/** A resource of a catalogued type. */
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
  const physical: Physical = {
    get endpoint() {
      return urls.endpoint;
    },
    get publicUrl() {
      return urls.publicUrl;
    },
    get name() {
      const fallback = `${stack}-${logicalId}`;
      return type.nameProperty ? physical.text(type.nameProperty, fallback) : fallback;
    },
    text: (property, otherwise) => {
      const value = resolve(Properties[property], scope) ?? otherwise;
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
      if (type.attributes?.[name] !== 'provided') fail(`${name} is not an attribute to provide`);
      provided.set(name, value);
    },
  };
}
