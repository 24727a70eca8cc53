import { readFileSync } from 'node:fs'

/** USER_HZ, which Linux shows to everybody as 100. */
const tickMs = 10

/** ms of CPU a process has used; undefined where that cannot be known (no Linux, or it has ended). */
export function processTime(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold anything. proc(5): utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return undefined
  }
}
