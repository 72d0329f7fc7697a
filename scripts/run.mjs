#!/usr/bin/env node
// Does all set-up on a fresh machine, then runs one task. It uses only Node.js 18 built-ins, because it runs
// before anything is installed: it brings Node.js 24 where the machine's is older, installs the locked
// dependencies, and compiles.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR = 24;

const tasks = {
  build: () => [],
  start: (args) => [['apps/solway/dist/main.js', 'demo', ...args]],
  solway: (args) => [['apps/solway/dist/main.js', ...args]],
  witness: (args) => [['apps/witness/dist/main.js', ...args]],
  population: (args) => [['apps/simulators/dist/main.js', 'population', ...args]],
  check: () => checks,
  test: (args) => (args.length > 0 ? [[bin('vitest'), 'run', ...args]] : [...checks, [bin('vitest'), 'run']]),
  bench: (args) => [['benchmarks/run.mjs', ...args]],
  conformance: (args) => [['--conditions=source', 'conformance/run.ts', ...args]],
  screenshots: (args) => [['e2e/screenshots.mjs', ...args]],
  format: () => [[bin('prettier'), '--write', '--log-level', 'warn', '.']],
};
const checks = [
  [bin('tsc'), '-p', 'tsconfig.tests.json'],
  [bin('oxlint'), '--type-aware', '--deny-warnings', '.'],
  [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  [bin('knip')],
];

function bin(name) {
  const path = {
    tsc: 'typescript/bin/tsc',
    oxlint: 'oxlint/bin/oxlint',
    prettier: 'prettier/bin/prettier.cjs',
    knip: 'knip/bin/knip.js',
    vitest: 'vitest/vitest.mjs',
  };
  return join('node_modules', path[name]);
}

function fail(message) {
  console.error(`\nSolway could not be set up: ${message}`);
  process.exit(1);
}

function must(command, args, options) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.error) fail(`${command} did not start (${result.error.message})`);
  if (result.status !== 0)
    fail(`"${[command, ...args].join(' ')}" ended with ${result.status ?? result.signal}`);
}

// npm is started through the script that started us where there is one, else from the path.
function npm(args) {
  const cli = process.env['npm_execpath'];
  if (cli && /npm-cli\.c?js$/.test(cli)) must(process.execPath, [cli, ...args]);
  else must(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { shell: process.platform === 'win32' });
}

function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, '.node');
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) {
    console.log(
      `Node.js ${process.versions.node} is older than ${NODE_MAJOR}: bringing ${name}@${NODE_MAJOR} into .node/`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    npm([
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--no-save',
      '--loglevel=error',
      `${name}@${NODE_MAJOR}`,
    ]);
  }
  if (!existsSync(path))
    fail(`${name}@${NODE_MAJOR} holds no Node.js for this machine; install Node.js ${NODE_MAJOR} yourself`);
  return path;
}

function ensureDependencies() {
  const stamp = join(root, 'node_modules', '.solway-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing the locked dependencies');
  npm(['ci', '--ignore-scripts', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

// npm hands a signal to the shell between it and us, and the shell dies of it without telling us; a killed npm tells
// nobody. So we look whether both are still there.
function npmIsGone(shell, npmPid) {
  return process.ppid !== shell || (npmPid !== undefined && parentOf(shell) !== npmPid);
}

const [task, ...args] = process.argv.slice(2);
const startedByNpm = process.env['npm_lifecycle_event'] === task;
const shell = process.ppid;
const shellIsBetween = /^\S*sh\0/.test(commandOf(shell));
const npmPid = startedByNpm && shellIsBetween ? parentOf(shell) : undefined;
if (!Object.hasOwn(tasks, task ?? ''))
  fail(`there is no task "${task ?? ''}"; the tasks are ${Object.keys(tasks).join(', ')}`);
const node = ensureNode();
ensureDependencies();
must(node, [bin('tsc'), '-b']);

const env = {
  ...process.env,
  PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH'] ?? ''}`,
};
for (const command of tasks[task](args)) {
  const child = spawn(node, command, { cwd: root, stdio: 'inherit', env });
  // A terminal sends Ctrl-C to the whole group; a supervisor signals only us. Either way the child ends itself.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  const watch = setInterval(() => {
    if (startedByNpm && npmIsGone(shell, npmPid)) child.kill('SIGTERM');
  }, 500);
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
  });
  clearInterval(watch);
  process.removeAllListeners('SIGINT');
  process.removeAllListeners('SIGTERM');
  if (code !== 0) process.exit(code);
}
