import { NoEmbeddedDynamoDb } from './aws/dynoxide-binary.ts';

/** What to do about a start that failed. */
export function startFailure(
  error: unknown,
  { port, dataDirectory }: { readonly port: number; readonly dataDirectory: string },
): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (['EACCES', 'EEXIST', 'ENOTDIR', 'EROFS'].includes(code) || message.includes('unable to open database'))
    return `${dataDirectory} cannot be written to: set HERALD_DATA to a folder that can.`;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: end what uses it, or set PORT to another (0 picks a free one).`;
  if (message.includes('database is locked'))
    return `${dataDirectory} is in use by another start: end that one, or set HERALD_DATA to another folder.`;
  if (error instanceof NoEmbeddedDynamoDb)
    return `${message} Set DYNAMODB_ENDPOINT to one, such as that of Amazon's DynamoDB Local.`;
  return message;
}
