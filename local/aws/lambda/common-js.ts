import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

import { ownFetch, ownModules, ownProcess } from './thread-surroundings.ts';

type Run = (...values: unknown[]) => void;
type Modules = Map<string, { exports: unknown }>;

/** A file of this ending is loaded once for all sandboxes of a thread: libraries, which keep nothing of their callers. */
const SHARED = '.shared.cjs';
const shared: Modules = new Map();

/** Compiled once for all sandboxes of the thread, which is most of what loading takes. */
const compiled = new Map<string, Run>();

/** Loads CommonJS for one sandbox: modules and `globalThis` are its own. `import()` is not supported. */
export function commonJs(): (file: string) => unknown {
  const own: Modules = new Map();
  const globals = globalsOf({ process: ownProcess, fetch: ownFetch });

  function load(file: string): unknown {
    const modules = file.endsWith(SHARED) ? shared : own;
    const loaded = modules.get(file);
    if (loaded) return loaded.exports;
    const module = { exports: {} as unknown };
    modules.set(file, module);
    const values = { exports: module.exports, require: requireFrom(file), module, __filename: file };
    const surroundings = { process: ownProcess, fetch: ownFetch, globalThis: globals, global: globals };
    const scope = { ...values, __dirname: dirname(file), ...surroundings };
    compile(file, Object.keys(scope)).call(module.exports, ...Object.values(scope));
    return module.exports;
  }

  function requireFrom(file: string): (name: string) => unknown {
    const native = createRequire(file);
    return (name) => {
      if (!isBuiltin(name)) return load(native.resolve(name));
      return ownModules[name.replace(/^node:/, '')] ?? native(name);
    };
  }

  return load;
}

/** What a sandbox sets there is its own; Node's accessors insist on the thread's `globalThis`. */
function globalsOf(own: Record<PropertyKey, unknown>): object {
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
