import { customResource } from '../../shared/runtime/custom-resource.ts';
import { consoleDirectory, site } from '../../shared/runtime/dependencies.ts';
import { consoleProperties, publishConsole } from '../../shared/runtime/publish-site.ts';

export const handler = customResource(consoleProperties, publishConsole, { consoleDirectory, site });
