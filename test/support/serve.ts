export { clientOptions, serve } from '../../local/aws/serve.ts';
