import { DuckDBInstance } from '@duckdb/node-api';

/** Makes `x.parquet` beside each `x.csv`. Every column is text; an empty cell is NULL. */
export async function toParquet(csvFiles: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run('set preserve_insertion_order = false');
    for (const csv of csvFiles) {
      const parquet = csv.replace(/\.csv$/, '.parquet');
      await connection.run(
        `copy (from read_csv(${quoted(csv)}, all_varchar = true, header = true, quote = '"', escape = '"',
          delim = ',', auto_detect = true))
         to ${quoted(parquet)} (format parquet, compression zstd)`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
