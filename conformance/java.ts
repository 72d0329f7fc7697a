import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const JAVA = fileURLToPath(new URL('java/', import.meta.url));
const OLDEST = 17;

/** What is missing for the run, in words; undefined where nothing is. */
export function missingTools(): string | undefined {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (java.error !== undefined || version < OLDEST)
    return `Java ${OLDEST} or later (a JDK) on the path as "java"`;
  if (spawnSync('javac', ['-version']).error !== undefined)
    return 'a JDK, and not only a JRE: "javac" is not on the path';
  return spawnSync('mvn', ['-version']).error === undefined ? undefined : 'Maven on the path as "mvn"';
}

/** The class path of one of the Java parts; its libraries are brought from Maven Central the first time, and compiled. */
export function classPath(part: 'hapi' | 'validator', main: string): string {
  const folder = join(JAVA, part);
  const libraries = join(folder, 'lib');
  const classes = join(folder, 'classes');
  if (!existsSync(libraries)) {
    console.log(`Bringing the libraries of ${part} from Maven Central`);
    must('mvn', ['-q', 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`], folder);
  }
  must('javac', ['-cp', join(libraries, '*'), '-d', classes, join(JAVA, `${main}.java`)], folder);
  return `${classes}:${join(libraries, '*')}`;
}

function must(command: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed`);
}
