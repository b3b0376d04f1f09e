/** What a resource type may read of a resource and of the stack around it. */
export interface PhysicalResource {
  /** The name that the template sets, else `${stack}-${logicalId}`. */
  readonly name: string;
  /** A resolved property that must be text. */
  text(property: string, fallback?: string): string;
  /** Base URL of the AWS endpoint, for queue URLs. */
  readonly endpoint: string;
  /** Base URL of the HTTP API. */
  readonly publicUrl: string;
}

export type Value = (resource: PhysicalResource) => string;

export interface ResourceType {
  /** The property that sets the physical name, where the type has one. */
  readonly nameProperty?: string;
  readonly ref: Value;
  /** By Fn::GetAtt name; 'provided' is known only once the resource runs. */
  readonly attributes?: Readonly<Record<string, Value | 'provided'>>;
}
