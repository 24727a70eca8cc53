import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** Stands in the environment of a program and, unless it takes care, of all that it starts. */
export const markName = 'MCP_PROGRAM_MARK'
export const newMark = (): string => randomUUID()

/** Whoever is ended may have started one more meanwhile. */
const mostRounds = 5

/**
 * Ends what a program has started and let go of: a process in a session of its own is in no group that could be ended
 * with it, but carries its environment. Only where the system shows that (Linux); it does nothing elsewhere.
 */
export async function endLeftBehind(mark: string): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const found = await marked(mark)
    if (found.length === 0) return
    for (const pid of found) kill(pid)
  }
}

async function marked(mark: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const looks = await Promise.all(pids.map(async (pid) => ((await carries(pid, mark)) ? [pid] : [])))
  return looks.flat()
}

/** Those of other people cannot be read, and those that have just ended are gone. */
async function carries(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
  return environment.split('\0').includes(`${markName}=${mark}`)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
