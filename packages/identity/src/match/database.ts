import { DuckDBInstance } from '@duckdb/node-api';

/** A database of its own in memory, for reading and writing files by SQL. */
export interface FileDatabase extends AsyncDisposable {
  run(sql: string): Promise<void>;
  /** Rows as objects, whole numbers as numbers. For small answers. */
  rows<Row>(sql: string): Promise<Row[]>;
}

/** Beyond the memory given it spills to the folder. */
export async function openFileDatabase(options: {
  readonly folder: string;
  readonly memoryMb: number;
}): Promise<FileDatabase> {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: options.folder,
    memory_limit: `${options.memoryMb}MB`,
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async <Row>(sql: string) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map((row) => {
        for (const key of Object.keys(row)) if (typeof row[key] === 'bigint') row[key] = Number(row[key]);
        return row as Row;
      });
    },
    [Symbol.asyncDispose]: () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}

/** A text constant. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
