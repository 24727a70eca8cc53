import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undone } from './undo.ts'

/** A folder for one run, gone afterwards however the run ends. `TMPDIR` chooses the disk. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-bench-'))
  return undone(
    () => work(folder),
    () => rmSync(folder, { recursive: true, force: true }),
  )
}
