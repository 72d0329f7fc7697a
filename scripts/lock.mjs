// Completes package-lock.json with the other platforms' optional binaries that the resolver left out, so that
// `npm ci` accepts the lock on every machine. Run after any change of dependencies: node scripts/lock.mjs
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = lock.packages;
const known = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
  aix: 'aix',
  sunos: 'sunos',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
};
const cpus = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

function published(name, version) {
  try {
    return JSON.parse(
      execFileSync(
        'npm',
        ['view', `${name}@${version}`, '--json', 'os', 'cpu', 'libc', 'license', 'dist.integrity', 'engines'],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      ),
    );
  } catch {
    return {};
  }
}

let added = 0;
for (const entry of Object.values({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (packages[`node_modules/${name}`] || !/^\d/.test(version)) continue;
    const facts = published(name, version);
    const parts = name.split(/[-/]/);
    const os =
      facts.os ??
      parts
        .map((part) => known[part])
        .filter(Boolean)
        .slice(0, 1);
    const cpu = facts.cpu ?? cpus.filter((one) => parts.includes(one)).slice(0, 1);
    packages[`node_modules/${name}`] = {
      version,
      ...(facts['dist.integrity'] ? { integrity: facts['dist.integrity'] } : {}),
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(facts.libc ? { libc: facts.libc } : {}),
      ...(facts.license ? { license: facts.license } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} optional binaries added to ${file}`);
