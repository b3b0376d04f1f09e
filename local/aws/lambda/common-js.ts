import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

/** What a sandbox's code finds in place of what its thread has. */
export interface Scope {
  readonly process: NodeJS.Process;
  readonly fetch: typeof fetch;
  /** By name, without `node:`. */
  readonly builtins: Readonly<Record<string, unknown>>;
}

type Run = (...values: unknown[]) => void;

/** Compiled once for all sandboxes of the thread, which is most of what loading a bundle takes. */
const compiled = new Map<string, Run>();

/** Loads CommonJS for one sandbox: modules, variables and `globalThis` are its own. `import()` is not supported. */
export function commonJs({ process, fetch, builtins }: Scope): (file: string) => unknown {
  const modules = new Map<string, { exports: unknown }>();
  const globals = globalsWith({ process, fetch });

  function load(file: string): unknown {
    const loaded = modules.get(file);
    if (loaded) return loaded.exports;
    const module = { exports: {} as unknown };
    modules.set(file, module);
    const values = { exports: module.exports, require: requireFrom(file), module, __filename: file };
    const scope = { ...values, __dirname: dirname(file), process, fetch, globalThis: globals, global: globals };
    compile(file, Object.keys(scope)).call(module.exports, ...Object.values(scope));
    return module.exports;
  }

  function requireFrom(file: string): (name: string) => unknown {
    const native = createRequire(file);
    return (name) => {
      if (!isBuiltin(name)) return load(native.resolve(name));
      return builtins[name.replace(/^node:/, '')] ?? native(name);
    };
  }

  return load;
}

/** What a sandbox sets there is its own; Node's accessors insist on the thread's `globalThis`. */
function globalsWith(own: Record<PropertyKey, unknown>): object {
  return new Proxy(own, {
    get: (_, name) => (Object.hasOwn(own, name) ? own[name] : (Reflect.get(globalThis, name) as unknown)),
    has: (_, name) => name in own || name in globalThis,
  });
}

function compile(file: string, names: readonly string[]): Run {
  const run = compiled.get(file) ?? (compileFunction(readFileSync(file, 'utf8'), names, { filename: file }) as Run);
  compiled.set(file, run);
  return run;
}
